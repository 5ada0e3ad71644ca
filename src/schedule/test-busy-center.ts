import type pg from 'pg'
import type { Actor } from '../kernel/claims.ts'

/** A center with two years behind it: enough rows that a plan which reads a whole table is a wrong one. */
export const BUSY = { people: 2000, active: 200, staff: 8, weeks: 104, obligationsEach: 30, markedWeeks: 13 }
/** The Monday that is looked at; four weeks are planned after it. */
export const BUSY_WEEK = '2026-11-30'

export interface BusyCenter {
  readonly id: string
  readonly desk: Actor
  readonly counselor: Actor
  readonly counselorStaff: string
  readonly participant: Actor & { readonly participantId: string }
  readonly sessionToken: string
  readonly feedToken: string
}

/** `kind` and number in one id: `person(7)` is the same everywhere. */
const idOf = (kind: number, number: number) => `0000000${kind}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
const sqlId = (kind: number, number: string) =>
  `('0000000${kind}-0000-7000-8000-' || lpad(to_hex((${number})::bigint), 12, '0'))::uuid`
const KIND = { center: 1, person: 2, staff: 3, other: 4, session: 5, account: 6, obligation: 7 }
const FIRST_MONDAY = `(date '${BUSY_WEEK}' - ${(BUSY.weeks - 4) * 7})`
const CENTER = `'${idOf(KIND.center, 1)}'::uuid`
const SESSIONS_A_WEEK = BUSY.staff * 15

/**
 * Fills an empty, migrated database. `superuser`: triggers and foreign keys are left out, for speed; exclusion
 * constraints hold. A person is in treatment for ten weeks; each week 120 groups of eight are held.
 */
export async function fillBusyCenter(superuser: pg.Client): Promise<BusyCenter> {
  await superuser.query(
    `SET search_path = evenkeel, public; SET session_replication_role = replica; SET timezone = 'UTC'`,
  )
  for (const statement of [...centerRows(), ...peopleRows(), ...weekRows(), ...attendedRows(), ...accountRows()])
    await superuser.query(statement)
  await superuser.query('ANALYZE')
  const someone = { center: idOf(KIND.center, 1), purpose: 'TREAT', name: 'somebody' }
  const account = (role: string, number: number): Actor => ({
    ...someone,
    role,
    uid: idOf(KIND.account, number),
    session: idOf(KIND.session, 10_000_000 + number),
  })
  const active = idOf(KIND.person, activeFrom(BUSY.weeks - 4))
  return {
    id: someone.center,
    desk: account('front-desk', 1),
    counselor: account('counselor', 2),
    counselorStaff: idOf(KIND.staff, 1),
    participant: { ...account('participant', 3), participantId: active },
    sessionToken: 'token-1',
    feedToken: 'feed-1',
  }
}

/** The first person in treatment in a week; the next 199 are, too. */
const activeFrom = (week: number) => (week * 17) % BUSY.people

function centerRows(): string[] {
  const site = sqlId(KIND.other, '1')
  return [
    `INSERT INTO center (id, code, name, time_zone, demo) VALUES (${CENTER}, 'busy', 'Busy', 'America/New_York', true)`,
    `INSERT INTO site (center_id, id, code, name) VALUES (${CENTER}, ${site}, 's', 'Site')`,
    `INSERT INTO block (center_id, id, code, weekday, starts_minute, ends_minute, part)
     SELECT ${CENTER}, ${sqlId(KIND.other, '100 + n')}, 'b' || n, 1 + n % 5, 540 + n / 5 * 120, 640 + n / 5 * 120, 'morning'
     FROM generate_series(0, 14) n`,
    `INSERT INTO service (center_id, id, code, name, kind, minutes, min_members, max_members, telehealth, counts_toward_hours, needs_room)
     SELECT ${CENTER}, ${sqlId(KIND.other, '10 + n')}, 'v' || n, 'Service', 'group', 90, 1, 12, true, true, false
     FROM generate_series(1, 6) n`,
    `INSERT INTO staff (center_id, id, code, name, role, site_id, max_weekly_minutes)
     SELECT ${CENTER}, ${sqlId(KIND.staff, 'n')}, 'c' || n, 'Staff ' || n, 'counselor', ${site}, 2400 FROM generate_series(0, ${BUSY.staff - 1}) n`,
  ]
}

function peopleRows(): string[] {
  const person = sqlId(KIND.person, 'n')
  const people = `generate_series(0, ${BUSY.people - 1}) n`
  // Person n is in treatment in the weeks w with n in [17w, 17w + 200) modulo 2000.
  const admitted = `(${FIRST_MONDAY} + ((n - 200) / 17) * 7)`
  return [
    `INSERT INTO participant (center_id, participant_id, code, chosen_name) SELECT ${CENTER}, ${person}, 'p' || n, 'Person ' || n FROM ${people}`,
    `INSERT INTO episode (center_id, participant_id, id, admitted_on, discharged_on)
     SELECT ${CENTER}, ${person}, ${sqlId(KIND.other, '10000 + n')}, ${admitted}, ${admitted} + 90 FROM ${people}`,
    `INSERT INTO participant_site (center_id, participant_id, site_id, position, travel_minutes)
     SELECT ${CENTER}, ${person}, ${sqlId(KIND.other, '1')}, 1, 20 FROM ${people}`,
    `INSERT INTO caseload (center_id, participant_id, id, staff_id, kind, from_date, until_date)
     SELECT ${CENTER}, ${person}, ${sqlId(KIND.other, '20000 + n')}, ${sqlId(KIND.staff, `n % ${BUSY.staff}`)}, 'own', ${admitted}, ${admitted} + 90 FROM ${people}`,
    `INSERT INTO prescription (center_id, participant_id, id, valid_from, weekly_minutes_target, daily_max_minutes, prefers, telehealth)
     SELECT ${CENTER}, ${person}, ${sqlId(KIND.other, '30000 + n * 4 + k')}, ${admitted} + k * 28, 540, 240, 'none', true FROM ${people}, generate_series(0, 2) k`,
    `INSERT INTO prescribed_service (center_id, participant_id, prescription_id, service_id, sessions_per_week)
     SELECT ${CENTER}, ${person}, ${sqlId(KIND.other, '30000 + n * 4 + k')}, ${sqlId(KIND.other, '10 + v')}, 1 FROM ${people}, generate_series(0, 2) k, generate_series(1, 4) v`,
    // Four weekly busy times that end with the treatment, and single ones from a calendar around it.
    `INSERT INTO obligation (center_id, participant_id, id, source, import_key, weekday, starts_minute, ends_minute, valid_from, valid_until)
     SELECT ${CENTER}, ${person}, ${sqlId(KIND.obligation, 'n * 100 + k')}, 'file', 'w' || k, k, 480, 540, ${admitted}, ${admitted} + 90 FROM ${people}, generate_series(1, 4) k`,
    `INSERT INTO obligation (center_id, participant_id, id, source, import_key, starts_wall, ends_wall, time_zone, tz_version, starts_at, ends_at)
     SELECT ${CENTER}, ${person}, ${sqlId(KIND.obligation, 'n * 100 + k')}, 'calendar', 'c' || k, at, at + interval '1 hour', 'UTC', '2026f', at, at + interval '1 hour'
     FROM ${people}, generate_series(5, ${BUSY.obligationsEach}) k, LATERAL (SELECT ${admitted} + k * 3 + time '13:00' AS at) moment`,
    `INSERT INTO obligation_reason (center_id, participant_id, obligation_id, words) SELECT center_id, participant_id, id, 'shift' FROM obligation`,
  ]
}

function weekRows(): string[] {
  const weeks = `generate_series(0, ${BUSY.weeks - 1}) w`
  const monday = `(${FIRST_MONDAY} + w * 7)`
  const starts = `(${monday} + k / 3 + time '14:00' + (k % 3) * interval '2 hours')`
  const sessions = `${weeks}, generate_series(0, 14) k, generate_series(0, ${BUSY.staff - 1}) s`
  const session = sqlId(KIND.session, `w * ${SESSIONS_A_WEEK} + k * ${BUSY.staff} + s`)
  return [
    `INSERT INTO plan_run (center_id, id, week_start, seed, seconds, started_by) SELECT ${CENTER}, ${sqlId(KIND.other, '50000 + w')}, ${monday}, 1, 1, 'x' FROM ${weeks}`,
    `INSERT INTO week_proposal (center_id, id, run_id, week_start, plan) SELECT ${CENTER}, ${sqlId(KIND.other, '60000 + w')}, ${sqlId(KIND.other, '50000 + w')}, ${monday},
       '{"sessions":[],"shortfalls":[],"cost":0,"bound":0,"seconds":1}' FROM ${weeks}`,
    `INSERT INTO publication (center_id, id, week_start, proposal_id, published_by) SELECT ${CENTER}, ${sqlId(KIND.other, '70000 + w')}, ${monday}, ${sqlId(KIND.other, '60000 + w')}, 'x' FROM ${weeks}`,
    `INSERT INTO session (center_id, id, publication_id, week_start, service_id, staff_id, site_id, telehealth, starts_wall, ends_wall, time_zone, tz_version, starts_at, ends_at, capacity, taken)
     SELECT ${CENTER}, ${session}, ${sqlId(KIND.other, '70000 + w')}, ${monday}, ${sqlId(KIND.other, '11 + k % 6')}, ${sqlId(KIND.staff, 's')}, ${sqlId(KIND.other, '1')}, true,
       ${starts}, ${starts} + interval '90 minutes', 'UTC', '2026f', ${starts}, ${starts} + interval '90 minutes', 12, 8 FROM ${sessions}`,
    `INSERT INTO seat (center_id, participant_id, session_id, week_start, starts_at, ends_at)
     SELECT ${CENTER}, ${sqlId(KIND.person, `(w * 17 + ((k * ${BUSY.staff} + s) * 8 + m) % ${BUSY.active}) % ${BUSY.people}`)}, ${session}, ${monday}, ${starts}, ${starts} + interval '90 minutes'
     FROM ${sessions}, generate_series(0, 7) m`,
    `INSERT INTO shortfall (center_id, participant_id, publication_id, service_id, missing, cause, binding)
     SELECT ${CENTER}, ${sqlId(KIND.person, `(w * 17 + m) % ${BUSY.people}`)}, ${sqlId(KIND.other, '70000 + w')}, ${sqlId(KIND.other, '11')}, 1, 'capacity', '[]' FROM ${weeks}, generate_series(0, 19) m`,
  ]
}

/** A quarter of marks, the week that is looked at its last, and what the ledger counted of them. */
function attendedRows(): string[] {
  const marked = `FROM seat WHERE week_start > date '${BUSY_WEEK}' - ${BUSY.markedWeeks * 7} AND week_start <= '${BUSY_WEEK}'`
  return [
    `INSERT INTO attendance_mark (center_id, participant_id, id, session_id, status, in_at, out_at, way, marked_by_name)
     SELECT center_id, participant_id, gen_random_uuid(), session_id, 'here', starts_at, ends_at, 'board', 'x' ${marked}`,
    `INSERT INTO ledger_entry (center_id, participant_id, id, week_start, stage, subject, minutes, rule, rule_version, events)
     SELECT center_id, participant_id, gen_random_uuid(), week_start, 'attended', session_id::text, 90, 'presence', 1, '{}' ${marked}`,
  ]
}

/** Front desk, a counselor, an active participant with live sessions; behind them everybody who ever signed in. */
function accountRows(): string[] {
  const account = sqlId(KIND.account, 'n')
  const role = `CASE n WHEN 1 THEN 'front-desk' WHEN 2 THEN 'counselor' ELSE 'participant' END`
  const person = sqlId(KIND.person, `CASE n WHEN 3 THEN ${activeFrom(BUSY.weeks - 4)} ELSE n - 3 END`)
  const people = `generate_series(1, ${BUSY.people + 2}) n`
  return [
    `INSERT INTO auth.account (center_id, id, code, display_name, staff_id, participant_id)
     SELECT ${CENTER}, ${account}, 'a' || n, 'a', CASE WHEN n = 2 THEN ${sqlId(KIND.staff, '1')} END, CASE WHEN n > 2 THEN ${person} END FROM ${people}`,
    `INSERT INTO auth.account_role (account_id, role) SELECT ${account}, ${role} FROM ${people}`,
    `INSERT INTO auth.session (center_id, id, account_id, role, token_hash, expires_at)
     SELECT ${CENTER}, ${sqlId(KIND.session, '10000000 + n')}, ${account}, ${role}, sha256(convert_to('token-' || n, 'UTF8')), now() + interval '1 day' FROM ${people}`,
    `INSERT INTO auth.session (center_id, id, account_id, role, token_hash, expires_at, revoked_at)
     SELECT ${CENTER}, gen_random_uuid(), ${account}, ${role}, sha256(convert_to('old-' || n || k, 'UTF8')), now(), now() FROM ${people}, generate_series(1, 10) k`,
    `INSERT INTO auth.feed (center_id, id, participant_id, token_hash)
     SELECT ${CENTER}, gen_random_uuid(), ${sqlId(KIND.person, `CASE n WHEN 0 THEN ${activeFrom(BUSY.weeks - 4)} ELSE n END`)}, sha256(convert_to('feed-' || n + 1, 'UTF8')) FROM generate_series(0, ${BUSY.people - 1}) n`,
  ]
}
