import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Unsigned } from '../../../src/note/progress-note.ts'
import { notesApi } from '../../ui/notes-api.ts'
import { dayWords, clockWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { kindWords } from '../notes/note-words.ts'
import { RailSection } from './rail-section.tsx'

/** What waits for one's own signature or words. */
export function UnsignedRail() {
  const asked = useQuery({ queryKey: ['unsigned'], queryFn: () => notesApi.unsigned() })
  return asked.data ? <UnsignedNotes {...asked.data} /> : null
}

/** Sent back first, then sessions that are over, then drafts of other notes. */
export function UnsignedNotes({ sessions, drafts, sentBack }: Unsigned) {
  const lines = [
    ...sentBack.map((one) => (
      <li key={one.note}>
        <Link to="/people/$personId" params={{ personId: one.participant }} className="roomy-link">
          {say('note.sentBackOf', { name: one.name, by: one.by })}
        </Link>
      </li>
    )),
    ...sessions.map((one) => (
      <li key={`${one.session} ${one.participant ?? ''}`}>
        <SessionLink one={one} />
        <span className="quiet-text">
          {dayWords(one.start.slice(0, 10))}, {clockWords(one.start)}
        </span>
      </li>
    )),
    ...drafts.map((one) => (
      <li key={one.note}>
        <NoteLink {...one}>{say('note.draftOf', { name: one.name, kind: kindWords(one.kind) })}</NoteLink>
      </li>
    )),
  ]
  return (
    <RailSection title={say('now.unsigned')} count={lines.length}>
      {lines}
    </RailSection>
  )
}

/** A group's note is one page for all; a one-to-one's goes on where it was begun, or begins about that session. */
export function SessionLink({ one, words }: { one: Unsigned['sessions'][number]; words?: string }) {
  const { session, participant, note, name, service } = one
  if (participant === null)
    return (
      <Link to="/sessions/$sessionId/note" params={{ sessionId: session }} className="roomy-link">
        {words ?? service}
      </Link>
    )
  return (
    <NoteLink participant={participant} note={note ?? session} session={session}>
      {words ?? `${name ?? ''}: ${service}`}
    </NoteLink>
  )
}

function NoteLink(props: { participant: string; note: string; session?: string; children: ReactNode }) {
  const { participant, note, session, children } = props
  return (
    <Link
      to="/people/$personId/notes/$noteId"
      params={{ personId: participant, noteId: note }}
      search={session === undefined ? {} : { session }}
      className="roomy-link"
    >
      {children}
    </Link>
  )
}
