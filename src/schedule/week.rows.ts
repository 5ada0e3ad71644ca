import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import type { Session } from '../planner/model/week.ts'
import { absencesIn, busyFacts, closuresIn, daysOff } from './change-facts.rows.ts'
import { type BusyFact, daysAway, type PersonFact, type WeekFacts } from './planning-week.ts'

/** Everything the planner needs of a week, as the actor of `tx` may see it (the planner sees all of C1). */
export async function loadWeekFacts(tx: Tx, weekStart: string): Promise<WeekFacts> {
  const center = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  return {
    weekStart,
    timeZone: center.time_zone,
    blocks: await tx.selectFrom('block').selectAll().orderBy('weekday').orderBy('starts_minute').execute(),
    services: await tx.selectFrom('service').selectAll().orderBy('code').execute(),
    sites: await tx.selectFrom('site').selectAll().orderBy('code').execute(),
    rooms: await tx.selectFrom('room').selectAll().orderBy('code').execute(),
    staff: await tx.selectFrom('staff').selectAll().orderBy('code').execute(),
    licenses: await tx.selectFrom('staff_license').selectAll().execute(),
    duties: await tx.selectFrom('duty').selectAll().execute(),
    absences: await absencesIn(tx, weekStart),
    closures: await closuresIn(tx, weekStart),
    people: await loadPeople(tx, weekStart),
  }
}

/** People in treatment this week: admitted by its last day and not discharged before its first. */
async function loadPeople(tx: Tx, weekStart: string): Promise<PersonFact[]> {
  const lastDay = dateOf(dayNumber(weekStart) + 6)
  const present = await tx
    .selectFrom('episode')
    .select(['participant_id', 'admitted_on', 'discharged_on'])
    .where('admitted_on', '<=', lastDay)
    .where((eb) => eb.or([eb('discharged_on', 'is', null), eb('discharged_on', '>=', weekStart)]))
    .orderBy('participant_id')
    .execute()
  const episodesOf = groupBy(present, (episode) => episode.participant_id)
  const lives = await livesOf(tx, [...episodesOf.keys()], weekStart)
  return lives.map((life) => ({
    ...life,
    busy: [...life.busy, ...daysAway(episodesOf.get(life.id) ?? [], weekStart)],
  }))
}

/** Lives, doses and counselors of these people, in this order, whether they are in treatment or wait for it. */
export async function livesOf(tx: Tx, people: readonly string[], weekStart: string): Promise<PersonFact[]> {
  const lastDay = dateOf(dayNumber(weekStart) + 6)
  const [doses, services, sites, caseload, family, busy] = [
    await dosesInForce(tx, people, lastDay),
    await tx
      .selectFrom('prescribed_service')
      .select(['prescription_id', 'service_id', 'sessions_per_week'])
      .where(among(people))
      .execute(),
    await tx.selectFrom('participant_site').selectAll().where(among(people)).orderBy('position').execute(),
    await caseloadOf(tx, people, { weekStart, lastDay }),
    await tx.selectFrom('family_time').select(['participant_id', 'block_id']).where(among(people)).execute(),
    await busyTimes(tx, people, { weekStart, lastDay }),
  ]
  const servicesOf = groupBy(services, (row) => row.prescription_id)
  const sitesOf = groupBy(sites, (row) => row.participant_id)
  const counselorsOf = groupBy(caseload, (row) => row.participant_id)
  const familyOf = groupBy(family, (row) => row.participant_id)
  return people.map((id) => {
    const dose = doses.get(id)
    const counselors = counselorsOf.get(id) ?? []
    return {
      id,
      weeklyMinutesTarget: dose?.weekly_minutes_target ?? 0,
      dailyMaxMinutes: dose?.daily_max_minutes ?? 0,
      screensPerWeek: dose?.screens_per_week ?? 0,
      prefers: (dose?.prefers ?? 'none') as PersonFact['prefers'],
      telehealth: dose?.telehealth ?? false,
      prescription: Object.fromEntries(
        (servicesOf.get(dose?.id ?? '') ?? []).map((row) => [row.service_id, row.sessions_per_week]),
      ),
      sites: (sitesOf.get(id) ?? []).map((row) => ({ site: row.site_id, travelMinutes: row.travel_minutes })),
      own: counselors.find((row) => row.kind === 'own')?.staff_id,
      cover: [...new Set(counselors.filter((row) => row.kind === 'cover').map((row) => row.staff_id))],
      familyBlocks: (familyOf.get(id) ?? []).map((row) => row.block_id),
      busy: busy.get(id) ?? [],
    }
  })
}

