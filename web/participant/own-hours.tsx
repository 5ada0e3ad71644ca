import type { PersonWeek } from '../../src/schedule/week-board.ts'
import { hoursWords } from '../ui/times.ts'
import { say } from '../ui/words.ts'

/** Hours this week against the goal, as words and as a bar; a missing hour is said plainly and without blame. */
export function OwnHours({ week }: { week: PersonWeek }) {
  const { plannedMinutes, targetMinutes } = week
  const missing = targetMinutes - plannedMinutes
  return (
    <section className="panel" aria-labelledby="hours">
      <h2 id="hours">{say('own.hours')}</h2>
      <p className="own-hours">
        <strong>{hoursWords(plannedMinutes)}</strong> {say('own.ofGoal', { goal: hoursWords(targetMinutes) })}
      </p>
      <div className="bar" aria-hidden="true">
        <div style={{ width: `${Math.min(100, (plannedMinutes / Math.max(1, targetMinutes)) * 100)}%` }} />
      </div>
      {missing > 0 && <p>{say('own.missing', { hours: hoursWords(missing) })}</p>}
    </section>
  )
}
