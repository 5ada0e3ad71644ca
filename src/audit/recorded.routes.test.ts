import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POLICIES } from '../access/policy.ts'
import { ROOT } from '../kernel/surroundings.ts'
import { type AuditedApp, openAuditedApp, type Readers, WEEK } from './test-audited-app.ts'

let app: AuditedApp
let who: Readers
beforeAll(async () => {
  app = await openAuditedApp()
  who = app.who
})
afterAll(() => app.close())

const UNKNOWN = '0192f000-0000-7000-8000-000000000000'

/** Who asks for each route that reads records; `:participant` is Dana, to the counselor somebody of the own caseload. */
const READS: Record<string, (keyof Readers)[]> = {
  '/api/weeks/:weekStart/board': ['desk', 'counselor', 'officer'],
  '/api/weeks/:weekStart/notices': ['desk'],
  '/api/weeks/:weekStart/publication/changes': ['desk'],
  '/api/participants/:participant/week-notices': ['desk', 'counselor', 'dana', 'officer'],
  '/api/weeks/:weekStart/figures': ['desk', 'director'],
  '/api/weeks/:weekStart/waiting-list': ['desk'],
  '/api/weeks/:weekStart/pins': ['desk'],
  '/api/participants/:participant/weeks/:weekStart': ['desk', 'counselor', 'dana', 'officer'],
  '/api/today': ['desk', 'counselor'],
  '/api/participants/:participant/arrival-code': ['desk', 'counselor', 'dana', 'officer'],
  '/api/kiosks': ['desk'],
  '/api/participants/:participant/weeks/:weekStart/hours': ['desk', 'counselor', 'dana', 'officer'],
  '/api/participants/:participant/weeks/:weekStart/choices': ['desk', 'counselor', 'dana', 'officer'],
  '/api/participants/:participant/weeks/:weekStart/make-ups': ['desk', 'counselor', 'dana', 'officer'],
  '/api/participants/:participant/weeks/:weekStart/make-ups/possible': ['desk', 'counselor'],
  '/api/weeks/:weekStart/forecast': ['desk', 'counselor'],
  '/api/participants/:participant/coverage': ['dana'],
  '/api/my-day': ['counselor'],
  '/api/reviews-due': ['desk', 'counselor'],
  '/api/weeks/:weekStart/center': ['director'],
  '/api/series': ['desk', 'counselor'],
  '/api/outreach': ['desk', 'counselor'],
  '/api/participants/:participant/contact': ['desk', 'counselor', 'dana', 'officer'],
  '/api/participants/:participant/access-log': ['dana', 'officer'],
  '/api/participants/:participant/consents': ['desk', 'counselor', 'dana'],
  '/api/participants/:participant/disclosures': ['dana'],
  '/api/participants/:participant/check-in-words': ['dana', 'counselor'],
  '/api/participants/:participant/notes': ['counselor', 'dana'],
  '/api/participants/:participant/counseling-notes': ['counselor'],
  '/api/participants/:participant/collateral': ['counselor'],
  '/api/participants/:participant/erasure': ['officer'],
  '/api/audit/entries': ['officer'],
  '/api/audit/accesses-without-reason': ['officer'],
  '/api/access-blocks': ['officer'],
  '/api/week-requests': ['desk', 'counselor'],
  '/api/other-times': ['desk', 'counselor'],
  '/api/break-glass': ['officer'],
  '/api/break-glass/own': ['counselor'],
  '/api/participants/:participant/supporters': ['desk'],
  '/api/shared': ['supporter'],
  '/api/supported': ['supporter'],
}

/** Reads that look different: proved below, or nobody's record. */
const ELSEWHERE: Record<string, string> = {
  '/api/attendance-rules': 'the same for everybody, nobody in it',
  '/api/waiting-list/form': 'sites and services, nobody in it',
  '/api/choice-rails': 'the same for everybody, nobody in it',
  '/api/payer-packs': 'payers and their rules, nobody in it',
  '/api/weeks/:weekStart/eligible-days': 'asks as the biller: hours/ledger.rows.test.ts',
  '/api/audit/entries.csv': 'a file, below',
  '/api/messages': 'empty until something is sent; message/message.rows.test.ts',
  '/api/demo/people': 'nobody signed in, invented people',
  '/api/participants/:participant/export.ndjson': 'a file in pieces, below',
  '/api/participants/:participant/sharing/preview': 'asks for more than the address, below',
  '/api/team': 'sessions and staff, no participant; now/now.routes.test.ts',
  '/api/notes/unsigned': 'needs a session one held; note/single-note.routes.test.ts',
  '/api/notes/co-signatures': 'needs a note that waits; note/single-note.routes.test.ts',
  '/api/participants/:participant/notes/:note': 'one being written; note/single-note.routes.test.ts',
  '/api/plan-runs/:run': 'counts only',
  '/api/sessions/:session/group-note': 'needs a session one holds; note/group-note.routes.test.ts',
  '/api/lab-runs/:run': 'needs a run, schedule/lab.routes.test.ts',
  '/api/plan-runs/:run/proposals': 'needs a repair: schedule/repair-run.routes.test.ts',
  '/api/weeks/:weekStart/proposals/:proposal/diff': 'needs a proposal: schedule/move.routes.test.ts',
  '/api/weeks/:weekStart/sessions/:session/moves': 'needs a session: schedule/move.routes.test.ts',
  '/api/weeks/:weekStart/changes': 'staff and rooms, no participant',
  '/api/shared/:participant/weeks/:weekStart': 'needs a consent, below',
  '/api/shared/:participant/weeks/:weekStart/events': 'a stream: its opening is recorded',
  '/api/kiosk': 'nobody signed in, and nobody named; attendance/kiosk.routes.test.ts',
  '/api/today/events':
    'a stream: its opening is recorded with everybody it will tell of; attendance/kiosk.routes.test.ts',
  '/api/weeks/:weekStart/board.csv': 'a file, below',
  '/api/weeks/:weekStart/lab': 'counts only',
  '/api/weeks/:weekStart/events': 'a stream: its opening is recorded, and it tells of weeks, not people',
}

