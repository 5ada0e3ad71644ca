import { Anchor, Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Role } from '../../../src/access/sign-in.ts'
import type { ProgressNote } from '../../../src/note/progress-note.ts'
import { notesApi } from '../../ui/notes-api.ts'
import { say } from '../../ui/words.ts'
import { NoteCard } from './note-card.tsx'
import './notes.css'

const READERS: readonly Role[] = ['counselor', 'supervisor', 'prescriber', 'privacy-officer']

export function readsNotes(role: Role): boolean {
  return READERS.includes(role)
}

/** Everything written down about one person, newest first: locked notes with their addenda, and one's own drafts. */
export function PersonNotes({ personId }: { personId: string }) {
  const asked = useQuery({ queryKey: ['notes', personId], queryFn: () => notesApi.of(personId), retry: false })
  // Whoever reaches the week and not the notes sees no such section: denied looks like absent.
  if (!asked.data) return null
  const { notes, mayWrite } = asked.data
  const single = notes.filter(({ addendumTo, state }) => addendumTo === null || state === 'draft')
  return (
    <section className="no-print note-list" aria-labelledby="notes">
      <div className="note-tools">
        <h2 id="notes">{say('note.title')}</h2>
        {mayWrite && (
          <Button component={Link} to={`/people/${personId}/notes/${crypto.randomUUID()}`} size="xs" variant="default">
            {say('note.new')}
          </Button>
        )}
      </div>
      {single.length === 0 && <Text className="quiet-text">{say('note.none')}</Text>}
      {single.map((note) => (
        <NoteCard key={note.id} note={note} addenda={addendaOf(note, notes)}>
          <Acts note={note} personId={personId} />
        </NoteCard>
      ))}
      <Text size="sm" className="quiet-text">
        {say('note.counselingApart')}
      </Text>
    </section>
  )
}

function addendaOf(note: ProgressNote, notes: readonly ProgressNote[]): ProgressNote[] {
  return notes.filter(({ addendumTo, state }) => addendumTo === note.id && state !== 'draft').toReversed()
}

function Acts({ note, personId }: { note: ProgressNote; personId: string }) {
  if (note.may.includes('write'))
    return (
      <Anchor component={Link} to={`/people/${personId}/notes/${note.id}`} size="sm" className="roomy-link">
        {say('note.goOn')}
      </Anchor>
    )
  if (!note.may.includes('add')) return null
  return (
    <Link
      to="/people/$personId/notes/$noteId"
      params={{ personId, noteId: crypto.randomUUID() }}
      search={{ addsTo: note.id }}
      className="roomy-link"
    >
      {say('note.add')}
    </Link>
  )
}
