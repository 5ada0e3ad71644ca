import { namesOf } from '../attendance/seated.rows.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { supervisedTeam } from './co-signature-rule.rows.ts'
import type { CoSignatures } from './progress-note.ts'
import { notesOfPeople, signingOf } from './progress-note.rows.ts'
import type { NotePlace } from './single-note.rows.ts'
import { signNotes } from './signature.rows.ts'
import type { NoteAct } from './standing.ts'

/** Signed notes of the supervisor's team that wait for a second signature, oldest first, each with its addenda. */
export async function readCoSignatures(tx: Tx, actor: Actor): Promise<CoSignatures> {
  const due = await tx
    .selectFrom('note_signature')
    .select('participant_id')
    .distinct()
    .where('needs_co_signature', '=', true)
    .where((one) =>
      one.not(
        one.exists(
          one
            .selectFrom('note_signature as second')
            .select('second.id')
            .whereRef('second.note_id', '=', 'note_signature.note_id')
            .where('second.signs_as', '=', 'co-signer'),
        ),
      ),
    )
    .execute()
  const people = due.map(({ participant_id }) => participant_id)
  const notes = await notesOfPeople(tx, actor, { people, mayWrite: false })
  const waiting = notes.filter(({ may }) => may.includes('co-sign')).toReversed()
  onRecord(tx, { people: waiting.map(({ participant }) => participant), objects: waiting.map(({ id }) => id) })
  const names = await namesOf(tx, people)
  return {
    waiting: waiting.map((note) => ({
      ...note,
      name: names.get(note.participant) ?? '',
      addenda: notes.filter(({ addendumTo }) => addendumTo === note.id),
    })),
    team: await supervisedTeam(tx),
  }
}

/** Signs beside the author. Refusals: `not-available`, `not-waiting` when the note waits for no second signature. */
export async function coSignNote(tx: Tx, actor: Actor, asked: NotePlace): Promise<void> {
  await refuseUnless(tx, actor, { ...asked, act: 'co-sign' })
  onRecord(tx, { people: [asked.participant], objects: [asked.note], verb: 'write' })
  const author = await tx
    .selectFrom('note_signature')
    .select('version')
    .where('participant_id', '=', asked.participant)
    .where('note_id', '=', asked.note)
    .where('signs_as', '=', 'author')
    .executeTakeFirstOrThrow()
  const signed = await tx
    .selectFrom('progress_note')
    .selectAll()
    .where('participant_id', '=', asked.participant)
    .where('id', '=', asked.note)
    .where('version', '=', author.version)
    .executeTakeFirstOrThrow()
  await signNotes(tx, actor, [signingOf(signed)], 'co-signer')
}

/** Sends a note back to its author, who answers with an addendum. Refusals: `not-available`, `not-waiting`. */
export async function sendNoteBack(tx: Tx, actor: Actor, asked: NotePlace & { words: string }): Promise<void> {
  await refuseUnless(tx, actor, { ...asked, act: 'send-back' })
  onRecord(tx, { people: [asked.participant], objects: [asked.note], verb: 'write' })
  await tx
    .insertInto('note_return')
    .values({
      center_id: actor.center,
      participant_id: asked.participant,
      id: newId(),
      note_id: asked.note,
      words: asked.words,
      returned_by: actor.uid ?? '',
      returned_by_name: actor.name,
    })
    .execute()
}

async function refuseUnless(tx: Tx, actor: Actor, asked: NotePlace & { act: NoteAct }): Promise<void> {
  const notes = await notesOfPeople(tx, actor, { people: [asked.participant], mayWrite: false })
  const note = notes.find(({ id }) => id === asked.note)
  if (!note) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  if (!note.may.includes(asked.act))
    throw new Refusal('not-waiting', 'This note waits for no second signature. Maybe somebody signed it meanwhile.')
  if (note.signatures.some(({ matches }) => !matches))
    throw new Refusal('not-matching', 'This note no longer matches its signature. Tell the privacy officer.')
}