describe('every read of records', () => {
  const routes = Object.entries(READS).flatMap(([route, readers]) => readers.map((reader) => ({ route, reader })))

  it.each(routes)(
    '$route by $reader leaves one entry that names whose rows were given out',
    async ({ route, reader }) => {
      const person = reader === 'counselor' ? app.ofCounselor : who.dana.participantId!
      const url = route.replace(':participant', person).replace(':weekStart', WEEK)
      let body: unknown
      const left = await app.entriesOf(async () => {
        const reply = await app.ask(who[reader], { url })
        expect([url, reply.status]).toEqual([url, 200])
        body = reply.body
      })
      expect(left).toHaveLength(1)
      const named = new Set([...app.namedIn(body), ...(route.includes(':participant') ? [person] : [])])
      expect(left[0]).toMatchObject({
        actor: who[reader].actor.uid,
        role: who[reader].actor.role,
        verb: 'read',
        outcome: 'done',
        people: [...named].toSorted(),
      })
      expect(POLICIES).toHaveProperty([left[0]!.what])
    },
  )

  it('stands in one of the two lists', () => {
    const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.routes.ts'),
    )
    const found = files.flatMap((path) =>
      [...readFileSync(join(ROOT, 'src', path), 'utf8').matchAll(/app\.get\(\s*'(\/api\/[^']+)'/g)].map(
        (match) => match[1]!,
      ),
    )
    const aboutSignIn = /^\/api\/(accounts|sessions?|sign-ins|passkeys|credentials|password|email)\b/
    const listed = [...Object.keys(READS), ...Object.keys(ELSEWHERE)]
    expect(found.length).toBeGreaterThan(10)
    expect(found.filter((route) => !listed.includes(route) && !aboutSignIn.test(route))).toEqual([])
  })

  it('as a file names the same people', async () => {
    const [entry, ...more] = await app.entriesOf(() => app.ask(who.desk, { url: `/api/weeks/${WEEK}/board.csv` }))
    const board = (await app.ask(who.desk, { url: `/api/weeks/${WEEK}/board` })).body
    expect(more).toEqual([])
    expect(entry!.people).toEqual(app.namedIn(board.people))
    const dana = who.dana.participantId!
    const own = { url: `/api/participants/${dana}/export.ndjson`, headers: { cookie: `evenkeel=${who.dana.token}` } }
    const pieces = await app.entriesOf(() => app.app.inject(own))
    expect(pieces.length).toBeGreaterThan(0)
    for (const piece of pieces) expect(piece).toMatchObject({ what: 'record.export', people: [dana] })
  })

  it('by a supporter names the person who allowed it', async () => {
    const dana = who.dana.participantId!
    const url = `/api/participants/${dana}`
    const form = {
      kind: 'supporter',
      recipient: { name: 'my mother', account: who.supporter.actor.uid },
      classes: ['C1'],
      information: 'when I have appointments',
      purpose: 'at the request of the patient',
      expiry: { on: '2027-11-23' },
      statements: ['may-revoke'],
      signature: 'Dana',
    }
    const asked = { method: 'POST' as const, url: `${url}/consents`, payload: form }
    const given = await app.entriesOf(async () => expect((await app.ask(who.dana, asked)).body).toHaveProperty('id'))
    expect(given).toEqual([expect.objectContaining({ what: 'consent.give', verb: 'write', people: [dana] })])
    for (const [reader, path] of [
      ['dana', `${url}/sharing/preview?weekStart=${WEEK}&classes=C1`],
      ['supporter', `/api/shared/${dana}/weeks/${WEEK}`],
    ] as const) {
      const left = await app.entriesOf(async () => expect((await app.ask(who[reader], { url: path })).status).toBe(200))
      expect(left).toEqual([
        expect.objectContaining({ actor: who[reader].actor.uid, verb: 'read', outcome: 'done', people: [dana] }),
      ])
    }
  })

  it('through a calendar link names the person', async () => {
    const made = await app.ask(who.dana, {
      method: 'POST',
      url: `/api/participants/${who.dana.participantId}/feed`,
      payload: {},
    })
    const path = new URL(made.body.url).pathname
    const left = await app.entriesOf(() => app.ask(null, { url: path }))
    expect(left).toEqual([expect.objectContaining({ role: 'feed', people: [who.dana.participantId], verb: 'read' })])
  })
})

