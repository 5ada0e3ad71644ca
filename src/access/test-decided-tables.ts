import type { DataClass, Part, Verb } from './matrix.ts'

/**
 * What was decided about every table of schema evenkeel; authorization.routes.test.ts fails on a table that is not here.
 * A table of a person is decided by `decide` for its class; the exceptions are named.
 */
export interface PersonTable {
  /** As in the table's comment. */
  readonly dataClass: DataClass
  readonly part?: Part
  readonly writePart?: Part
  /** Who may insert besides the matrix's word: only those who reach all, or nobody. */
  readonly writes?: 'all' | 'nobody'
  /** The column that says who wrote the row, where the matrix says `own`. */
  readonly author?: string
  /** Columns an insert must fill for its policy to look at them, as SQL. */
  readonly fill?: Readonly<Record<string, string>>
  /** A column that may change, as SQL; `nobody` where the change is decided by another rule, tested apart. */
  readonly change?: string
  readonly deletes?: 'all'
  /** Rows of everybody in the scene; `scene` has participant_id, n and near (scheduled today), `:c` is the center. */
  readonly seed?: string
  /** The rows that prove reading, where the table holds others besides. */
  readonly only?: string
}

const UID = 'sec.uid()'
const MADE_BEFORE = "'2020-01-01'"

