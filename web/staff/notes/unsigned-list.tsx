import { Anchor, Paper } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Unsigned } from '../../../src/note/progress-note.ts'
import { notesApi } from '../../ui/notes-api.ts'
import { dayWords, shortClock } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { kindWords } from './note-words.ts'

/** What waits for one's own signature or words: sent back first, then sessions, then drafts; nothing when none does. */
export function UnsignedList() {
  const asked = useQuery({ queryKey: ['unsigned'], queryFn: () => notesApi.unsigned() })
  const { sessions = [], drafts = [], sentBack = [] } = asked.data ?? {}
  const count = sessions.length + drafts.length + sentBack.length
  if (count === 0) return null
  return (
    <Paper withBorder p="sm" mb="md" component="section" aria-labelledby="unsigned">
      <h2 id="unsigned" className="today-block">
        {say('note.unsigned', { count })}
      </h2>
      <ul className="note-missing">
        {sentBack.map((one) => (
          <Item key={one.note} to={`/people/${one.participant}`}>
            {say('note.sentBackOf', { name: one.name, by: one.by })}
          </Item>
        ))}
        {sessions.map((one) => (
          <li key={`${one.session} ${one.participant ?? ''}`}>
            <SessionLink one={one} />
          </li>
        ))}
        {drafts.map((one) => (
          <Item key={one.note} to={`/people/${one.participant}/notes/${one.note}`}>
            {say('note.draftOf', { name: one.name, kind: kindWords(one.kind) })}
          </Item>
        ))}
      </ul>
    </Paper>
  )
}

function Item({ to, children }: { to: string; children: ReactNode }) {
  return (
    <li>
      <Anchor component={Link} to={to} className="roomy-link">
        {children}
      </Anchor>
    </li>
  )
}

/** A group's note is one page for all; a one-to-one's goes on where it was begun, or begins about that session. */
function SessionLink({ one }: { one: Unsigned['sessions'][number] }) {
  const { session, participant, note } = one
  const when = `${one.service}, ${dayWords(one.start.slice(0, 10))} ${shortClock(one.start)}`
  if (participant === null)
    return (
      <Anchor component={Link} to={`/sessions/${session}/note`} className="roomy-link">
        {when}
      </Anchor>
    )
  return (
    <Link
      to="/people/$personId/notes/$noteId"
      params={{ personId: participant, noteId: note ?? session }}
      search={{ session }}
      className="roomy-link"
    >
      {`${one.name ?? ''}: ${when}`}
    </Link>
  )
}