/**
 * These people's rows alone. Said although row-level security says more: a policy of "everybody, or one's caseload"
 * finds no index, these ids do, and people long discharged are left out before they are read.
 */
export function among(people: readonly string[]) {
  return sql<boolean>`participant_id = ANY (${sql.val([...people])}::uuid[])`
}

/** The dose in force: the latest `valid_from` not after the week, and of those the latest recorded. */
export async function dosesInForce(tx: Tx, people: readonly string[], lastDay: string) {
  const rows = await tx
    .selectFrom('prescription')
    .selectAll()
    .where(among(people))
    .where('valid_from', '<=', lastDay)
    .distinctOn('participant_id')
    .orderBy('participant_id')
    .orderBy('valid_from', 'desc')
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.participant_id, row]))
}

interface Days {
  readonly weekStart: string
  readonly lastDay: string
}

async function caseloadOf(tx: Tx, people: readonly string[], { weekStart, lastDay }: Days) {
  return tx
    .selectFrom('caseload')
    .select(['participant_id', 'staff_id', 'kind'])
    .where(among(people))
    .where('from_date', '<=', lastDay)
    .where((eb) => eb.or([eb('until_date', 'is', null), eb('until_date', '>=', weekStart)]))
    .orderBy('from_date', 'desc')
    .orderBy('id')
    .execute()
}

/** Busy times by person that can touch the week, a day around it included. */
async function busyTimes(
  tx: Tx,
  people: readonly string[],
  { weekStart, lastDay }: Days,
): Promise<Map<string, BusyFact[]>> {
  const rows = await tx
    .selectFrom('obligation')
    .selectAll()
    .where(among(people))
    .where('withdrawn_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('weekday', 'is not', null),
        eb.and([
          eb('starts_at', '<', sql<string>`${dateOf(dayNumber(lastDay) + 3)}::timestamptz`),
          eb('ends_at', '>', sql<string>`${dateOf(dayNumber(weekStart) - 2)}::timestamptz`),
        ]),
      ]),
    )
    .execute()
  const off = await daysOff(tx, people, weekStart)
  const facts = rows.flatMap((row): [string, BusyFact][] =>
    busyFacts(row, off).map((fact) => [row.participant_id, fact]),
  )
  return new Map([...groupBy(facts, ([id]) => id)].map(([id, found]) => [id, found.map(([, fact]) => fact)]))
}

/** The published sessions of a week in the planner's form, without those withdrawn. */
export async function publishedSessions(tx: Tx, weekStart: string): Promise<Session[]> {
  const sessions = await tx
    .selectFrom('session')
    .selectAll()
    .where('week_start', '=', weekStart)
    .where('withdrawn_at', 'is', null)
    .orderBy('starts_at')
    .orderBy('id')
    .execute()
  const seats = await tx
    .selectFrom('seat')
    .select(['session_id', 'participant_id'])
    .where('week_start', '=', weekStart)
    .where('withdrawn_at', 'is', null)
    .orderBy('participant_id')
    .execute()
  const membersOf = groupBy(seats, (seat) => seat.session_id)
  return sessions.map((session) => ({
    id: session.id,
    service: session.service_id,
    start: session.starts_wall,
    staff: session.staff_id,
    site: session.site_id,
    room: session.room_id,
    telehealth: session.telehealth,
    members: (membersOf.get(session.id) ?? []).map((seat) => seat.participant_id),
  }))
}

export function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const found = groups.get(key(row))
    if (found) found.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}
