import { Anchor, Paper } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { dayWords, shortClock } from '../../ui/times.ts'
import { todayApi } from '../../ui/today-api.ts'
import { say } from '../../ui/words.ts'

/** Sessions one held that wait for a signed note, oldest first; nothing when none does. */
export function UnsignedList() {
  const asked = useQuery({ queryKey: ['unsigned'], queryFn: () => todayApi.unsigned() })
  const groups = (asked.data?.sessions ?? []).filter(({ kind }) => kind === 'group')
  if (groups.length === 0) return null
  return (
    <Paper withBorder p="sm" mb="md" component="section" aria-labelledby="unsigned">
      <h2 id="unsigned" className="today-block">
        {say('note.unsigned', { count: groups.length })}
      </h2>
      <ul className="note-missing">
        {groups.map((one) => (
          <li key={one.session}>
            <Anchor component={Link} to={`/sessions/${one.session}/note`} className="roomy-link">
              {one.service}, {dayWords(one.start.slice(0, 10))} {shortClock(one.start)}
            </Anchor>
          </li>
        ))}
      </ul>
    </Paper>
  )
}
