import { isAbsent, markInForce } from '../attendance/attendance.ts'
import { storedMark } from '../attendance/attendance.rows.ts'
import { namesOf } from '../attendance/seated.rows.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { groupBy } from '../schedule/week.rows.ts'
import { readDraft } from './draft.rows.ts'
import { type GroupSession, type Member, missingInWords, notesOf } from './group-session.ts'
import { attendanceWords, isSessionSigned, lockNotesOf } from './session-of-note.rows.ts'
import { refuseUnlicensed, signNotes } from './signature.rows.ts'

/** A group, its members with their attendance, the draft and what is missing. Refusal `not-available` unless held. */
export async function readGroupSession(tx: Tx, session: string): Promise<GroupSession> {
  const saved = await readDraft(tx, session)
  const held = await heldSession(tx, session)
  const members = await membersOf(tx, held)
  onRecord(tx, { people: members.map(({ participant }) => participant), objects: [session] })
  return {
    session: { id: session, service: held.service, start: held.starts_wall, end: held.ends_wall },
    version: saved.version,
    savedAt: saved.savedAt,
    savedBy: saved.savedBy,
    draft: saved.draft,
    members: members.map(({ before: _before, ...member }) => member),
    missing: missingInWords(saved.draft, members),
    signed: await isSessionSigned(tx, session),
  }
}

/**
 * Turns the draft into one signed, locked note a member, all or none. Refusals: `not-available`, `draft-moved`,
 * `note-incomplete`, `signed-already`, `license-ended`.
 */
export async function signGroup(
  tx: Tx,
  actor: Actor,
  asked: { session: string; version: number; today: string },
): Promise<{ notes: number }> {
  await lockNotesOf(tx, asked.session)
  const group = await readGroupSession(tx, asked.session)
  if (group.signed) throw new Refusal('signed-already', 'The notes of this group are signed already.')
  if (group.version !== asked.version)
    throw new Refusal('draft-moved', 'Somebody wrote on while you read. Look at the note again, then sign.')
  if (group.missing.length > 0)
    throw new Refusal(
      'note-incomplete',
      `${group.missing.length} things are missing. First: ${group.missing[0]!.words}`,
    )
  await refuseUnlicensed(tx, asked.session, asked.today)
  const members = await membersOf(tx, await heldSession(tx, asked.session))
  const notes = notesOf(group.draft, members).map((note) => ({ ...note, id: newId() }))
  if (notes.length === 0)
    throw new Refusal('nobody-seated', 'Nobody has a seat in this group; there is nothing to sign.')
  onRecord(tx, { verb: 'write', objects: notes.map(({ id }) => id) })
  const { template } = group.draft
  await tx
    .insertInto('progress_note')
    .values(
      notes.map((note) => ({
        center_id: actor.center,
        participant_id: note.member,
        id: note.id,
        version: 1,
        session_id: asked.session,
        kind: 'group',
        template,
        parts: JSON.stringify(note.parts),
        chips: [...note.chips],
        author_id: actor.uid ?? '',
        author_name: actor.name,
      })),
    )
    .execute()
  const signing = notes.map((note) => ({
    participant: note.member,
    note: note.id,
    version: 1,
    kind: 'group',
    session: asked.session,
    addendumTo: null,
    template,
    parts: note.parts,
    chips: note.chips,
  }))
  await signNotes(tx, actor, signing)
  return { notes: notes.length }
}

interface Held {
  readonly id: string
  readonly service: string
  readonly service_id: string
  readonly starts_wall: string
  readonly ends_wall: string
  readonly starts_at: string
}

async function heldSession(tx: Tx, session: string): Promise<Held> {
  return tx
    .selectFrom('session')
    .innerJoin('service', (join) =>
      join.onRef('service.center_id', '=', 'session.center_id').onRef('service.id', '=', 'session.service_id'),
    )
    .select(['session.id', 'service.name as service', 'session.service_id', 'session.starts_wall'])
    .select(['session.ends_wall', 'session.starts_at'])
    .where('session.id', '=', session)
    .executeTakeFirstOrThrow()
}

/** Everybody seated, with attendance in words and the own line of the last note this author wrote about them. */
async function membersOf(tx: Tx, held: Held): Promise<Member[]> {
  const seats = await tx
    .selectFrom('seat')
    .select('participant_id')
    .where('session_id', '=', held.id)
    .where('withdrawn_at', 'is', null)
    .execute()
  const people = seats.map(({ participant_id }) => participant_id)
  const names = await namesOf(tx, people)
  const marks = await tx.selectFrom('attendance_mark').selectAll().where('session_id', '=', held.id).execute()
  const marksOf = groupBy(marks, ({ participant_id }) => participant_id)
  const before = await lastLines(tx, people)
  const members = people.map((participant) => {
    const mark = markInForce((marksOf.get(participant) ?? []).map(storedMark))
    return {
      participant,
      name: names.get(participant) ?? '',
      attendance: mark ? attendanceWords(mark, held.starts_at) : null,
      absent: mark !== undefined && isAbsent(mark.status),
      before: before.get(participant) ?? null,
    }
  })
  return members.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

async function lastLines(tx: Tx, people: readonly string[]): Promise<Map<string, string>> {
  if (people.length === 0) return new Map()
  const rows = await tx
    .selectFrom('progress_note')
    .select(['participant_id', 'template', 'parts'])
    .distinctOn('participant_id')
    .where('participant_id', 'in', people)
    .where('kind', '=', 'group')
    .orderBy('participant_id')
    .orderBy('written_at', 'desc')
    .execute()
  const own: Record<string, string> = { DAP: 'assessment', BIRP: 'behavior', SOAP: 'subjective' }
  return new Map(
    rows.map((row) => [
      row.participant_id,
      (row.parts as Record<string, string>)[own[row.template] ?? 'assessment'] ?? '',
    ]),
  )
}
