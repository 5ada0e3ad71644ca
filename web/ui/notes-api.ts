import type { CoSignatures, ProgressNotes, SingleNote, Unsigned } from '../../src/note/progress-note.ts'
import type { NoteDraft, SaveNote } from '../../src/note/single-note.ts'
import { ask } from './ask.ts'

/** Notes of single people: drafts that save themselves, signatures, and what waits for one. */

/** After a save; with conflicts nothing was saved, and both ways out are given whole. */
export interface DraftSaved<Draft> {
  version: number
  draft: Draft
  savedAt: string | null
  conflicts: { field: string; mine: string; theirs: string }[]
  withMine: Draft | null
  withTheirs: Draft | null
}

/** One note of one person. */
export interface NotePlace {
  person: string
  note: string
}

/** Where a note that nobody has begun yet begins. */
export interface NoteBegin {
  session?: string
  addsTo?: string
}

const pathOf = ({ person, note }: NotePlace) => `/api/participants/${person}/notes/${note}`

export const notesApi = {
  of: (person: string) => ask<ProgressNotes>('GET', `/api/participants/${person}/notes`),
  single: (place: NotePlace, begin: NoteBegin) =>
    ask<SingleNote>('GET', `${pathOf(place)}?${new URLSearchParams({ ...begin })}`),
  save: (place: NotePlace, wish: SaveNote) => ask<DraftSaved<NoteDraft>>('PUT', pathOf(place), wish),
  sign: (place: NotePlace, wish: { version: number; clonedOnPurpose: boolean }) =>
    ask<void>('POST', `${pathOf(place)}/signature`, wish),
  unsigned: () => ask<Unsigned>('GET', '/api/notes/unsigned'),
  coSignatures: () => ask<CoSignatures>('GET', '/api/notes/co-signatures'),
  coSign: (place: NotePlace) => ask<void>('POST', `${pathOf(place)}/co-signature`, {}),
  sendBack: (place: NotePlace, words: string) => ask<void>('POST', `${pathOf(place)}/returns`, { words }),
  needCoSignature: (staff: string, needed: boolean) =>
    ask<void>('POST', `/api/staff/${staff}/co-signature-rules`, { needed }),
}
