import type { InjectOptions } from 'fastify'
import { decide, type Question } from './decide.ts'
import { SCENE_WEEK } from './test-scene.ts'

/** A question about one person, as far as a route or function knows it; the test adds how the asker stands to them. */
type Asked = Pick<Question, 'dataClass' | 'verb'> & Partial<Question>
export type Standing = Pick<Question, 'role' | 'relation' | 'consentState' | 'breakGlass'>

/** All of these must be allowed. */
const all =
  (...asked: readonly Asked[]) =>
  (standing: Standing) =>
    asked.every((one) => decide({ ...standing, ...one }).allow)

/**
 * What was decided about every route of one person; authorization.routes.test.ts fails on a route that is not here. The
 * route's policy must let in exactly the roles for which some case is allowed. A sentence instead of a decision says where the route is proved.
 */
export interface PersonRoute {
  readonly may: (standing: Standing) => boolean
  readonly ask: (person: string, known: { family: string }) => InjectOptions
}

const READ_SCHEDULE: Asked = { dataClass: 'C1', verb: 'r' }
const CALL: Asked = { dataClass: 'C1', verb: 'w', part: 'outreach' }
const WRITE_SCHEDULE: Asked = { dataClass: 'C1', verb: 'w' }
const SHARED_WEEK: Asked = { dataClass: 'C1', verb: 'r', part: 'shared-week' }
const READ_BILLING: Asked = { dataClass: 'C9', verb: 'r' }
const WRITE_BILLING: Asked = { dataClass: 'C9', verb: 'w' }
const READ_CONSENT: Asked = { dataClass: 'C10', verb: 'r', part: 'consent' }
const WRITE_CONSENT: Asked = { dataClass: 'C10', verb: 'w', part: 'consent' }
const ERASE: Asked = { dataClass: 'C12', verb: 'w', part: 'erasures' }
const mayLink = all({ dataClass: 'C1', verb: 'w', part: 'request' })

const get = (path: string) => (person: string) => ({ url: `/api/participants/${person}/${path}` })
const send =
  (method: 'POST' | 'PUT' | 'DELETE', path: string, payload: object = {}) =>
  (person: string) => ({
    method,
    url: `/api/participants/${person}/${path}`,
    payload,
  })
const BUSY = { start: '2026-12-01T17:00', end: '2026-12-01T18:00' }
const CONSENT = {
  kind: 'other',
  recipient: { name: 'Probation office' },
  classes: ['C1'],
  information: 'attendance',
  purpose: 'at my request',
  expiry: { on: '2099-12-31' },
  statements: ['may-revoke'],
  signature: 'Scene',
  signedOn: '2026-01-01',
}
const NOBODY_AS_COUNSELOR = { from: '2026-12-07', counselor: '0192f000-0000-7000-8000-0000000c0de0' }
const CONTACT = {
  version: 1,
  phone: '+1 555 0101',
  email: null,
  channel: 'phone',
  from: 540,
  until: 1020,
  leaveMessage: false,
  nameUs: false,
  language: 'en',
}
const WHY = { why: 'a reason made for a test' }

