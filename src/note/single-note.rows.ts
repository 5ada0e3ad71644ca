import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import type { DraftAnswer } from './draft.rows.ts'
import type { Template } from './group-note.ts'
import type { SingleNote } from './progress-note.ts'
import { notesOfPeople, reachedPerson } from './progress-note.rows.ts'
import { draftInPlace, isSessionSigned, lockNotesOf, seatedAttendance, sessionsFor } from './session-of-note.rows.ts'
import { licenseTroubleIn, signNotes } from './signature.rows.ts'
import { mergeNotes, missingInNote, missingInWords, NoteDraft, type NoteFacts, type SaveNote } from './single-note.ts'
import { inTemplate, wordsOf } from './template.ts'

/** One note of one person. */
export interface NotePlace {
  readonly participant: string
  readonly note: string
}

/**
 * A note as its writer's page shows it; for an id nobody has used yet, an empty one about `session` or adding to `addsTo`.
 * Refusal `not-available` for whoever may not write about this person, or when somebody else is writing this note.
 */
export async function readSingleNote(
  tx: Tx,
  actor: Actor,
  asked: NotePlace & {
    session: string | null
    addsTo: string | null
    now: number
    today: string
    clonedOnPurpose?: boolean
  },
): Promise<SingleNote> {
  const { participant, note, now, today } = asked
  const name = await writtenAbout(tx, actor, participant)
  onRecord(tx, { people: [participant], objects: [note] })
  const latest = await latestOf(tx, asked)
  const addendumTo = latest?.draft.addendumTo ?? asked.addsTo
  const known = await notesOfPeople(tx, actor, { people: [participant], mayWrite: true })
  const addsTo = known.find(({ id, state }) => id === addendumTo && state !== 'draft') ?? null
  if (addendumTo !== null && addsTo === null) throw NOTHING_HERE
  const sessions = await sessionsFor(tx, { participant, note, now })
  const begun = latest?.draft ?? emptyNote(sessions.find(({ id }) => id === asked.session) ?? null, addsTo)
  const before = known.find(
    ({ id, kind, state, addendumTo: to }) => id !== note && kind === begun.kind && state !== 'draft' && to === null,
  )
  const last = before
    ? {
        id: before.id,
        template: before.template,
        parts: Object.fromEntries(before.parts.map(({ part, words }) => [part, words])),
      }
    : null
  const facts: NoteFacts = {
    session: begun.session === null ? null : await seatedAttendance(tx, { session: begun.session, participant, now }),
    lastWords: last ? wordsOf(last) : null,
    clonedOnPurpose: asked.clonedOnPurpose === true,
  }
  // An addendum is signed today for words of today; the note it adds to had its license.
  const trouble =
    begun.session === null
      ? null
      : await licenseTroubleIn(tx, begun.session, { today, ...(addendumTo === null ? {} : { day: today }) })
  return {
    name,
    version: latest?.version ?? 0,
    savedAt: latest?.savedAt ?? null,
    draft: begun,
    missing: [
      ...(trouble === null ? [] : [{ what: 'license' as const, words: trouble }]),
      ...missingInWords(missingInNote(begun, facts)),
    ],
    signed: known.some(({ id, state }) => id === note && state !== 'draft'),
    sessions,
    addsTo,
    last,
  }
}

/**
 * Saves one note as its next version. What another screen saved meanwhile is merged in; where both wrote in the same place
 * nothing is saved and both texts are answered. Sent again it is the same save. Refusals: `not-available`, `signed-already`.
 */
export async function saveNote(tx: Tx, actor: Actor, asked: NotePlace & SaveNote): Promise<DraftAnswer<NoteDraft>> {
  const { participant, note, basedOn } = asked
  await writtenAbout(tx, actor, participant)
  const draft = await draftInPlace(tx, asked)
  await refuseSigned(tx, asked)
  onRecord(tx, { people: [participant], objects: [note], verb: 'write' })
  const latest = await latestOf(tx, asked)
  const answered = { conflicts: [], withMine: null, withTheirs: null }
  if (latest && sameDraft(latest.draft, draft)) return { ...latest, ...answered, savedBy: actor.name }
  const empty = { ...draft, parts: {}, chips: [], copiedFrom: null }
  const base = basedOn === 0 ? empty : ((await latestOf(tx, asked, basedOn))?.draft ?? empty)
  const theirs = latest?.draft ?? empty
  const merged = (latest?.version ?? 0) === basedOn ? { draft, conflicts: [] } : mergeNotes(base, draft, theirs)
  if (latest && merged.conflicts.length > 0) {
    const withTheirs = mergeNotes(base, theirs, draft).draft
    return { ...latest, savedBy: actor.name, conflicts: merged.conflicts, withMine: merged.draft, withTheirs }
  }
  const version = (latest?.version ?? 0) + 1
  const whole = await draftInPlace(tx, { participant, draft: merged.draft })
  const saved = await insertVersion(tx, actor, { participant, note, version, draft: whole })
  // Another screen saved between the reading and the writing: its version is the one to merge with now.
  if (!saved) return saveNote(tx, actor, asked)
  return { version, draft: whole, savedAt: saved.written_at, savedBy: actor.name, ...answered }
}

