import { sql } from 'kysely'
import { instantOfIso, instantOfStamp } from '../center/zones.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { type Mark, type MarkAttendance, type MarkedSession, lastMark, refuseImpossibleMark } from './attendance.ts'

/** Which seat is marked, by whom, and when that is. */
export interface Marking {
  readonly actor: Actor
  readonly session: string
  readonly participant: string
  readonly now: number
  readonly way: 'board' | 'kiosk'
}

export interface StoredMark extends Mark {
  readonly replaces: string | null
}

/**
 * Marks one person in one session. The same mark sent twice, or the same word said by two people, is one mark; another
 * word said meanwhile is refused, so that nobody overwrites what they did not see. Refusals: `not-available`, `discharged`,
 * `marked-meanwhile`, and those of `refuseImpossibleMark`.
 */
export async function markAttendance(tx: Tx, marking: Marking, mark: MarkAttendance): Promise<Mark> {
  onRecord(tx, { people: [marking.participant], objects: [marking.session, mark.id], verb: 'write' })
  const session = await markedSession(tx, marking)
  const before = await marksOf(tx, marking)
  const again = before.find(({ id }) => id === mark.id)
  if (again) return shown(again)
  refuseImpossibleMark(mark, session, marking.now)
  const standing = lastMark(before)
  if ((standing?.id ?? null) !== mark.replaces) return sameOrRefused(standing, mark)
  if (await insertMark(tx, marking, mark)) return shown((await marksOf(tx, marking)).find(({ id }) => id === mark.id)!)
  return sameOrRefused(lastMark(await marksOf(tx, marking)), mark)
}

/** The seat's session; absent and forbidden look the same. Refusals: `not-available`, `discharged`. */
async function markedSession(tx: Tx, { session, participant }: Marking): Promise<MarkedSession> {
  const row = await tx
    .selectFrom('seat')
    .innerJoin('session', (join) =>
      join.onRef('session.center_id', '=', 'seat.center_id').onRef('session.id', '=', 'seat.session_id'),
    )
    .select(['session.starts_at', 'session.ends_at', 'session.starts_wall', 'session.withdrawn_at as gone'])
    .select('seat.withdrawn_at as left')
    .where('seat.session_id', '=', session)
    .where('seat.participant_id', '=', participant)
    .executeTakeFirst()
  if (!row) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  const startsAt = instantOfStamp(row.starts_at)
  await refuseDischarged(tx, participant, row.starts_wall.slice(0, 10))
  return { startsAt, endsAt: instantOfStamp(row.ends_at), withdrawn: row.gone !== null || row.left !== null }
}

/** Whoever had left the program by that day cannot have attended. Those who hold a group see no episodes: for them none says so. */
async function refuseDischarged(tx: Tx, participant: string, day: string): Promise<void> {
  const episodes = await tx
    .selectFrom('episode')
    .select(['admitted_on', 'discharged_on'])
    .where('participant_id', '=', participant)
    .execute()
  const open = episodes.some(
    (one) => one.admitted_on <= day && (one.discharged_on === null || one.discharged_on >= day),
  )
  if (episodes.length > 0 && !open)
    throw new Refusal('discharged', 'This person had left the program by that day. Maybe correct the discharge first.')
}

async function marksOf(
  tx: Tx,
  { session, participant }: Pick<Marking, 'session' | 'participant'>,
): Promise<StoredMark[]> {
  const rows = await tx
    .selectFrom('attendance_mark')
    .select(['id', 'status', 'in_at', 'out_at', 'marked_at', 'marked_by_name', 'why', 'replaces'])
    .where('session_id', '=', session)
    .where('participant_id', '=', participant)
    .orderBy('marked_at')
    .execute()
  return rows.map(storedMark)
}

/** A row of `attendance_mark` in the words of the screens. */
export function storedMark(row: {
  id: string
  status: string
  in_at: string | null
  out_at: string | null
  marked_at: string
  marked_by_name: string
  why: string | null
  replaces: string | null
}): StoredMark {
  return {
    id: row.id,
    status: row.status as Mark['status'],
    inAt: row.in_at,
    outAt: row.out_at,
    markedAt: row.marked_at,
    markedBy: row.marked_by_name,
    why: row.why,
    replaces: row.replaces,
  }
}

/** False when somebody else replaced the same mark first: the constraint `mark_once` lets one through. */
async function insertMark(
  tx: Tx,
  { actor, session, participant, way }: Marking,
  mark: MarkAttendance,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('attendance_mark')
    .values({
      center_id: actor.center,
      participant_id: participant,
      id: mark.id,
      session_id: session,
      status: mark.status,
      in_at: mark.inAt,
      out_at: mark.outAt,
      way,
      why: mark.why,
      replaces: mark.replaces,
      marked_by: actor.uid,
      marked_by_name: actor.name,
    })
    .onConflict((on) => on.doNothing())
    .returning(sql<number>`1`.as('one'))
    .executeTakeFirst()
  return inserted !== undefined
}

function sameOrRefused(standing: StoredMark | undefined, mark: MarkAttendance): Mark {
  const same =
    standing?.status === mark.status && sameTime(standing.inAt, mark.inAt) && sameTime(standing.outAt, mark.outAt)
  if (standing && same) return shown(standing)
  const said = standing ? `${standing.markedBy} marked it meanwhile` : 'The mark to be replaced is not there'
  throw new Refusal('marked-meanwhile', `${said}. Look at the new mark, then mark again if it is wrong.`)
}

function sameTime(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other
  return instantOfIso(one) === instantOfIso(other)
}

function shown({ replaces: _replaces, ...mark }: StoredMark): Mark {
  return mark
}
