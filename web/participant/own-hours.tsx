import { useCallback } from 'react'
import type { PersonWeek } from '../../src/schedule/week-board.ts'
import { hoursWords } from '../ui/times.ts'
import { todayApi } from '../ui/today-api.ts'
import { say } from '../ui/words.ts'
import { useAnswer } from './use-answer.ts'

/**
 * Hours this week against the goal, as words and as a bar, and how many were attended and are still to come; a missing
 * hour is said plainly and without blame. What a payer makes of them is not the person's work.
 */
export function OwnHours({ week }: { week: PersonWeek }) {
  const { plannedMinutes, targetMinutes, person, weekStart } = week
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
      <SoFar personId={person.id} weekStart={weekStart} />
    </section>
  )
}

/** Nothing while it is not known: the plan above stands without it. */
function SoFar({ personId, weekStart }: { personId: string; weekStart: string }) {
  const [{ value }] = useAnswer(useCallback(() => todayApi.hours(personId, weekStart), [personId, weekStart]))
  if (!value) return null
  const { attended } = value.minutes
  const { ahead } = value.forecast
  return (
    <p>
      {attended > 0 && `${say('own.attended', { hours: hoursWords(attended) })} `}
      {ahead > 0 ? say('own.ahead', { hours: hoursWords(ahead) }) : say('own.ahead.none')}
    </p>
  )
}
