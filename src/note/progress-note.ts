import { z } from 'zod'
import { NOTE_KINDS, NoteDraft } from './single-note.ts'
import { NOTE_ACTS, NOTE_STATES } from './standing.ts'

const Signature = z.object({
  as: z.enum(['author', 'co-signer']),
  by: z.string(),
  at: z.string(),
  /** Signed more than a day after the session ended. */
  late: z.boolean(),
  /** False: the words, or what they belong to, are no longer those that were signed. */
  matches: z.boolean(),
})

/** One person's note in its latest version. */
export const ProgressNote = z.object({
  id: z.uuid(),
  version: z.int(),
  kind: z.enum(NOTE_KINDS),
  template: z.enum(['DAP', 'BIRP', 'SOAP']),
  session: z.object({ id: z.uuid(), service: z.string(), start: z.string() }).nullable(),
  addendumTo: z.uuid().nullable(),
  parts: z.array(z.object({ part: z.string(), words: z.string() })),
  chips: z.array(z.string()),
  copied: z.boolean(),
  author: z.string(),
  own: z.boolean(),
  writtenAt: z.string(),
  signatures: z.array(Signature),
  state: z.enum(NOTE_STATES),
  /** What the reader may do with it. */
  may: z.array(z.enum(NOTE_ACTS)),
  /** What a supervisor sent back to the author, oldest first; staff read it. */
  returns: z.array(z.object({ by: z.string(), at: z.string(), words: z.string() })),
})
export type ProgressNote = z.infer<typeof ProgressNote>

export const ProgressNotes = z.object({ name: z.string(), notes: z.array(ProgressNote), mayWrite: z.boolean() })
export type ProgressNotes = z.infer<typeof ProgressNotes>

/** One note while it is written, with everything its page shows. */
export const SingleNote = z.object({
  name: z.string(),
  version: z.int(),
  savedAt: z.string().nullable(),
  draft: NoteDraft,
  missing: z.array(
    z.object({ what: z.enum(['license', 'not-over', 'unmarked', 'no-part', 'cloned']), words: z.string() }),
  ),
  signed: z.boolean(),
  /** Sessions of this person the writer held and has not written about, and the one this note is about. */
  sessions: z.array(z.object({ id: z.uuid(), service: z.string(), kind: z.string(), start: z.string() })),
  /** The note this one adds to. */
  addsTo: ProgressNote.nullable(),
  /** The last signed note of the kind, to begin from. */
  last: z
    .object({ id: z.uuid(), template: z.enum(['DAP', 'BIRP', 'SOAP']), parts: z.record(z.string(), z.string()) })
    .nullable(),
})
export type SingleNote = z.infer<typeof SingleNote>

/** Signed notes that wait for the second signature of a supervisor, and whose notes need one. */
export const CoSignatures = z.object({
  waiting: z.array(ProgressNote.extend({ participant: z.uuid(), name: z.string(), addenda: z.array(ProgressNote) })),
  team: z.array(z.object({ staff: z.uuid(), name: z.string(), needed: z.boolean() })),
})
export type CoSignatures = z.infer<typeof CoSignatures>

/** What waits for one's own hand: sessions without a signed note, drafts of no such session, what was sent back. */
export const Unsigned = z.object({
  sessions: z.array(
    z.object({
      session: z.uuid(),
      service: z.string(),
      kind: z.string(),
      start: z.string(),
      members: z.int(),
      /** Of a one-to-one: the person, and the draft that was begun. Null for a group, whose note is one for all. */
      participant: z.uuid().nullable(),
      name: z.string().nullable(),
      note: z.uuid().nullable(),
    }),
  ),
  drafts: z.array(
    z.object({
      note: z.uuid(),
      participant: z.uuid(),
      name: z.string(),
      kind: z.enum(NOTE_KINDS),
      savedAt: z.string(),
    }),
  ),
  sentBack: z.array(
    z.object({
      note: z.uuid(),
      participant: z.uuid(),
      name: z.string(),
      words: z.string(),
      by: z.string(),
      at: z.string(),
    }),
  ),
})
export type Unsigned = z.infer<typeof Unsigned>

/**
 * What a signature is over: what was written, for whom, by whom, in which version; and, since there are addenda, what kind
 * of note it is, of which session, added to which other.
 */
export function signedContent(
  note: {
    readonly participant: string
    readonly note: string
    readonly version: number
    readonly template: string
    readonly parts: Readonly<Record<string, string>>
    readonly chips: readonly string[]
    readonly signedBy: string
    readonly signsAs: 'author' | 'co-signer'
  },
  belongsTo: { readonly kind: string; readonly session: string | null; readonly addendumTo: string | null } | null,
) {
  return { ...note, chips: [...note.chips], ...belongsTo }
}
