import type { NoteBegin } from '../../ui/notes-api.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What a new note is about: a session that was held, or a signed note it adds to. */
export function readNoteSearch(raw: Record<string, unknown>): NoteBegin {
  const { session, addsTo } = raw as { session?: unknown; addsTo?: unknown }
  return {
    ...(typeof session === 'string' && ID.test(session) ? { session } : {}),
    ...(typeof addsTo === 'string' && ID.test(addsTo) ? { addsTo } : {}),
  }
}
