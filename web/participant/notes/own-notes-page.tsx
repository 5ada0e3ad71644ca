import { useCallback } from 'react'
import type { ProgressNote } from '../../../src/note/progress-note.ts'
import { notesApi } from '../../ui/notes-api.ts'
import { dayWords, instantWords, shortClock } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { Trouble } from '../trouble.tsx'
import { useAnswer } from '../use-answer.ts'

/** What the team wrote down about one's own sessions, once it is signed; read only. */
export function OwnNotesPage({ personId, timeZone }: { personId: string; timeZone: string }) {
  const [asked, again] = useAnswer(useCallback(() => notesApi.of(personId), [personId]))
  const notes = asked.value?.notes ?? []
  return (
    <main className="page">
      <h1>{say('places.notes')}</h1>
      <p>{say('ownNotes.what')}</p>
      {asked.error !== undefined && <Trouble error={asked.error} again={again} />}
      {asked.value === undefined && asked.error === undefined && <p role="status">{say('own.loading')}</p>}
      {asked.value && notes.length === 0 && <p className="panel">{say('ownNotes.none')}</p>}
      {notes.map((note) => (
        <OwnNote key={note.id} note={note} timeZone={timeZone} />
      ))}
    </main>
  )
}

function OwnNote({ note, timeZone }: { note: ProgressNote; timeZone: string }) {
  const title = note.addendumTo === null ? (note.session?.service ?? say('ownNotes.other')) : say('ownNotes.added')
  return (
    <article className="panel" aria-label={title}>
      <h2>{title}</h2>
      {note.session && (
        <p>
          {dayWords(note.session.start.slice(0, 10))} {shortClock(note.session.start)}
        </p>
      )}
      {note.parts
        .filter(({ words }) => words.trim() !== '')
        .map(({ part, words }) => (
          <p key={part} style={{ whiteSpace: 'pre-wrap' }}>
            {words}
          </p>
        ))}
      {note.signatures.map((one) => (
        <p key={one.at} className="quiet-text">
          {say('ownNotes.signed', { by: one.by, at: instantWords(one.at, timeZone) })}
        </p>
      ))}
    </article>
  )
}
