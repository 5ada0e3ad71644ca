import { sql } from 'kysely'
import { namesOf } from '../attendance/seated.rows.ts'
import { instantOfStamp } from '../center/zones.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { groupBy } from '../schedule/week.rows.ts'
import { TEMPLATES, type Template } from './group-note.ts'
import type { ProgressNote, ProgressNotes } from './progress-note.ts'
import { matchesSignature } from './signature.rows.ts'
import { mayDo, type NoteReader, stateOf } from './standing.ts'

const A_DAY = 24 * 3_600_000

/**
 * Notes of one person the reader may see, newest first: what is signed, and one's own drafts. Refusal `not-available` for
 * whoever reaches neither the person's notes nor holds a session of theirs.
 */
export async function readNotesOf(tx: Tx, actor: Actor, participant: string): Promise<ProgressNotes> {
  const { name, mayWrite } = await reachedPerson(tx, actor, participant)
  onRecord(tx, { people: [participant] })
  const notes = await notesOfPeople(tx, actor, { people: [participant], mayWrite })
  // The database gives a participant signed notes alone, unless the same person once wrote one: then too.
  const shown = actor.role === 'participant' ? notes.filter(({ state }) => state !== 'draft') : notes
  return { name, mayWrite, notes: shown.map(({ participant: _of, ...note }) => note) }
}

/** The person's chosen name, and whether the asker writes notes about them. Refusal `not-available`. */
export async function reachedPerson(
  tx: Tx,
  actor: Actor,
  participant: string,
): Promise<{ name: string; mayWrite: boolean }> {
  // Whoever leads a group reads the own notes of it; a note of one person is written after a one-to-one.
  const { rows } = await sql<{ reads: boolean | null; writes: boolean | null; holds: boolean | null; met: boolean }>`
    SELECT sec.may('C2', 'r', '', ${participant}) AS reads, sec.may('C2', 'w', '', ${participant}) AS writes,
      ${participant} = ANY (sec.in_my_sessions()) AS holds,
      EXISTS (SELECT FROM seat t JOIN session s ON s.center_id = t.center_id AND s.id = t.session_id
        JOIN service v ON v.center_id = s.center_id AND v.id = s.service_id
        WHERE t.participant_id = ${participant} AND t.withdrawn_at IS NULL AND v.kind <> 'group'
          AND s.id = ANY (sec.led_by_me())) AS met`.execute(tx)
  const [reach] = rows
  const name = (await namesOf(tx, [participant])).get(participant)
  if (name === undefined || (reach?.reads !== true && reach?.holds !== true))
    throw new Refusal('not-available', 'There is nothing here for you.', 404)
  const writes = reach.writes === true || (reach.holds === true && reach.met)
  return { name, mayWrite: writes && actor.role !== 'participant' }
}

type OfPerson = ProgressNote & { readonly participant: string }

/** Signed notes of these people in the version that was signed, and own drafts in their latest; newest first. */
export async function notesOfPeople(
  tx: Tx,
  actor: Actor,
  asked: { people: readonly string[]; mayWrite: boolean },
): Promise<OfPerson[]> {
  if (asked.people.length === 0) return []
  const rows = await storedNotes(tx, asked.people)
  const signaturesOf = groupBy(
    await tx
      .selectFrom('note_signature')
      .selectAll()
      .where('participant_id', 'in', asked.people)
      .orderBy('signed_at')
      .execute(),
    ({ note_id }) => note_id,
  )
  const returnsOf = groupBy(
    await tx
      .selectFrom('note_return')
      .selectAll()
      .where('participant_id', 'in', asked.people)
      .orderBy('returned_at')
      .execute(),
    ({ note_id }) => note_id,
  )
  const addedAt = new Map<string, string>()
  for (const { addendum_to: to, id } of rows)
    for (const { signed_at: at } of signaturesOf.get(id) ?? [])
      if (to !== null && at > (addedAt.get(to) ?? '')) addedAt.set(to, at)
  return rows
    .map((row) =>
      shownNote(row, {
        signatures: signaturesOf.get(row.id) ?? [],
        returns: returnsOf.get(row.id) ?? [],
        addedAt: addedAt.get(row.id) ?? null,
        actor,
        mayWrite: asked.mayWrite,
      }),
    )
    .toSorted((a, b) => (a.writtenAt < b.writtenAt ? 1 : -1))
}