export const PERSON_TABLES: Readonly<Record<string, PersonTable>> = {
  participant: { dataClass: 'C0', change: 'chosen_name = chosen_name', only: "code LIKE 'scene/%'" },
  episode: { dataClass: 'C1', change: 'discharged_on = discharged_on' },
  participant_site: {
    dataClass: 'C1',
    change: 'position = position',
    deletes: 'all',
    seed: `SELECT :c, participant_id, (SELECT min(id::text)::uuid FROM site), 1, 0 FROM scene`,
  },
  caseload: {
    dataClass: 'C1',
    change: 'until_date = until_date',
    seed: `SELECT :c, participant_id, gen_random_uuid(), (SELECT id FROM staff WHERE code = 'alvarez'), 'own', ${MADE_BEFORE}, NULL FROM scene`,
  },
  prescription: {
    dataClass: 'C1',
    seed: `SELECT :c, participant_id, participant_id, ${MADE_BEFORE}, 540, 240, NULL, 0, 'none', false, NULL, now() FROM scene`,
  },
  prescribed_service: {
    dataClass: 'C1',
    seed: `SELECT :c, participant_id, participant_id, (SELECT min(id::text)::uuid FROM service), 1 FROM scene`,
  },
  family_time: {
    dataClass: 'C1',
    change: 'block_id = block_id',
    deletes: 'all',
    seed: `SELECT :c, participant_id, (SELECT min(id::text)::uuid FROM block) FROM scene`,
  },
  obligation: {
    dataClass: 'C1',
    change: 'withdrawn_at = withdrawn_at',
    seed: `SELECT :c, participant_id, participant_id, 'screen', 'scene', 1, 600, 660 FROM scene`,
  },
  obligation_reason: {
    dataClass: 'C5',
    part: 'busy-reasons',
    seed: `SELECT :c, participant_id, participant_id, 'scene' FROM scene`,
  },
  calendar_coverage: {
    dataClass: 'C1',
    change: 'file_hash = file_hash',
    seed: `SELECT :c, participant_id, ${MADE_BEFORE}, ${MADE_BEFORE}, 'scene', now() FROM scene`,
  },
  import_warning: {
    dataClass: 'C1',
    change: 'superseded_at = superseded_at',
    seed: `SELECT :c, gen_random_uuid(), (SELECT min(id::text)::uuid FROM import_run), participant_id, 'scene.csv', 1, 'x', 'scene', 'scene', NULL FROM scene`,
  },
  seat: {
    dataClass: 'C1',
    writes: 'all',
    change: 'withdrawn_at = withdrawn_at',
    seed: `SELECT :c, s.participant_id, one.id, :week, one.starts_at, one.ends_at, now(), NULL FROM scene s
      JOIN session one ON one.center_id = :c AND one.week_start = :week AND (one.starts_at > ${MADE_BEFORE}::date + 366) = s.near`,
  },
  shortfall: {
    dataClass: 'C1',
    writes: 'all',
    seed: `SELECT :c, participant_id, (SELECT id FROM publication WHERE week_start = :week), (SELECT min(id::text)::uuid FROM service), 1, 'choice', '[]' FROM scene`,
  },
  attendance_mark: {
    dataClass: 'C1',
    fill: { marked_by: UID },
    seed: `SELECT :c, s.participant_id, gen_random_uuid(), t.session_id, 'here', NULL, NULL, 'board', NULL, NULL, now(), :somebody, 'Somebody'
      FROM scene s JOIN seat t ON t.center_id = :c AND t.participant_id = s.participant_id`,
  },
  arrival_code: {
    dataClass: 'C1',
    writePart: 'request',
    change: 'withdrawn_at = withdrawn_at',
    seed: `SELECT :c, participant_id, gen_random_uuid(), lpad((row_number() OVER ())::text, 6, '0'), now(), NULL FROM scene`,
  },
  contact: {
    dataClass: 'C0',
    fill: { recorded_by: UID },
    seed: `SELECT :c, participant_id, 1, '+1 555 0100', NULL, 'phone', 540, 1020, true, false, 'en', ${MADE_BEFORE}, ${MADE_BEFORE}, :somebody, 'Somebody' FROM scene`,
  },
  message: {
    dataClass: 'C1',
    writePart: 'outreach',
    fill: { queued_by: UID },
    change: 'tries = tries',
    seed: `SELECT :c, participant_id, gen_random_uuid(), 'missed', participant_id, NULL, now(), :somebody, 'Somebody', now(), 'queued', NULL, now(), 0, NULL, NULL FROM scene`,
  },
  outreach_task: {
    dataClass: 'C1',
    writes: 'all',
    seed: `SELECT :c, s.participant_id, s.participant_id, t.session_id, 'unmarked', now()
      FROM scene s CROSS JOIN LATERAL (SELECT session_id FROM seat WHERE center_id = :c AND participant_id = s.participant_id LIMIT 1) t`,
  },
  outreach_attempt: {
    dataClass: 'C1',
    writePart: 'outreach',
    fill: { attempted_by: UID },
    seed: `SELECT :c, participant_id, gen_random_uuid(), participant_id, 'no-answer', now(), :somebody, 'Somebody'
      FROM outreach_task WHERE participant_id IN (SELECT participant_id FROM scene)`,
  },
  make_up: {
    dataClass: 'C1',
    writePart: 'outreach',
    fill: { offered_by: UID },
    seed: `SELECT :c, participant_id, participant_id, (SELECT min(id::text)::uuid FROM session), :week, now(), :somebody, 'Somebody' FROM scene`,
  },
  make_up_answer: {
    dataClass: 'C1',
    writes: 'all',
    seed: `SELECT :c, participant_id, participant_id, 'accepted', now(), :somebody, 'Somebody' FROM scene`,
  },
  ledger_entry: {
    dataClass: 'C1',
    part: 'hours-and-codes',
    writes: 'nobody',
    seed: `SELECT :c, participant_id, gen_random_uuid(), :week, 'prescribed', 'week', NULL, 540, 'dose', 0, '{}', NULL, now() FROM scene`,
  },
  coverage: {
    dataClass: 'C9',
    seed: `SELECT :c, participant_id, gen_random_uuid(), 'program-hours', ${MADE_BEFORE}, now(), :somebody FROM scene`,
  },
  payer_paper: {
    dataClass: 'C9',
    change: 'withdrawn_at = withdrawn_at',
    seed: `SELECT :c, participant_id, gen_random_uuid(), 'plan', ${MADE_BEFORE}, NULL, now(), :somebody, NULL FROM scene`,
  },
  progress_note: {
    dataClass: 'C2',
    fill: { author_id: UID },
    seed: `SELECT :c, participant_id, participant_id, 1, NULL, NULL, 'individual', 'DAP', '{}', '{}', NULL, :somebody, 'Somebody', now() FROM scene`,
    only: 'author_id = :somebody',
  },
  note_return: {
    dataClass: 'C2',
    writePart: 'co-sign',
    fill: { returned_by: UID },
    seed: `SELECT :c, participant_id, gen_random_uuid(), participant_id, 'a return made for a test', :somebody, 'Somebody', now() FROM scene`,
  },
  note_signature: {
    dataClass: 'C2',
    part: 'signatures',
    writePart: 'co-sign',
    fill: { signed_by: UID },
    seed: `SELECT :c, participant_id, gen_random_uuid(), participant_id, 1, NULL, 'author', :somebody, 'Somebody', sha256('x'), now(), false, 2 FROM scene`,
    only: 'signed_by = :somebody',
  },
  waiting_list_entry: {
    dataClass: 'C1',
    change: 'since = since',
    seed: `SELECT :c, participant_id, participant_id, ${MADE_BEFORE}, now(), NULL, NULL, NULL FROM scene`,
  },
  lab_place: {
    dataClass: 'C1',
    writes: 'all',
    seed: `SELECT :c, participant_id, (SELECT min(id::text)::uuid FROM lab_run), 1, 540 FROM scene`,
  },
  week_offer: {
    dataClass: 'C1',
    writePart: 'request',
    seed: `SELECT :c, participant_id, participant_id, :week, (SELECT id FROM publication WHERE week_start = :week), now(), 'scene', ${MADE_BEFORE}, '{"frozenBefore": "2020-01-06T00:00", "sessions": [], "figures": {"countedMinutes": 0, "trips": 0}}', '[]', NULL FROM scene`,
  },
  week_request: {
    dataClass: 'C1',
    writePart: 'request',
    seed: `SELECT :c, participant_id, participant_id, :week, participant_id, 1, now(), 'scene', '[1]', NULL, now(), 'scene', 'no', NULL FROM scene`,
  },
  pin: {
    dataClass: 'C1',
    change: 'removed_at = removed_at',
    seed: `SELECT :c, participant_id, participant_id, :week, (SELECT min(id::text)::uuid FROM service), CAST(:week AS date) + time '10:00', NULL, (SELECT min(id::text)::uuid FROM site), false, now(), 'scene', NULL, NULL FROM scene`,
  },
  series_member: {
    dataClass: 'C1',
    change: 'until_day = until_day',
    seed: `SELECT :c, participant_id, participant_id, (SELECT min(id::text)::uuid FROM series), CAST(:week AS date), NULL, now(), 'scene', NULL, NULL FROM scene`,
  },
  obligation_day_off: {
    dataClass: 'C1',
    change: 'withdrawn_at = withdrawn_at',
    // The scene's own obligation has its person's id.
    seed: `SELECT :c, participant_id, gen_random_uuid(), participant_id, ${MADE_BEFORE}, 'scene', now(), NULL FROM scene`,
  },
  week_notice: {
    dataClass: 'C1',
    writes: 'all',
    seed: `SELECT :c, participant_id, (SELECT id FROM publication WHERE week_start = :week), :week, '[{}]', ${MADE_BEFORE}, now(), NULL FROM scene`,
  },
  week_notice_answer: {
    dataClass: 'C1',
    writePart: 'request',
    fill: { answered_by: UID },
    seed: `SELECT :c, participant_id, gen_random_uuid(), (SELECT id FROM publication WHERE week_start = :week), 'seen', :somebody, now() FROM scene`,
    only: 'answered_by = :somebody',
  },
  week_notice_reply: {
    dataClass: 'C1',
    seed: `SELECT center_id, participant_id, id, NULL, 'scene', now() FROM week_notice_answer WHERE center_id = :c AND answered_by = :somebody`,
  },
  consent: {
    dataClass: 'C10',
    part: 'consent',
    fill: { recorded_by: UID, method: `CASE sec.role() WHEN 'participant' THEN 'electronic' ELSE 'paper' END` },
    seed: `SELECT :c, participant_id, participant_id, 'other', NULL, 'Scene', 'scene', ARRAY['C1'], now(), '2099-12-31', '2100-01-01', NULL, 'paper', :document, sha256(convert_to(:document, 'UTF8')), ${MADE_BEFORE}, 'Scene', now(), :somebody FROM scene`,
    only: 'id = participant_id',
  },
  consent_revocation: {
    dataClass: 'C10',
    part: 'consent',
    fill: { revoked_by: UID },
    seed: `SELECT :c, participant_id, participant_id, 'revoked', now(), :somebody, 'Somebody' FROM scene`,
    only: 'consent_id = participant_id',
  },
  disclosure: {
    dataClass: 'C12',
    part: 'disclosures',
    fill: { disclosed_by: UID },
    seed: `SELECT :c, participant_id, gen_random_uuid(), now(), 'Scene', 'scene', ARRAY['C1'], NULL, NULL, 'scene', sha256('x'), 'x', :somebody FROM scene`,
  },
  access_block: {
    dataClass: 'C12',
    part: 'blocks',
    fill: { set_by: UID },
    change: 'lifted_at = lifted_at',
    seed: `SELECT :c, participant_id, gen_random_uuid(), :somebody, 'vip', now(), :somebody, NULL FROM scene`,
    only: 'account_id = :somebody',
  },
  break_glass: {
    dataClass: 'C12',
    part: 'disclosures',
    writePart: 'break-glass',
    fill: { account_id: UID },
    seed: `SELECT :c, participant_id, participant_id, :somebody, 'Somebody', 'an emergency made for a test', now(), now(), now() FROM scene`,
    only: 'account_id = :somebody',
  },
  break_glass_review: {
    dataClass: 'C12',
    part: 'reviews',
    fill: { reviewed_by: UID },
    seed: `SELECT :c, participant_id, participant_id, 'justified', '', now(), :somebody, 'Somebody' FROM scene`,
  },
  supporter: {
    dataClass: 'C10',
    part: 'consent',
    fill: { linked_by: UID, account_id: ':supporter' },
    change: 'ended_at = ended_at',
    seed: `SELECT :c, participant_id, :somebody, '', :somebody, now(), NULL FROM scene`,
    only: 'account_id = :somebody',
  },
  counseling_note: {
    dataClass: 'C4',
    author: 'author_id',
    fill: { author_id: UID },
    seed: `SELECT :c, scene.participant_id, gen_random_uuid(), 1, NULL, one.id, decode(repeat('00', 40), 'hex'), now() FROM scene, auth.account one WHERE one.code LIKE 'scene/%'`,
  },
  check_in_words: {
    dataClass: 'C5',
    fill: { recorded_by: UID },
    seed: `SELECT :c, participant_id, gen_random_uuid(), :somebody, decode(repeat('00', 40), 'hex'), now() FROM scene`,
  },
  collateral: {
    dataClass: 'C7',
    fill: { told_by: UID },
    seed: `SELECT :c, participant_id, gen_random_uuid(), :somebody, decode(repeat('00', 40), 'hex'), now() FROM scene`,
  },
  legal_hold: {
    dataClass: 'C12',
    part: 'erasures',
    seed: `SELECT :c, participant_id, gen_random_uuid(), 'a hold made for a test', :somebody, now(), NULL, NULL FROM scene`,
    fill: { put_by: UID },
    change: 'lifted_by = sec.uid(), lifted_at = now()',
  },
  // Last: an erasure closes what is sealed.
  erasure: {
    dataClass: 'C12',
    part: 'erasures',
    writes: 'nobody',
    seed: `SELECT :c, participant_id, NULL, NULL, 'an erasure made for a test', :somebody, now() FROM scene`,
  },
}

