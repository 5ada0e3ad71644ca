import { Paper } from '@mantine/core'
import type { PersonWeek } from '../../../src/schedule/week-board.ts'
import { hoursWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ShortfallList } from '../week/shortfall-list.tsx'

export function PersonHours({ week }: { week: PersonWeek }) {
  const percent = Math.min(100, (week.plannedMinutes / Math.max(1, week.targetMinutes)) * 100)
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-label={say('person.hours')}>
      <strong>{hoursWords(week.plannedMinutes)}</strong> {say('hours.of', { target: hoursWords(week.targetMinutes) })}
      <div className="hours-bar" aria-hidden="true">
        <div style={{ width: `${percent}%` }} />
      </div>
      {!week.published && <p className="quiet-text">{say('person.notPublished')}</p>}
      {week.shortfalls.length > 0 && <ShortfallList shortfalls={week.shortfalls} />}
    </Paper>
  )
}
