import { useQuery } from '@tanstack/react-query'
import { moveApi } from '../../../ui/move-api.ts'
import { instantWords } from '../../../ui/times.ts'
import { say } from '../../../ui/words.ts'
import { ChangeLines } from '../../change/change-lines.tsx'
import './diff.css'

/** What became of a published week since it was first published; nothing to see where nothing changed. */
export function WeekSincePanel({ week, timeZone }: { week: string; timeZone: string }) {
  const asked = useQuery({ queryKey: ['board', week, 'since'], queryFn: () => moveApi.since(week) })
  // Without it the week can be read all the same.
  if (!asked.data?.since || asked.data.people.length === 0) return null
  const { since, people } = asked.data
  return (
    <details className="no-print diff week-since">
      <summary>{say('diff.since', { people: people.length, when: instantWords(since, timeZone) })}</summary>
      <ul className="diff-changes">
        {people.map(({ id, name, changes }) => (
          <li key={id}>
            <strong>{name}</strong>
            <ChangeLines changes={changes} />
          </li>
        ))}
      </ul>
    </details>
  )
}
