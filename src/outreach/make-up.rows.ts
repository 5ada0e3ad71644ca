import { sql } from 'kysely'
import { instantOfStamp, isoOf } from '../center/zones.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { queueMessages } from '../message/message.rows.ts'
import { type MakeUp, makeUpsFor } from '../planner/make-ups.ts'
import { missedIn } from '../schedule/made-up.rows.ts'
import { loadPlanningWeek } from '../schedule/proposal.rows.ts'
import { lockWeek } from '../schedule/publication.rows.ts'
import { publishedSessions } from '../schedule/week.rows.ts'
import type { AnswerMakeUp, MakeUpOffer, PossibleMakeUps } from './make-up.ts'
import { NOTHING_HERE } from './outreach.ts'

/** Whose week, as the server knows it. */
export interface PersonWeek {
  readonly participant: string
  readonly weekStart: string
}

/** Nobody without the right to call somebody hears what their week would allow. Refusal: `not-available`. */
export async function refuseUnrelated(tx: Tx, participant: string): Promise<void> {
  const { rows } = await sql<{ may: boolean }>`
    SELECT sec.may('C1', 'w', 'outreach', ${participant}) AND EXISTS (SELECT FROM participant p
      WHERE p.participant_id = ${participant}) AS may`.execute(tx)
  if (!rows[0]?.may) throw NOTHING_HERE
  onRecord(tx, { people: [participant] })
}

/** The sessions that fit, best first; for the planner's transaction, whose asker's right was decided before. */
export async function possibleMakeUps(
  tx: Tx,
  { participant, weekStart }: PersonWeek,
  { short, now }: { short: number; now: number },
): Promise<PossibleMakeUps> {
  onRecord(tx, { people: [] })
  const found = short === 0 ? [] : await fitting(tx, { participant, weekStart }, { short, now })
  const meetings = await meetingsOf(
    tx,
    found.map(({ session }) => session),
  )
  const offered = await offeredTo(tx, { participant, weekStart })
  const services = await tx.selectFrom('service').select(['id', 'name']).execute()
  return {
    short,
    sessions: found.flatMap(({ session, trips, travel, inPlaceOf }) => {
      const meeting = meetings.get(session)
      if (!meeting) return []
      const { startsAt: _startsAt, ...shown } = meeting
      const standsFor = services.find(({ id }) => id === inPlaceOf)?.name ?? null
      return [{ ...shown, trips, travelMinutes: travel, inPlaceOf: standsFor, offered: offered.has(session) }]
    }),
  }
}

/** Offers a session; offered before, it is the same offer. */
export async function offerMakeUp(
  tx: Tx,
  actor: Actor,
  { participant, weekStart }: PersonWeek,
  { session, now }: { session: string; now: number },
): Promise<{ id: string }> {
  const id = newId()
  onRecord(tx, { people: [participant], objects: [session, id], verb: 'write' })
  const made = await tx
    .insertInto('make_up')
    .values({
      center_id: actor.center,
      participant_id: participant,
      id,
      session_id: session,
      week_start: weekStart,
      offered_at: isoOf(now - (now % 1000)),
      offered_by: actor.uid,
      offered_by_name: actor.name,
    })
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst()
  // The same offer again says nothing new.
  if (made) await queueMessages(tx, actor, { reason: 'make-up-offered', about: id, people: [participant], now })
  return made ?? { id: (await offeredTo(tx, { participant, weekStart })).get(session) ?? id }
}

/** What was offered, as rows the reader may see. */
export async function readOffers(tx: Tx, { participant, weekStart }: PersonWeek) {
  const person = await tx
    .selectFrom('participant')
    .select('participant_id')
    .where('participant_id', '=', participant)
    .executeTakeFirst()
  if (!person) throw NOTHING_HERE
  onRecord(tx, { people: [participant], objects: [weekStart], verb: 'read' })
  return tx
    .selectFrom('make_up')
    .leftJoin('make_up_answer as said', (join) =>
      join
        .onRef('said.center_id', '=', 'make_up.center_id')
        .onRef('said.participant_id', '=', 'make_up.participant_id')
        .onRef('said.make_up_id', '=', 'make_up.id'),
    )
    .select(['make_up.id', 'make_up.session_id', 'make_up.offered_at', 'said.answer'])
    .where('make_up.participant_id', '=', participant)
    .where('make_up.week_start', '=', weekStart)
    .orderBy('make_up.offered_at', 'desc')
    .execute()
}

/** The offers with their sessions, which a participant does not see before sitting in them; for the planner's transaction. */
export async function offersShown(
  tx: Tx,
  offers: Awaited<ReturnType<typeof readOffers>>,
  now: number,
): Promise<MakeUpOffer[]> {
  onRecord(tx, { people: [] })
  const meetings = await meetingsOf(
    tx,
    offers.map(({ session_id }) => session_id),
  )
  return offers.flatMap(({ id, session_id, offered_at, answer }) => {
    const meeting = meetings.get(session_id)
    if (!meeting) return []
    const { startsAt, free, ...shown } = meeting
    const state = (answer ?? (free > 0 && startsAt > now ? 'open' : 'gone')) as MakeUpOffer['state']
    return [{ ...shown, id, offeredAt: offered_at, state }]
  })
}

