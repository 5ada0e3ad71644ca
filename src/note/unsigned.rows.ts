import { sql } from 'kysely'
import { namesOf } from '../attendance/seated.rows.ts'
import { isoOf } from '../center/zones.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import { groupBy } from '../schedule/week.rows.ts'
import type { Unsigned } from './progress-note.ts'
import { notesOfPeople } from './progress-note.rows.ts'

/**
 * What waits for the asker's signature or words at `now` (epoch milliseconds): sessions held that are over and not signed
 * (a group once, a one-to-one for each person), drafts of no such session, signed notes a supervisor sent back. Oldest first.
 */
export async function unsignedNotes(tx: Tx, actor: Actor, now: number): Promise<Unsigned> {
  const mine = await ownDrafts(tx, actor)
  const seats = await unsignedSeats(tx, now)
  const returned = await sentBack(tx, actor)
  const people = [...seats, ...mine, ...returned].flatMap(({ participant }) => participant ?? [])
  const names = await namesOf(tx, [...new Set(people)])
  const nameOf = (participant: string) => names.get(participant) ?? ''
  onRecord(tx, { people })
  const drafted = (session: string, participant: string | null) =>
    mine.find((one) => one.session === session && one.participant === participant)?.note ?? null
  const listed = new Set(seats.map(({ session, participant }) => drafted(session, participant)))
  return {
    sessions: seats.map((one) => ({
      ...one,
      name: one.participant === null ? null : nameOf(one.participant),
      note: drafted(one.session, one.participant),
    })),
    drafts: mine
      .filter(({ note }) => !listed.has(note))
      .map(({ note, participant, kind, savedAt }) => ({
        note,
        participant,
        name: nameOf(participant),
        kind: kind as Unsigned['drafts'][number]['kind'],
        savedAt,
      })),
    sentBack: returned.map((one) => ({ ...one, name: nameOf(one.participant) })),
  }
}

interface UnsignedSeat {
  readonly session: string
  readonly service: string
  readonly kind: string
  readonly start: string
  readonly members: number
  readonly participant: string | null
}

async function unsignedSeats(tx: Tx, now: number): Promise<UnsignedSeat[]> {
  const { rows } = await sql<UnsignedSeat>`
    SELECT s.id AS session, v.name AS service, v.kind, s.starts_wall AS start, s.taken AS members,
      CASE WHEN v.kind <> 'group' THEN t.participant_id END AS participant
    FROM session s JOIN service v ON v.center_id = s.center_id AND v.id = s.service_id
    JOIN seat t ON t.center_id = s.center_id AND t.session_id = s.id AND t.withdrawn_at IS NULL
    WHERE s.id = ANY (sec.led_by_me()) AND s.ends_at < ${isoOf(Math.floor(now / 1000) * 1000)}
      AND NOT EXISTS (SELECT FROM note_signature n WHERE n.center_id = s.center_id AND n.session_id = s.id
        AND NOT n.adds AND (v.kind = 'group' OR n.participant_id = t.participant_id))
    GROUP BY s.id, s.starts_at, v.name, v.kind, s.starts_wall, s.taken, 6
    ORDER BY s.starts_at, s.id, 6`.execute(tx)
  return rows
}

async function ownDrafts(tx: Tx, actor: Actor) {
  const { rows } = await sql<{
    note: string
    participant: string
    session: string | null
    kind: string
    savedAt: string
  }>`
    SELECT DISTINCT ON (n.participant_id, n.id) n.id AS note, n.participant_id AS participant, n.session_id AS session,
      n.kind, n.written_at AS "savedAt"
    FROM progress_note n WHERE n.author_id = ${actor.uid}
      AND NOT EXISTS (SELECT FROM note_signature s WHERE s.center_id = n.center_id
        AND s.participant_id = n.participant_id AND s.note_id = n.id)
    ORDER BY n.participant_id, n.id, n.version DESC`.execute(tx)
  return rows.toSorted((a, b) => (a.savedAt < b.savedAt ? -1 : 1))
}

async function sentBack(tx: Tx, actor: Actor) {
  const returned = await tx
    .selectFrom('note_return')
    .innerJoin('progress_note', (join) =>
      join
        .onRef('progress_note.center_id', '=', 'note_return.center_id')
        .onRef('progress_note.participant_id', '=', 'note_return.participant_id')
        .onRef('progress_note.id', '=', 'note_return.note_id')
        .on('progress_note.author_id', '=', actor.uid),
    )
    .select(['note_return.participant_id', 'note_return.note_id'])
    .distinct()
    .execute()
  const peopleOf = groupBy(returned, ({ participant_id }) => participant_id)
  const meant = new Set(returned.map(({ note_id }) => note_id))
  const notes = await notesOfPeople(tx, actor, { people: [...peopleOf.keys()], mayWrite: true })
  return notes
    .filter(({ id, state }) => meant.has(id) && state === 'sent-back')
    .map(({ id, participant, returns }) => ({ note: id, participant, ...returns.at(-1)! }))
    .toReversed()
}
