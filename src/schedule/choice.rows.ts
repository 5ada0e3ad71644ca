import { sql } from 'kysely'
import { instantOf, instantOfIso, isoOf, zoneNamed } from '../center/zones.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import type { WholeWeeks } from '../planner/choices/whole-weeks.ts'
import { sameSession } from '../planner/choices/same-session.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import type { Session } from '../planner/model/week.ts'
import { type ChoiceRails, firstStart, type KeptOffer, type Need, type WishRow } from './choice.ts'
import { publishedSessions } from './week.rows.ts'

/** An offer with its row. */
export interface OfferRow extends KeptOffer {
  readonly id: string
  readonly publication: string
  readonly expiresAt: string
  /** By the database's clock. */
  readonly minutesOld: number
  readonly fewerBecause: WholeWeeks['fewerBecause']
}

const NOTHING_HERE = new Refusal('not-available', 'There is nothing here for you.', 404)

/** Refuses with the words of absence unless the actor may do this to the person's schedule. */
export async function requireSchedule(
  tx: Tx,
  participant: string,
  verb: 'r' | 'w',
  part: '' | 'request',
): Promise<void> {
  const { rows } = await sql<{ may: boolean | null }>`
    SELECT sec.may('C1', ${verb}, ${part}, participant_id) AS may FROM participant
    WHERE participant_id = ${participant}`.execute(tx)
  if (rows[0]?.may !== true) throw NOTHING_HERE
}

/** What may take effect without a person, and the center's zone. */
export async function railsOf(tx: Tx): Promise<ChoiceRails & { timeZone: string }> {
  const row = await tx
    .selectFrom('center')
    .select(['time_zone', 'choice_notice_hours', 'choice_changes_a_week', 'choice_cover'])
    .executeTakeFirstOrThrow()
  return {
    timeZone: row.time_zone,
    noticeHours: row.choice_notice_hours,
    changesAWeek: row.choice_changes_a_week,
    cover: row.choice_cover,
  }
}

/** The newest publication a person of the center made; what single participants chose since changes no offer. */
export async function publicationOfStaff(tx: Tx, weekStart: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('publication')
    .select('id')
    .where('week_start', '=', weekStart)
    .where('by_choice', '=', false)
    .orderBy('published_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

export async function saveOffer(
  tx: Tx,
  made: { center: string; participant: string; weekStart: string; publication: string; by: string; timeZone: string },
  kept: KeptOffer,
  fewerBecause: WholeWeeks['fewerBecause'],
): Promise<void> {
  const zone = zoneNamed(made.timeZone)
  if (!zone) throw new Error(`zone ${made.timeZone} is unknown`)
  const until = firstStart(kept) ?? `${dateOf(dayNumber(made.weekStart) + 7)}T00:00`
  await tx
    .insertInto('week_offer')
    .values({
      center_id: made.center,
      participant_id: made.participant,
      id: newId(),
      week_start: made.weekStart,
      publication_id: made.publication,
      made_by: made.by,
      expires_at: isoOf(instantOf(zone, until).at),
      present: JSON.stringify(kept.present),
      choices: JSON.stringify(kept.choices),
      fewer_because: fewerBecause,
    })
    .execute()
}

export async function latestOffer(tx: Tx, participant: string, weekStart: string): Promise<OfferRow | undefined> {
  const row = await tx
    .selectFrom('week_offer')
    .selectAll()
    .select(MINUTES_OLD)
    .where('participant_id', '=', participant)
    .where('week_start', '=', weekStart)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && offerOf(row)
}

export async function offerNamed(tx: Tx, participant: string, id: string): Promise<OfferRow> {
  const row = await tx
    .selectFrom('week_offer')
    .selectAll()
    .select(MINUTES_OLD)
    .where('participant_id', '=', participant)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return offerOf(row)
}

const MINUTES_OLD = sql<number>`extract(epoch FROM now() - made_at)::float8 / 60`.as('minutes_old')

function offerOf(row: {
  id: string
  publication_id: string
  expires_at: string
  present: unknown
  choices: unknown
  fewer_because: string | null
  minutes_old: number
}): OfferRow {
  return {
    id: row.id,
    publication: row.publication_id,
    expiresAt: row.expires_at,
    minutesOld: row.minutes_old,
    fewerBecause: row.fewer_because as OfferRow['fewerBecause'],
    present: row.present as KeptOffer['present'],
    choices: row.choices as KeptOffer['choices'],
  }
}

/**
 * Whether an offer still stands: staff published nothing since, no session of it has started, and the person's own week is
 * the one it stands beside. Seats may be gone all the same: that is judged when a choice is made.
 */
export async function stillStands(
  tx: Tx,
  offer: OfferRow,
  asked: { participant: string; weekStart: string; now: number },
): Promise<boolean> {
  if (asked.now >= instantOfIso(offer.expiresAt)) return false
  if ((await publicationOfStaff(tx, asked.weekStart)) !== offer.publication) return false
  const own = (await publishedSessions(tx, asked.weekStart)).filter(({ members }) =>
    members.includes(asked.participant),
  )
  return isSameWeek(own, offer.present.sessions)
}

function isSameWeek(some: readonly Session[], others: readonly Session[]): boolean {
  const within = (a: readonly Session[], b: readonly Session[]) =>
    a.every((one) => b.some((two) => sameSession(one, two)))
  return some.length === others.length && within(some, others)
}

/** A wish of a person for another week. */
export interface Wish extends WishRow {
  readonly id: string
  readonly offer_id: string
  readonly choice: number
  readonly asked_at: string
  readonly declined_because: string | null
  /** By the database's clock, as `asked_at` is. */
  readonly minutes_since: number
}

/** Wishes of a week, the newest first. */
export async function wishesOf(tx: Tx, participant: string, weekStart: string): Promise<Wish[]> {
  return tx
    .selectFrom('week_request')
    .select(['id', 'offer_id', 'choice', 'asked_at', 'declined_because'])
    .select(['publication_id', 'decided_at', 'taken_back_at'])
    .select(sql<number>`extract(epoch FROM now() - asked_at)::float8 / 60`.as('minutes_since'))
    .where('participant_id', '=', participant)
    .where('week_start', '=', weekStart)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

export async function saveWish(
  tx: Tx,
  wish: {
    center: string
    participant: string
    weekStart: string
    offer: string
    choice: number
    by: string
    needs: readonly Need[]
    publication: string | null
  },
): Promise<void> {
  await tx
    .insertInto('week_request')
    .values({
      center_id: wish.center,
      participant_id: wish.participant,
      id: newId(),
      week_start: wish.weekStart,
      offer_id: wish.offer,
      choice: wish.choice,
      asked_by: wish.by,
      needs: JSON.stringify(wish.needs),
      publication_id: wish.publication,
    })
    .execute()
}

export async function takeBackWish(tx: Tx, participant: string, id: string): Promise<void> {
  await tx
    .updateTable('week_request')
    .set({ taken_back_at: sql`now()` })
    .where('participant_id', '=', participant)
    .where('id', '=', id)
    .execute()
}
