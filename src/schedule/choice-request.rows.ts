import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { dateOf, dayNumber, minuteOf, wallOf } from '../planner/model/time.ts'
import type { OwnFigures } from '../planner/choices/own-figures.ts'
import type { WholeWeek } from '../planner/choices/whole-weeks.ts'
import type { Session } from '../planner/model/week.ts'
import {
  mayTakeBack,
  type Need,
  needsNow,
  type OwnChoices,
  type ShownSession,
  type WeekRequests,
  wishState,
} from './choice.ts'
import { latestOffer, offerNamed, railsOf, requireSchedule, stillStands, wishesOf } from './choice.rows.ts'
import { dosesInForce } from './week.rows.ts'

const NOTHING_HERE = new Refusal('not-available', 'There is nothing here for you.', 404)

/** What a person may choose from, and what became of the last wish, as the actor of `tx` may see it. */
export async function readChoices(
  tx: Tx,
  asked: { participant: string; weekStart: string; now: number },
): Promise<OwnChoices> {
  const { participant, weekStart, now } = asked
  await requireSchedule(tx, participant, 'r', '')
  onRecord(tx, { people: [participant], objects: [weekStart] })
  const offer = await latestOffer(tx, participant, weekStart)
  const wishes = await wishesOf(tx, participant, weekStart)
  const targetMinutes = await targetOf(tx, participant, weekStart)
  const [last] = wishes
  const wish = last
    ? {
        state: wishState(last),
        declinedBecause: last.declined_because,
        mayTakeBack: mayTakeBack(last, last.minutes_since),
      }
    : null
  if (!offer) return { state: 'none', targetMinutes, present: null, choices: [], fewerBecause: null, wish }
  const rails = await railsOf(tx)
  const show = await shower(tx)
  const needs = (choice: WholeWeek) => needsNow(rails, offer, choice, { wishes, targetMinutes, now })
  return {
    state: (await stillStands(tx, offer, asked)) ? 'open' : 'outdated',
    targetMinutes,
    present: glance(show, offer.present),
    choices: offer.choices.map((choice, at) => ({ choice: at + 1, ...beside(show, choice), needs: needs(choice) })),
    fewerBecause: offer.fewerBecause,
    wish,
  }
}

/** Wishes that wait, of everybody whose schedule the actor of `tx` may see, the oldest first. */
export async function readRequests(tx: Tx, now: number): Promise<WeekRequests> {
  const rows = await tx
    .selectFrom('week_request as wish')
    .innerJoin('participant as person', (join) =>
      join.onRef('person.center_id', '=', 'wish.center_id').onRef('person.participant_id', '=', 'wish.participant_id'),
    )
    .select(['wish.id', 'wish.participant_id', 'wish.week_start', 'wish.asked_at', 'wish.needs', 'wish.offer_id'])
    .select(['wish.choice', 'person.chosen_name'])
    .where('wish.publication_id', 'is', null)
    .where('wish.decided_at', 'is', null)
    .where('wish.taken_back_at', 'is', null)
    .where('wish.week_start', '>', lastWeekOf(now))
    .orderBy('wish.asked_at')
    .execute()
  onRecord(tx, { people: rows.map((row) => row.participant_id), objects: rows.map(({ id }) => id) })
  if (rows.length === 0) return { requests: [] }
  const show = await shower(tx)
  const requests: WeekRequests['requests'] = []
  for (const row of rows) {
    const offer = await offerNamed(tx, row.participant_id, row.offer_id)
    requests.push({
      id: row.id,
      person: { id: row.participant_id, name: row.chosen_name },
      weekStart: row.week_start,
      askedAt: row.asked_at,
      needs: row.needs as Need[],
      targetMinutes: await targetOf(tx, row.participant_id, row.week_start),
      before: glance(show, offer.present),
      after: beside(show, offer.choices[row.choice - 1]!),
    })
  }
  return { requests }
}

/** A wish that still waits, with the week it is about. Refusals: `not-available`, `already-answered`. */
export async function waitingWish(
  tx: Tx,
  id: string,
): Promise<{ id: string; participant: string; weekStart: string; offer: string; choice: number }> {
  const row = await tx.selectFrom('week_request').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw NOTHING_HERE
  if (wishState(row) !== 'waiting')
    throw new Refusal('already-answered', 'This wish does not wait any more. Maybe reload the page.')
  const { participant_id: participant, week_start: weekStart, offer_id: offer, choice } = row
  return { id, participant, weekStart, offer, choice }
}

export async function answerWish(
  tx: Tx,
  wish: { id: string; participant: string },
  answer: { by: string; because: string | null; publication: string | null },
): Promise<void> {
  await tx
    .updateTable('week_request')
    .set({
      decided_at: sql`now()`,
      decided_by: answer.by,
      declined_because: answer.because,
      publication_id: answer.publication,
    })
    .where('participant_id', '=', wish.participant)
    .where('id', '=', wish.id)
    .execute()
}

async function targetOf(tx: Tx, participant: string, weekStart: string): Promise<number> {
  const doses = await dosesInForce(tx, [participant], dateOf(dayNumber(weekStart) + 6))
  return doses.get(participant)?.weekly_minutes_target ?? 0
}

/** Monday of a week that is over everywhere. */
export function lastWeekOf(now: number): string {
  return dateOf(Math.floor(now / 86_400_000) - 8)
}

type Show = (session: Session) => ShownSession

/** Sessions by the names of what they are, which everybody in the center may read. */
async function shower(tx: Tx): Promise<Show> {
  const services = await tx.selectFrom('service').select(['id', 'name', 'kind', 'minutes']).execute()
  const serviceOf = new Map(services.map((row) => [row.id, row]))
  const named = async (table: 'staff' | 'site' | 'room') =>
    new Map((await tx.selectFrom(table).select(['id', 'name']).execute()).map((row) => [row.id, row.name]))
  const [staff, sites, rooms] = [await named('staff'), await named('site'), await named('room')]
  return ({ service, start, staff: giver, site, room, telehealth }) => {
    const { name, kind, minutes } = serviceOf.get(service) ?? { name: '', kind: 'other', minutes: 0 }
    const day = start.slice(0, 10)
    return {
      service: name,
      kind: kind as ShownSession['kind'],
      start,
      end: wallOf(day, minuteOf(day, start) + minutes),
      with: staff.get(giver) ?? '',
      place: [sites.get(site), room === null ? undefined : rooms.get(room)].filter(Boolean).join(', '),
      telehealth,
    }
  }
}

function glance(show: Show, { sessions, figures }: { sessions: readonly Session[]; figures: OwnFigures }) {
  return { sessions: sessions.map(show), plannedMinutes: figures.countedMinutes, trips: figures.trips }
}

function beside(show: Show, week: WholeWeek) {
  return {
    ...glance(show, week),
    reasons: [...week.reasons],
    drawbacks: [...week.drawbacks],
    leaves: week.leaves.map(show),
    joins: week.joins.map(show),
  }
}