/**
 * Signs the latest version and locks the note. Refusals: `not-available`, `note-moved`, `signed-already` (also when another
 * note of this person and session is), `license-ended`, `note-incomplete` with the first thing that is missing.
 */
export async function signNote(
  tx: Tx,
  actor: Actor,
  asked: NotePlace & { version: number; clonedOnPurpose: boolean; now: number; today: string },
): Promise<void> {
  const { participant, note, version } = asked
  const about = (await latestOf(tx, asked))?.draft.session ?? null
  if (about !== null) await lockNotesOf(tx, about)
  const single = await readSingleNote(tx, actor, { ...asked, session: null, addsTo: null })
  onRecord(tx, { verb: 'write' })
  if (single.version === 0) throw NOTHING_HERE
  if (single.signed) throw new Refusal('signed-already', 'This note is signed already.')
  if (single.version !== version)
    throw new Refusal('note-moved', 'This note was saved on another screen meanwhile. Read it again, then sign.')
  const [first] = single.missing
  if (first?.what === 'license') throw new Refusal('license-ended', first.words)
  if (first) throw new Refusal('note-incomplete', `${single.missing.length} things are missing. First: ${first.words}`)
  await refuseSignedSession(tx, participant, single.draft)
  const { kind, template, parts, chips, session, addendumTo } = single.draft
  await signNotes(tx, actor, [{ participant, note, version, kind, session, addendumTo, template, parts, chips }])
}

const NOTHING_HERE = new Refusal('not-available', 'There is nothing here for you.', 404)

async function writtenAbout(tx: Tx, actor: Actor, participant: string): Promise<string> {
  const { name, mayWrite } = await reachedPerson(tx, actor, participant)
  if (!mayWrite) throw NOTHING_HERE
  return name
}

/** A draft saved before its place was checked is checked now. */
async function refuseSignedSession(tx: Tx, participant: string, draft: NoteDraft): Promise<void> {
  const { kind, session } = await draftInPlace(tx, { participant, draft })
  if (kind !== draft.kind || session !== draft.session) throw NOTHING_HERE
  if (session !== null && draft.addendumTo === null && (await isSessionSigned(tx, session, participant)))
    throw new Refusal('signed-already', 'A note of this session is signed already. Write an addendum to it instead.')
}

async function refuseSigned(tx: Tx, { participant, note }: NotePlace): Promise<void> {
  const signed = await tx
    .selectFrom('note_signature')
    .select('id')
    .where('participant_id', '=', participant)
    .where('note_id', '=', note)
    .executeTakeFirst()
  if (signed) throw new Refusal('signed-already', 'This note is signed and locked. Write an addendum to it instead.')
}

async function latestOf(tx: Tx, { participant, note }: NotePlace, version?: number) {
  const row = await tx
    .selectFrom('progress_note')
    .selectAll()
    .where('participant_id', '=', participant)
    .where('id', '=', note)
    .$if(version !== undefined, (query) => query.where('version', '=', version!))
    .orderBy('version', 'desc')
    .executeTakeFirst()
  if (!row) return undefined
  const draft: NoteDraft = {
    kind: row.kind as NoteDraft['kind'],
    template: row.template as Template,
    session: row.session_id,
    addendumTo: row.addendum_to,
    parts: row.parts as Record<string, string>,
    chips: row.chips,
    copiedFrom: row.copied_from,
  }
  return { version: row.version, savedAt: row.written_at, draft }
}

async function insertVersion(
  tx: Tx,
  actor: Actor,
  { participant, note, version, draft }: NotePlace & { version: number; draft: NoteDraft },
) {
  return tx
    .insertInto('progress_note')
    .values({
      center_id: actor.center,
      participant_id: participant,
      id: note,
      version,
      session_id: draft.session,
      addendum_to: draft.addendumTo,
      kind: draft.kind,
      template: draft.template,
      parts: JSON.stringify(draft.parts),
      chips: draft.chips,
      copied_from: draft.copiedFrom,
      author_id: actor.uid ?? '',
      author_name: actor.name,
    })
    .onConflict((on) => on.doNothing())
    .returning('written_at')
    .executeTakeFirst()
}

function emptyNote(about: SingleNote['sessions'][number] | null, addsTo: SingleNote['addsTo']): NoteDraft {
  const kind = about ? kindOf(about.kind) : 'case-management'
  const session = addsTo ? (addsTo.session?.id ?? null) : (about?.id ?? null)
  const template = addsTo?.template ?? 'DAP'
  const draft = { kind: addsTo?.kind ?? kind, session, addendumTo: addsTo?.id ?? null, chips: [], copiedFrom: null }
  return inTemplate({ ...draft, template, parts: {} }, template)
}

/** What a note about a service of this kind is called. */
function kindOf(service: string): NoteDraft['kind'] {
  return service === 'individual' || service === 'family' || service === 'medical' ? service : 'case-management'
}

function sameDraft(stored: NoteDraft, written: NoteDraft): boolean {
  const { parts, ...rest } = stored
  const { parts: words, ...others } = written
  const names = [...new Set([...Object.keys(parts), ...Object.keys(words)])]
  return (
    names.every((name) => (parts[name] ?? '') === (words[name] ?? '')) &&
    (Object.keys(rest) as (keyof typeof rest)[]).every(
      (key) => JSON.stringify(rest[key]) === JSON.stringify(others[key]),
    )
  )
}
