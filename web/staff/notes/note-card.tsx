import { Alert, Badge, Paper, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ProgressNote } from '../../../src/note/progress-note.ts'
import { dayWords, instantWords, clockWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { useSession } from '../session.ts'
import { kindWords, partWords, stateWords } from './note-words.ts'

/** A note with who signed it and when; its addenda beneath; buttons of whoever may do something with it. */
export function NoteCard(props: {
  note: ProgressNote
  /** Whose note it is, where the page is about several people. */
  name?: string
  addenda?: readonly ProgressNote[]
  children?: ReactNode
}) {
  const { note, name, addenda = [] } = props
  const title = note.session?.service ?? kindWords(note.kind)
  return (
    <Paper withBorder p="sm" mb="sm" component="article" aria-label={`${name ?? ''} ${title}`.trim()}>
      <div className="note-member">
        <strong>
          {name !== undefined && `${name}: `}
          {title}
        </strong>
        {note.session && (
          <span className="quiet-text">
            {dayWords(note.session.start.slice(0, 10))}, {clockWords(note.session.start)}
          </span>
        )}
        <Badge variant="outline" color={note.state === 'locked' ? 'gray' : 'yellow'} radius="sm">
          {stateWords(note.state)}
        </Badge>
        {note.copied && <span className="quiet-text">{say('note.copied')}</span>}
      </div>
      <Words note={note} />
      <Signatures note={note} />
      {note.returns.map((one) => (
        <Text key={one.at} size="sm" mt={6}>
          {say('note.returned', { by: one.by })} “{one.words}”
        </Text>
      ))}
      {addenda.map((one) => (
        <section key={one.id} className="note-addendum" aria-label={say('note.addendum')}>
          <strong>{say('note.addendum')}</strong>
          <Words note={one} />
          <Signatures note={one} />
        </section>
      ))}
      {props.children}
    </Paper>
  )
}

function Words({ note }: { note: ProgressNote }) {
  const written = note.parts.filter(({ words }) => words.trim() !== '')
  return (
    <dl className="note-parts">
      {written.map(({ part, words }) => (
        <div key={part}>
          {note.addendumTo === null && <dt>{partWords(part)}</dt>}
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  )
}

function Signatures({ note }: { note: ProgressNote }) {
  const { timeZone } = useSession().center
  if (note.signatures.length === 0)
    return (
      <Text size="sm" className="quiet-text">
        {say('note.writtenBy', { by: note.author, at: instantWords(note.writtenAt, timeZone) })}
      </Text>
    )
  return (
    <>
      {note.signatures.map((one) => (
        <Text key={one.at} size="sm" className="quiet-text">
          {one.as === 'author'
            ? say('note.signedBy', { by: one.by, at: instantWords(one.at, timeZone) })
            : say('note.coSignedBy', { by: one.by, at: instantWords(one.at, timeZone) })}
          {one.late && one.as === 'author' && ` · ${say('note.late')}`}
        </Text>
      ))}
      {note.signatures.some(({ matches }) => !matches) && (
        <Alert variant="outline" color="red" mt={6} role="alert">
          {say('note.changed')}
        </Alert>
      )}
    </>
  )
}
