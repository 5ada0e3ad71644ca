import { sql } from 'kysely'
import { readToday } from '../attendance/today.rows.ts'
import { mondayAt } from '../center/this-week.rows.ts'
import { instantOfStamp, isoOf } from '../center/zones.ts'
import { readersPeople } from '../hours/at-risk.rows.ts'
import type { Forecast } from '../hours/forecast.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import { unsignedNotes } from '../note/unsigned.rows.ts'
import { caseloadHours, type MyDay, noteState, tightestFirst } from './my-day.ts'
import { reviewsDue } from './review-due.rows.ts'

const DAY = 24 * 3_600_000
/** Whoever held nothing for longer is shown the check-ins of one week. */
const LOOKS_BACK = 7 * DAY

export interface MyDayAsked {
  readonly actor: Actor
  readonly staffId: string | null
  readonly now: number
  /** Of the whole center; only people the reader sees are taken from it. */
  readonly forecasts: ReadonlyMap<string, Forecast>
}

/** A counselor's day under their own claims: as many statements for forty people as for one. */
export async function readMyDay(tx: Tx, { actor, staffId, now, forecasts }: MyDayAsked): Promise<MyDay> {
  const { day, timeZone, sessions, ...today } = await readToday(tx, undefined, {
    staffId,
    marksEverybody: false,
    now,
    own: true,
  })
  const caseload = (await readersPeople(tx, day)).flatMap((person) => {
    const forecast = forecasts.get(person.id)
    return forecast ? (caseloadHours(person, forecast) ?? []) : []
  })
  const notes = await notesOf(
    tx,
    sessions.map(({ id }) => id),
  )
  const reviews = await reviewsDue(tx, day)
  const checkIns = await checkInsSince(tx, await lastSessionBefore(tx, { staffId, day, now }))
  const people = [...caseload, ...reviews, ...checkIns.people].map(({ participant }) => participant)
  onRecord(tx, { people, objects: [day], verb: 'read' })
  return {
    day,
    timeZone,
    now: today.now,
    weekStart: mondayAt(timeZone, now),
    agenda: sessions.map((session) => {
      const kept = { signed: notes.signed.has(session.id), begun: notes.begun.has(session.id) }
      return { ...session, note: noteState(instantOfStamp(session.endsAt), now, kept) }
    }),
    caseload: caseload.toSorted(tightestFirst),
    unsigned: await unsignedNotes(tx, actor, now),
    reviews,
    checkIns,
  }
}

/** Sessions with a signed note, and with a note that was begun. */
async function notesOf(tx: Tx, sessions: readonly string[]) {
  if (sessions.length === 0) return { signed: new Set(), begun: new Set() }
  // An addendum is no note of its session.
  const signed = tx.selectFrom('note_signature').select('session_id').where('adds', '=', false)
  const begun = tx.selectFrom('progress_note').select('session_id').where('addendum_to', 'is', null)
  const drafted = tx.selectFrom('group_draft').select('session_id')
  const ids = (rows: readonly { session_id: string | null }[]) => rows.map((row) => row.session_id)
  return {
    signed: new Set(ids(await signed.where('session_id', 'in', sessions).execute())),
    begun: new Set([
      ...ids(await begun.where('session_id', 'in', sessions).execute()),
      ...ids(await drafted.where('session_id', 'in', sessions).execute()),
    ]),
  }
}

/** When the counselor was last with somebody before today, as an instant; at most a week ago. */
async function lastSessionBefore(
  tx: Tx,
  { staffId, day, now }: { staffId: string | null; day: string; now: number },
): Promise<string> {
  const since = isoOf(Math.floor((now - LOOKS_BACK) / 1000) * 1000)
  const row = await tx
    .selectFrom('session')
    .select((eb) => eb.fn.max('ends_at').as('ended'))
    .where('staff_id', '=', staffId)
    .where('withdrawn_at', 'is', null)
    .where('starts_wall', '<', `${day}T00:00`)
    .where('ends_at', '>', since)
    .executeTakeFirst()
  return row?.ended ?? since
}

/** Who said something since, and how often: never what, which is read on the person's own page. */
async function checkInsSince(tx: Tx, since: string): Promise<MyDay['checkIns']> {
  const { rows } = await sql<MyDay['checkIns']['people'][number]>`
    SELECT c.participant_id AS participant, p.chosen_name AS name, count(*)::int AS count, max(c.said_at) AS latest
    FROM check_in_words c JOIN participant p ON p.center_id = c.center_id AND p.participant_id = c.participant_id
    WHERE c.said_at > ${since} GROUP BY 1, 2 ORDER BY max(c.said_at) DESC, 2`.execute(tx)
  return { since, people: rows }
}