export const PERSON_ROUTES: Readonly<Record<string, PersonRoute | string>> = {
  'GET /api/participants/:participant/weeks/:weekStart': { may: all(READ_SCHEDULE), ask: get(`weeks/${SCENE_WEEK}`) },
  'GET /api/participants/:participant/weeks/:weekStart/hours': {
    may: all({ ...READ_SCHEDULE, part: 'hours-and-codes' }),
    ask: get(`weeks/${SCENE_WEEK}/hours`),
  },
  'GET /api/participants/:participant/coverage': { may: all(READ_BILLING), ask: get('coverage') },
  'POST /api/participants/:participant/coverage': {
    may: all(WRITE_BILLING),
    ask: send('POST', 'coverage', { pack: 'program-hours', from: '2020-01-06' }),
  },
  'POST /api/participants/:participant/papers': {
    may: all(WRITE_BILLING),
    ask: send('POST', 'papers', { kind: 'plan', from: '2020-01-06', until: null }),
  },
  'POST /api/participants/:participant/papers/:paper/withdrawal':
    'decided as recording one; hours/ledger.rows.test.ts takes one back',
  'GET /api/participants/:participant/arrival-code': { may: all(READ_SCHEDULE), ask: get('arrival-code') },
  'POST /api/participants/:participant/arrival-code': { may: mayLink, ask: send('POST', 'arrival-code') },
  'GET /api/participants/:participant/contact': {
    may: all({ dataClass: 'C0', verb: 'r' }),
    ask: get('contact'),
  },
  'PUT /api/participants/:participant/contact': {
    may: all({ dataClass: 'C0', verb: 'w' }, { dataClass: 'C0', verb: 'r' }),
    ask: send('PUT', 'contact', CONTACT),
  },
  'GET /api/participants/:participant/weeks/:weekStart/make-ups': {
    may: all(READ_SCHEDULE),
    ask: get(`weeks/${SCENE_WEEK}/make-ups`),
  },
  'GET /api/participants/:participant/weeks/:weekStart/make-ups/possible': {
    may: all(CALL),
    ask: get(`weeks/${SCENE_WEEK}/make-ups/possible`),
  },
  'POST /api/participants/:participant/weeks/:weekStart/make-ups':
    'decided as the possible ones, and needs one of them; outreach/outreach.routes.test.ts',
  'PUT /api/participants/:participant/make-ups/:makeUp/answer':
    'needs an offer the asker sees; outreach/outreach.routes.test.ts',
  'POST /api/series/:series/members/:participant/end':
    'decided as changing a series, and needs one; schedule/series.routes.test.ts',
  'PUT /api/sessions/:session/attendance/:participant':
    'decided as writing a schedule, or holding the session; hours/attended-week.routes.test.ts',
  'GET /api/participants/:participant/weeks/:weekStart/choices': {
    may: all(READ_SCHEDULE),
    ask: get(`weeks/${SCENE_WEEK}/choices`),
  },
  'POST /api/participants/:participant/weeks/:weekStart/choices': {
    may: mayLink,
    ask: send('POST', `weeks/${SCENE_WEEK}/choices`),
  },
  'POST /api/participants/:participant/weeks/:weekStart/choices/:choice/acceptance': {
    may: mayLink,
    ask: send('POST', `weeks/${SCENE_WEEK}/choices/0/acceptance`),
  },
  'POST /api/participants/:participant/obligations': {
    may: all(WRITE_SCHEDULE),
    ask: send('POST', 'obligations', BUSY),
  },
  'DELETE /api/participants/:participant/obligations/:obligation':
    'decided as adding one; schedule/repair-run.routes.test.ts takes one back',
  'POST /api/participants/:participant/obligations/:obligation/days-off':
    'decided as adding one; schedule/repair-run.routes.test.ts moves a shift',
  'DELETE /api/participants/:participant/days-off/:dayOff':
    'decided as adding one; schedule/repair-run.routes.test.ts takes a day off back',
  'GET /api/participants/:participant/week-notices': { may: all(READ_SCHEDULE), ask: get('week-notices') },
  'POST /api/participants/:participant/week-notices/:publication/answers':
    "needs a notice: schedule/repair-run.routes.test.ts answers one and is refused another person's",
  'POST /api/participants/:participant/feed': { may: mayLink, ask: send('POST', 'feed') },
  'DELETE /api/participants/:participant/feed': { may: mayLink, ask: send('DELETE', 'feed') },
  'GET /api/participants/:participant/consents': { may: all(READ_CONSENT), ask: get('consents') },
  'POST /api/participants/:participant/consents': { may: all(WRITE_CONSENT), ask: send('POST', 'consents', CONSENT) },
  'POST /api/participants/:participant/consents/:consent/revocation': {
    may: all(WRITE_CONSENT),
    // The scene's own consent has its person's id.
    ask: (person) => send('POST', `consents/${person}/revocation`)(person),
  },
  'GET /api/participants/:participant/sharing/preview': {
    may: all(SHARED_WEEK, WRITE_CONSENT),
    ask: get(`sharing/preview?weekStart=${SCENE_WEEK}&classes=C1`),
  },
  'GET /api/participants/:participant/disclosures': {
    may: all({ dataClass: 'C12', verb: 'r', part: 'disclosures' }),
    ask: get('disclosures'),
  },
  'GET /api/participants/:participant/access-log': {
    may: all({ dataClass: 'C12', verb: 'r', part: 'disclosures' }),
    ask: get('access-log'),
  },
  'GET /api/shared/:participant/weeks/:weekStart': {
    may: (standing) => standing.role === 'supporter' && all(SHARED_WEEK)(standing),
    ask: (person) => ({ url: `/api/shared/${person}/weeks/${SCENE_WEEK}` }),
  },
  'GET /api/participants/:participant/supporters': { may: all(READ_CONSENT), ask: get('supporters') },
  'PUT /api/participants/:participant/supporters/:account': {
    may: all(WRITE_CONSENT),
    ask: (person, { family }) => send('PUT', `supporters/${family}`, { called: 'Scene' })(person),
  },
  'GET /api/participants/:participant/notes': {
    // A name is known before notes are: whoever reaches neither gets the answer for nobody.
    may: all({ dataClass: 'C2', verb: 'r' }),
    ask: get('notes'),
  },
  'GET /api/participants/:participant/notes/:note': 'decided as writing one; note/single-note.routes.test.ts',
  'PUT /api/participants/:participant/notes/:note':
    'decided as writing C2, or holding the session; note/single-note.routes.test.ts',
  'POST /api/participants/:participant/notes/:note/signature':
    'decided as writing the note; note/single-note.routes.test.ts',
  'POST /api/participants/:participant/notes/:note/co-signature':
    'needs a note of the own team that waits; note/single-note.routes.test.ts',
  'POST /api/participants/:participant/notes/:note/returns': 'decided as the second signature',
  'GET /api/participants/:participant/counseling-notes': {
    may: all({ dataClass: 'C4', verb: 'r', authored: true }),
    ask: get('counseling-notes'),
  },
  'POST /api/participants/:participant/counseling-notes': {
    may: all({ dataClass: 'C4', verb: 'w', authored: true }),
    ask: send('POST', 'counseling-notes', { words: 'scene' }),
  },
  'GET /api/participants/:participant/check-in-words': {
    may: all({ dataClass: 'C5', verb: 'r' }),
    ask: get('check-in-words'),
  },
  'PUT /api/participants/:participant/check-in-words/:checkIn': {
    may: all({ dataClass: 'C5', verb: 'w' }),
    ask: (person) => send('PUT', `check-in-words/${person}`, { words: 'scene' })(person),
  },
  'GET /api/participants/:participant/collateral': { may: all({ dataClass: 'C7', verb: 'r' }), ask: get('collateral') },
  'POST /api/participants/:participant/collateral': {
    may: all({ dataClass: 'C7', verb: 'w', authored: true }),
    ask: send('POST', 'collateral', { words: 'scene' }),
  },
  // A counselor nobody knows: whoever may admit is told so, and nobody is admitted.
  'POST /api/participants/:participant/admission': {
    may: all({ dataClass: 'C0', verb: 'w' }),
    ask: send('POST', 'admission', NOBODY_AS_COUNSELOR),
  },
  'POST /api/participants/:participant/waiting-list/departure': {
    may: all({ dataClass: 'C0', verb: 'w' }),
    ask: send('POST', 'waiting-list/departure', { because: 'withdrew' }),
  },
  'POST /api/participants/:participant/legal-holds': { may: all(ERASE), ask: send('POST', 'legal-holds', WHY) },
  'GET /api/participants/:participant/erasure': { may: all(ERASE), ask: get('erasure') },
  // A hold stands by now: whoever may erase is told so, everybody else gets the answer for nobody.
  'POST /api/participants/:participant/erasure': { may: all(ERASE), ask: send('POST', 'erasure', WHY) },
  'POST /api/participants/:participant/invitation': {
    may: all({ dataClass: 'C0', verb: 'w' }),
    ask: send('POST', 'invitation'),
  },
  'POST /api/participants/:participant/supporters/:account/invitation':
    'decided as inviting the person; access/accounts.routes.test.ts invites one',
  'DELETE /api/participants/:participant/account': {
    may: all({ dataClass: 'C0', verb: 'w' }),
    ask: send('DELETE', 'account'),
  },
  'GET /api/participants/:participant/export.ndjson': {
    may: (standing) => standing.role === 'participant' && all(READ_SCHEDULE)(standing),
    ask: get('export.ndjson'),
  },
  'GET /api/shared/:participant/weeks/:weekStart/events':
    'a stream without an end; schedule/withdrawn-rights.routes.test.ts',
  'POST /api/participants/:participant/counseling-notes/:note/versions':
    'decided as writing a note; sealed-words.routes.test.ts amends one',
  'POST /api/participants/:participant/legal-holds/:hold/lifting':
    'decided as putting a hold; sealed-words.routes.test.ts lifts one',
  'DELETE /api/participants/:participant/supporters/:account':
    'decided as linking; sealed-words.routes.test.ts ends a link',
}