/** The offer somebody answers, if they may see it. Refusal: `not-available`. */
export async function offerOf(tx: Tx, participant: string, makeUp: string): Promise<PersonWeek & { session: string }> {
  const row = await tx
    .selectFrom('make_up')
    .select(['session_id', 'week_start'])
    .where('participant_id', '=', participant)
    .where('id', '=', makeUp)
    .executeTakeFirst()
  if (!row) throw NOTHING_HERE
  onRecord(tx, { people: [participant], objects: [makeUp, row.session_id], verb: 'write' })
  return { participant, weekStart: row.week_start, session: row.session_id }
}

/**
 * Takes an answer, and with "accepted" seats the person: one transaction of the planner, one week at a time, so that a
 * group of twelve never seats thirteen. The life and the rules of this moment decide again. The same answer twice is one.
 * Refusals: `make-up-gone`, `answered-already`.
 */
export async function takeAnswer(
  tx: Tx,
  offer: PersonWeek & { session: string },
  said: { makeUp: string; answer: AnswerMakeUp['answer']; by: Actor; now: number },
): Promise<void> {
  const { participant, weekStart } = offer
  const { by, now } = said
  onRecord(tx, { people: [participant], objects: [said.makeUp, offer.session], verb: 'write' })
  await lockWeek(tx, by.center, weekStart)
  const before = await tx
    .selectFrom('make_up_answer')
    .select('answer')
    .where('participant_id', '=', participant)
    .where('make_up_id', '=', said.makeUp)
    .executeTakeFirst()
  if (before?.answer === said.answer) return
  if (before)
    throw new Refusal('answered-already', 'This was answered before. Maybe ask the front desk for another time.')
  if (said.answer === 'accepted') {
    const fits = await fitting(tx, offer, { short: 0, now })
    if (!fits.some(({ session }) => session === offer.session)) throw GONE
    await takeSeat(tx, by.center, offer)
  }
  await tx
    .insertInto('make_up_answer')
    .values({
      center_id: by.center,
      participant_id: participant,
      make_up_id: said.makeUp,
      answer: said.answer,
      answered_at: isoOf(now - (now % 1000)),
      answered_by: by.uid,
      answered_by_name: by.name,
    })
    .execute()
}

const GONE = new Refusal('make-up-gone', 'This time is no longer free. Maybe ask the front desk for another one.')

/** One seat of a session, if one is left; the row's own count decides. Refusal: `make-up-gone`. */
export async function takeSeat(
  tx: Tx,
  center: string,
  { participant, session }: { participant: string; session: string },
): Promise<void> {
  const taken = await tx
    .updateTable('session')
    .set({ taken: sql<number>`taken + 1` })
    .where('id', '=', session)
    .where('withdrawn_at', 'is', null)
    .whereRef('taken', '<', 'capacity')
    .returning(['week_start', 'starts_at', 'ends_at'])
    .executeTakeFirst()
  if (!taken) throw GONE
  await tx
    .insertInto('seat')
    .values({ center_id: center, participant_id: participant, session_id: session, ...taken })
    .onConflict((row) =>
      row
        .columns(['center_id', 'participant_id', 'session_id'])
        .doUpdateSet({ seated_at: sql`now()`, withdrawn_at: null }),
    )
    .execute()
}

/** What fits the person's life and the rules now; the week as published, without what they missed. */
async function fitting(
  tx: Tx,
  { participant, weekStart }: PersonWeek,
  { short, now }: { short: number; now: number },
): Promise<MakeUp[]> {
  const { week } = await loadPlanningWeek(tx, weekStart, now)
  const sessions = await publishedSessions(tx, weekStart)
  const absences = await missedIn(tx, weekStart)
  const missed = absences.filter((one) => one.participant === participant).map(({ session }) => session)
  return makeUpsFor(week, sessions, { person: participant, missed, short })
}

async function offeredTo(tx: Tx, { participant, weekStart }: PersonWeek): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('make_up')
    .select(['session_id', 'id'])
    .where('participant_id', '=', participant)
    .where('week_start', '=', weekStart)
    .execute()
  return new Map(rows.map((row) => [row.session_id, row.id]))
}

interface Meeting extends Omit<MakeUpOffer, 'id' | 'offeredAt' | 'state'> {
  readonly free: number
  readonly startsAt: number
}

async function meetingsOf(tx: Tx, sessions: readonly string[]): Promise<Map<string, Meeting>> {
  if (sessions.length === 0) return new Map()
  const rows = await tx
    .selectFrom('session')
    .innerJoin('service', (join) =>
      join.onRef('service.center_id', '=', 'session.center_id').onRef('service.id', '=', 'session.service_id'),
    )
    .innerJoin('staff', (join) =>
      join.onRef('staff.center_id', '=', 'session.center_id').onRef('staff.id', '=', 'session.staff_id'),
    )
    .innerJoin('site', (join) =>
      join.onRef('site.center_id', '=', 'session.center_id').onRef('site.id', '=', 'session.site_id'),
    )
    .leftJoin('room', (join) =>
      join.onRef('room.center_id', '=', 'session.center_id').onRef('room.id', '=', 'session.room_id'),
    )
    .select(['session.id as session', 'service.name as service', 'service.minutes', 'staff.name as with'])
    .select(['session.starts_wall as start', 'session.ends_wall as end', 'session.starts_at', 'session.telehealth'])
    .select(['site.name as site', 'room.name as room', sql<number>`session.capacity - session.taken`.as('free')])
    .where('session.id', 'in', sessions)
    .where('session.withdrawn_at', 'is', null)
    .execute()
  return new Map(
    rows.map(({ site, room, starts_at, ...row }) => [
      row.session,
      { ...row, place: room ? `${site}, ${room}` : site, startsAt: instantOfStamp(starts_at) },
    ]),
  )
}