describe('every write', () => {
  it('leaves its entry, and none when it is refused for a reason of the schedule', async () => {
    const url = `/api/participants/${who.dana.participantId}/obligations`
    const span = { start: '2026-12-08T17:00', end: '2026-12-08T18:00' }
    const [entry, ...more] = await app.entriesOf(() => app.ask(who.desk, { method: 'POST', url, payload: span }))
    expect(more).toEqual([])
    expect(entry).toMatchObject({
      verb: 'write',
      outcome: 'done',
      what: 'obligation.add',
      people: [who.dana.participantId],
    })
    const swapped = { start: span.end, end: span.start }
    expect(await app.entriesOf(() => app.ask(who.desk, { method: 'POST', url, payload: swapped }))).toEqual([])
  })
})

describe('what is denied', () => {
  it.each<[string, keyof Readers, () => string]>([
    ['by the policy', 'director', () => `/api/weeks/${WEEK}/board`],
    ['by the rows', 'dana', () => `/api/participants/${app.ofCounselor}/weeks/${WEEK}`],
    ['because there is no such person', 'dana', () => `/api/participants/${UNKNOWN}/weeks/${WEEK}`],
  ])('%s is on record', async (_name, reader, url) => {
    const left = await app.entriesOf(async () => expect((await app.ask(who[reader], { url: url() })).status).toBe(404))
    const person = /participants\/([^/]+)/.exec(url())?.[1]
    expect(left).toEqual([
      expect.objectContaining({ outcome: 'denied', actor: who[reader].actor.uid, people: person ? [person] : [] }),
    ])
  })

  it('is on record for a reason that only counselors may write, and the write is gone', async () => {
    const payload = { start: '2026-12-09T17:00', end: '2026-12-09T18:00', why: 'court' }
    const url = `/api/participants/${who.dana.participantId}/obligations`
    const left = await app.entriesOf(() => app.ask(who.desk, { method: 'POST', url, payload }))
    expect(left).toEqual([
      expect.objectContaining({ outcome: 'denied', verb: 'write', people: [who.dana.participantId] }),
    ])
    expect(JSON.stringify(left)).not.toContain('court')
  })

  it('is on record for half a session and for a locked one, in the name of whose it is', async () => {
    const { actor, token } = await app.signIn('director')
    const asked: [string, { method: 'POST' | 'DELETE' | 'GET'; url: string }, number][] = [
      ['enrolment_due = true', { method: 'DELETE', url: `/api/sessions/${UNKNOWN}` }, 404],
      ['locked_at = now()', { method: 'POST', url: '/api/session/re-entry/options' }, 404],
      ['locked_at = now()', { method: 'GET', url: '/api/accounts' }, 401],
    ]
    for (const [state, request, status] of asked) {
      await app.owner.query(`UPDATE auth.session SET enrolment_due = false, locked_at = NULL WHERE id = $1`, [
        actor.session,
      ])
      await app.owner.query(`UPDATE auth.session SET ${state} WHERE id = $1`, [actor.session])
      const left = await app.entriesOf(async () => expect((await app.ask({ token }, request)).status).toBe(status))
      expect([request.url, left]).toEqual([
        request.url,
        [expect.objectContaining({ outcome: 'denied', actor: actor.uid, session: actor.session, role: 'sign-in' })],
      ])
    }
    const byTimer = { url: '/api/accounts', headers: { 'evenkeel-background': '1' } }
    expect(await app.entriesOf(() => app.ask({ token }, byTimer))).toEqual([])
  })

  it('is on record for a session that ends while it asks', async () => {
    const { actor, token } = await app.signIn('front-desk')
    const person = who.dana.participantId!
    const other = new pg.Client({ ...app.center.owner, options: '-c search_path=evenkeel,public' })
    await other.connect()
    await other.query('SET ROLE evenkeel_owner; BEGIN; LOCK TABLE participant')
    const left = await app.entriesOf(async () => {
      const asked = app.ask({ token }, { url: `/api/participants/${person}/weeks/${WEEK}` })
      await expect
        .poll(async () => (await other.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount)
        .toBeGreaterThan(0)
      await other.query('UPDATE auth.session SET revoked_at = now() WHERE id = $1', [actor.session])
      await other.query('COMMIT')
      expect((await asked).status).toBe(404)
    })
    await other.end()
    expect(left).toContainEqual(
      expect.objectContaining({ outcome: 'denied', actor: actor.uid, people: [person], role: 'sign-in' }),
    )
  })

  it('at the door is on record without a name', async () => {
    const payload = { token: 'x'.repeat(43) }
    const left = await app.entriesOf(() =>
      app.ask(null, { method: 'POST', url: '/api/invitations/acceptance', payload }),
    )
    expect(left).toEqual([
      expect.objectContaining({ actor: null, role: 'nobody', outcome: 'denied', people: [], chain: 16 }),
    ])
  })
})