/** One row a note: the version its author signed, else the latest. */
async function storedNotes(tx: Tx, people: readonly string[]) {
  return tx
    .selectFrom('progress_note')
    .leftJoin('note_signature as signature', (join) =>
      join
        .onRef('signature.center_id', '=', 'progress_note.center_id')
        .onRef('signature.participant_id', '=', 'progress_note.participant_id')
        .onRef('signature.note_id', '=', 'progress_note.id')
        .onRef('signature.version', '=', 'progress_note.version')
        .on('signature.signs_as', '=', 'author'),
    )
    .leftJoin('session', (join) =>
      join
        .onRef('session.center_id', '=', 'progress_note.center_id')
        .onRef('session.id', '=', 'progress_note.session_id'),
    )
    .leftJoin('service', (join) =>
      join.onRef('service.center_id', '=', 'session.center_id').onRef('service.id', '=', 'session.service_id'),
    )
    .selectAll('progress_note')
    .select(['session.starts_wall', 'session.ends_at', 'service.name as service'])
    .distinctOn('progress_note.id')
    .where('progress_note.participant_id', 'in', people)
    .orderBy('progress_note.id')
    .orderBy(sql`signature.id IS NULL`)
    .orderBy('progress_note.version', 'desc')
    .execute()
}

type StoredNote = Awaited<ReturnType<typeof storedNotes>>[number]

interface Around {
  readonly signatures: readonly {
    version: number
    signs_as: string
    signed_by: string
    signed_by_name: string
    signed_at: string
    hash: Buffer
    covers: number
    needs_co_signature: boolean
  }[]
  readonly returns: readonly { returned_by_name: string; returned_at: string; words: string }[]
  readonly addedAt: string | null
  readonly actor: Actor
  readonly mayWrite: boolean
}

function shownNote(row: StoredNote, around: Around): OfPerson {
  const { signatures, returns, actor } = around
  const author = signatures.find(({ signs_as }) => signs_as === 'author')
  const state = stateOf({
    signedAt: author?.signed_at ?? null,
    needsCoSignature: author?.needs_co_signature ?? false,
    coSignedAt: signatures.find(({ signs_as }) => signs_as === 'co-signer')?.signed_at ?? null,
    sentBackAt: returns.at(-1)?.returned_at ?? null,
    addedAt: around.addedAt,
  })
  const own = row.author_id === actor.uid
  return {
    participant: row.participant_id,
    id: row.id,
    version: row.version,
    kind: row.kind as ProgressNote['kind'],
    template: row.template as Template,
    session:
      row.session_id && row.service && row.starts_wall
        ? { id: row.session_id, service: row.service, start: row.starts_wall }
        : null,
    addendumTo: row.addendum_to,
    parts: TEMPLATES[row.template as Template].map((part) => ({
      part,
      words: (row.parts as Record<string, string>)[part] ?? '',
    })),
    chips: row.chips,
    copied: row.copied_from !== null,
    author: row.author_name,
    own,
    writtenAt: row.written_at,
    signatures: signatures.map((one) => ({
      as: one.signs_as === 'co-signer' ? 'co-signer' : 'author',
      by: one.signed_by_name,
      at: one.signed_at,
      late: row.ends_at !== null && instantOfStamp(one.signed_at) > instantOfStamp(row.ends_at) + A_DAY,
      matches: matchesSignature(signingOf(row), one),
    })),
    state,
    may: mayDo(state, readerOf(own, around)),
    returns:
      actor.role === 'participant'
        ? []
        : returns.map((one) => ({ by: one.returned_by_name, at: one.returned_at, words: one.words })),
  }
}

function readerOf(own: boolean, { actor, mayWrite }: Around): NoteReader {
  if (own) return 'author'
  if (actor.role === 'supervisor') return 'supervisor'
  return mayWrite ? 'writer' : 'reader'
}

/** A stored note as its signature covers it. */
export function signingOf(row: {
  participant_id: string
  id: string
  version: number
  kind: string
  session_id: string | null
  addendum_to: string | null
  template: string
  parts: unknown
  chips: string[]
}) {
  return {
    participant: row.participant_id,
    note: row.id,
    version: row.version,
    kind: row.kind,
    session: row.session_id,
    addendumTo: row.addendum_to,
    template: row.template,
    parts: row.parts as Record<string, string>,
    chips: row.chips,
  }
}