/** A function the app role may call about a person: an expression that is true when it gives or does something. */
export interface PersonFunction {
  readonly may: (standing: Standing) => boolean
  /** `:p` is the person. */
  readonly gives: string
}

export const PERSON_FUNCTIONS: Readonly<Record<string, PersonFunction | string>> = {
  'evenkeel.shared_week': {
    may: all(SHARED_WEEK),
    gives: `EXISTS (SELECT FROM evenkeel.shared_week(:p, '${SCENE_WEEK}'))`,
  },
  'evenkeel.seats_since': {
    may: all(READ_SCHEDULE),
    gives: "EXISTS (SELECT FROM evenkeel.seats_since(:p, '2000-01-01'))",
  },
  'evenkeel.entries_of_week': {
    may: all({ ...READ_SCHEDULE, part: 'hours-and-codes' }),
    gives: `EXISTS (SELECT FROM evenkeel.entries_of_week(:p, '${SCENE_WEEK}'))`,
  },
  'evenkeel.shared_with_me': {
    may: (standing) => standing.role === 'supporter' && named(standing),
    gives: 'EXISTS (SELECT FROM evenkeel.shared_with_me() s WHERE s.participant_id = :p)',
  },
  'evenkeel.supported_by_me': {
    may: all({ dataClass: 'C7', verb: 'w', authored: true }),
    gives: 'EXISTS (SELECT FROM evenkeel.supported_by_me() s WHERE s.participant_id = :p)',
  },
  'evenkeel.expected_at_door': 'a tablet at the door alone; attendance/kiosk.routes.test.ts',
  'evenkeel.names_in_my_sessions': 'names in the own sessions alone; note/group-note.routes.test.ts',
  'sec.may': { may: all(READ_SCHEDULE), gives: `sec.may('C1', 'r', '', :p)` },
  'auth.has_feed': { may: all(READ_SCHEDULE), gives: 'auth.has_feed(:p)' },
  'auth.close_feed': { may: mayLink, gives: 'auth.close_feed(:p)' },
  'auth.open_feed': {
    may: mayLink,
    gives: `auth.open_feed(gen_random_uuid(), :p, sha256(gen_random_uuid()::text::bytea))`,
  },
  'auth.open_supporter': { may: all(WRITE_CONSENT), gives: `auth.open_supporter(gen_random_uuid(), :p, 'scene')` },
  'auth.invite_participant': {
    may: all({ dataClass: 'C0', verb: 'w' }),
    gives: `auth.invite_participant(:p, gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), now())`,
  },
  'auth.invite_supporter': 'finds the consent first; access/accounts.routes.test.ts',
  'auth.close_participant_account': 'finds the account first; the route is decided above',
  'audit.access_log': 'the route is decided above; audit/audit.routes.test.ts',
  'audit.search': 'the privacy officer alone; audit/audit.routes.test.ts',
  'audit.without_reason': 'the privacy officer alone; audit/audit.routes.test.ts',
  'sec.next_hours_due': 'the ledger alone: whose week has to be counted; hours/attended-week.routes.test.ts',
  'sec.is_erased': 'whether a person was erased, no word of them; sealed-words.routes.test.ts',
  'sec.keep_sealed_key': 'a wrapped key opens nothing by itself; sealed-words.routes.test.ts',
  'sec.sealed_key_of': 'a wrapped key opens nothing by itself; sealed-words.routes.test.ts',
  'sec.shred': 'the route is decided above; sealed-words.routes.test.ts',
  'auth.find_session': 'sign-in: whoever has the token',
  'auth.find_feed': 'whoever has the secret address',
  'auth.put_account': 'import and set-up alone',
}

/** A supporter learns who shares with them while any consent in force names them. */
function named({ relation, consentState }: Standing): boolean {
  return relation !== 'blocked' && (consentState === 'in-force' || consentState === 'other')
}
