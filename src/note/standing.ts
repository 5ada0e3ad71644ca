/** What has happened to a note, each with its instant; null while it has not. */
export interface NoteEvents {
  readonly signedAt: string | null
  /** Decided when the author signed. */
  readonly needsCoSignature: boolean
  readonly coSignedAt: string | null
  /** The last time a supervisor sent it back. */
  readonly sentBackAt: string | null
  /** The last time an addendum to it was signed. */
  readonly addedAt: string | null
}

export const NOTE_STATES = ['draft', 'locked', 'waits-for-co-signature', 'sent-back'] as const
export type NoteState = (typeof NOTE_STATES)[number]

/** Where a note stands (docs/states/note.md). Nothing leads back from signed to draft. */
export function stateOf(note: NoteEvents): NoteState {
  if (note.signedAt === null) return 'draft'
  if (!note.needsCoSignature || note.coSignedAt !== null) return 'locked'
  if (note.sentBackAt === null) return 'waits-for-co-signature'
  return note.addedAt !== null && note.addedAt > note.sentBackAt ? 'waits-for-co-signature' : 'sent-back'
}

export const NOTE_ACTS = ['write', 'sign', 'add', 'co-sign', 'send-back'] as const
export type NoteAct = (typeof NOTE_ACTS)[number]

/** `writer`: may write notes about this person, but did not write this one. */
export type NoteReader = 'author' | 'writer' | 'supervisor' | 'reader'

/** What a reader may do with a note in this state (docs/states/note.md); signed words are changed by nobody. */
export function mayDo(state: NoteState, who: NoteReader): NoteAct[] {
  if (state === 'draft') return who === 'author' ? ['write', 'sign'] : []
  if (who === 'author' || who === 'writer') return ['add']
  return who === 'supervisor' && state === 'waits-for-co-signature' ? ['co-sign', 'send-back'] : []
}
