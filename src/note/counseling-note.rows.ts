import type { Actor } from '../kernel/claims.ts'
import { openerOf, sealerOf, type PersonPlace } from '../kernel/data-key.rows.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import type { KeyStore } from '../kernel/key-store.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { refuseUnlessReached } from '../access/reach.rows.ts'
import type { CounselingNotes } from './counseling-note.ts'

/** One person's notes, as their author asks. */
export interface NotesOf {
  readonly actor: Actor
  readonly keys: KeyStore
  readonly participant: string
}

/** The author's own notes on this person, each in its latest version, newest first. Refusal `not-available`. */
export async function readNotes(tx: Tx, asked: NotesOf): Promise<CounselingNotes> {
  const { actor, keys, participant } = asked
  await refuseUnlessReached(tx, { dataClass: 'C4', verb: 'r', participant })
  const rows = await tx
    .selectFrom('counseling_note')
    .distinctOn('id')
    .select(['id', 'version', 'sealed', 'recorded_at'])
    .where('center_id', '=', actor.center)
    .where('participant_id', '=', participant)
    .orderBy('id')
    .orderBy('version', 'desc')
    .execute()
  const open = await openerOf(tx, keys, { center: actor.center, participant })
  const notes = rows.map((row) => {
    const words = open(placeOf(row.id, row.version), row.sealed)
    return { id: row.id, version: row.version, recordedAt: row.recorded_at, words, erased: words === null }
  })
  return { notes: notes.toReversed() }
}

/** Refusals: `not-available` outside the own caseload, `erased`. */
export async function writeNote(tx: Tx, asked: NotesOf, words: string): Promise<{ id: string }> {
  const id = newId()
  await addVersion(tx, asked, { id, version: 1, words })
  return { id }
}

/** A new version; the earlier ones stay. Refusals: `not-available` for anybody but the author, `erased`. */
export async function amendNote(
  tx: Tx,
  asked: NotesOf,
  note: { id: string; words: string },
): Promise<{ version: number }> {
  const latest = await tx
    .selectFrom('counseling_note')
    .select('version')
    .where('center_id', '=', asked.actor.center)
    .where('participant_id', '=', asked.participant)
    .where('id', '=', note.id)
    .orderBy('version', 'desc')
    .executeTakeFirst()
  if (!latest) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  const version = latest.version + 1
  await addVersion(tx, asked, { ...note, version })
  return { version }
}

async function addVersion(tx: Tx, asked: NotesOf, note: { id: string; version: number; words: string }): Promise<void> {
  const { actor, keys, participant } = asked
  onRecord(tx, { people: [participant], objects: [note.id], verb: 'write' })
  const seal = await sealerOf(tx, keys, { center: actor.center, participant })
  await tx
    .insertInto('counseling_note')
    .values({
      center_id: actor.center,
      participant_id: participant,
      id: note.id,
      version: note.version,
      replaces: note.version > 1 ? note.version - 1 : null,
      author_id: actor.uid ?? '',
      sealed: seal(placeOf(note.id, note.version), note.words),
    })
    .execute()
}

function placeOf(id: string, version: number): PersonPlace {
  return { table: 'counseling_note', column: 'sealed', dataClass: 'C4', id, version }
}