type Readers = 'everybody' | 'staff' | 'set-up' | 'nobody' | readonly [DataClass, Verb, Part?]

/** Tables that hold nobody's rows one by one: configuration, and whole weeks by ids. */
export const CENTER_TABLES: Readonly<Record<string, { readonly reads: Readers; readonly writes: Readers }>> = {
  center: { reads: 'everybody', writes: 'set-up' },
  site: { reads: 'everybody', writes: 'set-up' },
  room: { reads: 'everybody', writes: 'set-up' },
  block: { reads: 'everybody', writes: 'set-up' },
  service: { reads: 'everybody', writes: 'set-up' },
  staff: { reads: 'everybody', writes: 'set-up' },
  curriculum_topic: { reads: 'staff', writes: 'set-up' },
  program_template: { reads: 'staff', writes: 'set-up' },
  staff_license: { reads: 'staff', writes: 'set-up' },
  duty: { reads: 'staff', writes: 'set-up' },
  import_run: { reads: ['C12', 'r', 'imports'], writes: ['C12', 'w', 'imports'] },
  plan_run: { reads: ['C1', 'r'], writes: ['C1', 'w'] },
  lab_run: { reads: ['C1', 'r', 'aggregate'], writes: ['C1', 'w'] },
  week_proposal: { reads: ['C1', 'r'], writes: ['C1', 'w'] },
  staff_absence: { reads: ['C1', 'r'], writes: ['C1', 'w'] },
  room_closure: { reads: ['C1', 'r'], writes: ['C1', 'w'] },
  series: { reads: ['C1', 'r', 'timetable'], writes: ['C1', 'w'] },
  series_version: { reads: ['C1', 'r', 'timetable'], writes: ['C1', 'w'] },
  series_exception: { reads: ['C1', 'r', 'timetable'], writes: ['C1', 'w'] },
  proposal_rejection: { reads: ['C1', 'r'], writes: ['C1', 'w'] },
  // That a week is published is no secret inside the center.
  publication: { reads: 'everybody', writes: ['C1', 'w'] },
  attendance_rule: { reads: 'everybody', writes: ['C1', 'w', 'outreach'] },
  choice_rails: { reads: 'everybody', writes: ['C1', 'w', 'outreach'] },
  // Of oneself and, for supervisors, of staff of their own site: the row is of neither for anybody who asks, and the row of
  // nobody is written by none (single-note.routes.test.ts has those who may).
  co_signature_rule: { reads: 'nobody', writes: 'nobody' },
  kiosk: { reads: ['C1', 'w'], writes: ['C1', 'w'] },
  payer_pack: { reads: 'everybody', writes: ['C9', 'w', 'packs'] },
  service_break: { reads: 'everybody', writes: ['C9', 'w', 'packs'] },
  group_draft: { reads: ['C6', 'r'], writes: ['C6', 'w'] },
  // The timetable; everybody else sees the sessions of a seat they may see.
  session: { reads: ['C1', 'r', 'timetable'], writes: ['C1', 'w'] },
}
