import { Anchor, Paper } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Unsigned } from '../../../src/note/progress-note.ts'
import { type NoteBegin, notesApi } from '../../ui/notes-api.ts'
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
          <Item key={`${one.session} ${one.participant ?? ''}`} to={pathOf(one)} search={{ session: one.session }}>
            {one.name !== null && `${one.name}: `}
            {one.service}, {dayWords(one.start.slice(0, 10))} {shortClock(one.start)}
          </Item>
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

function Item({ to, search = {}, children }: { to: string; search?: NoteBegin; children: ReactNode }) {
  return (
    <li>
      <Anchor component={Link} to={to} search={search} className="roomy-link">
        {children}
      </Anchor>
    </li>
  )
}

/** A group's note is one page for all; a one-to-one's goes on where it was begun, or begins about that session. */
function pathOf({ session, participant, note }: Unsigned['sessions'][number]): string {
  if (participant === null) return `/sessions/${session}/note`
  const page = `/people/${participant}/notes`
  return `${page}/${note ?? session}`
}
