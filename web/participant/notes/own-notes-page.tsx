import { useCallback } from 'react'
import type { ProgressNote } from '../../../src/note/progress-note.ts'
import { notesApi } from '../../ui/notes-api.ts'
import { dayWords, instantWords, clockWords } from '../../ui/times.ts'
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
      {notes
        .filter(({ addendumTo }) => addendumTo === null)
        .map((note) => (
          <OwnNote key={note.id} note={note} addenda={addendaOf(note, notes)} timeZone={timeZone} />
        ))}
    </main>
  )
}

/** What was added to a note, in the order in which it was. */
function addendaOf(note: ProgressNote, notes: readonly ProgressNote[]): ProgressNote[] {
  return notes.filter(({ addendumTo }) => addendumTo === note.id).toReversed()
}

function OwnNote(props: { note: ProgressNote; addenda: readonly ProgressNote[]; timeZone: string }) {
  const { note, addenda, timeZone } = props
  const title = note.session?.service ?? say('ownNotes.other')
  return (
    <article className="panel" aria-label={title}>
      <h2>{title}</h2>
      {note.session && (
        <p>
          {dayWords(note.session.start.slice(0, 10))}, {clockWords(note.session.start)}
        </p>
      )}
      <Written note={note} timeZone={timeZone} />
      {addenda.map((one) => (
        <section key={one.id} className="own-added" aria-label={say('ownNotes.added')}>
          <h3>{say('ownNotes.added')}</h3>
          <Written note={one} timeZone={timeZone} />
        </section>
      ))}
    </article>
  )
}

function Written({ note, timeZone }: { note: ProgressNote; timeZone: string }) {
  return (
    <>
      {note.parts
        .filter(({ words }) => words.trim() !== '')
        .map(({ part, words }) => (
          <p key={part} className="own-words">
            {words}
          </p>
        ))}
      {note.signatures.map((one) => (
        <p key={one.at} className="quiet-text">
          {say('ownNotes.signed', { by: one.by, at: instantWords(one.at, timeZone) })}
        </p>
      ))}
    </>
  )
}
