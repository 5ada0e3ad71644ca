import type { BoardPerson } from '../../../src/schedule/week-board.ts'
import { Icon } from '../../ui/icon.tsx'
import { hoursWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { isShort } from './week-filter.ts'

/** Planned hours against the target of nine, as numbers and as a bar; what was prescribed stands below. */
export function HoursCell({ person }: { person: BoardPerson }) {
  const { plannedMinutes, targetMinutes, prescribedMinutes } = person
  const short = isShort(person)
  return (
    <div className={short ? 'hours hours-short' : 'hours'}>
      <div className="hours-words">
        {short && <Icon name="warning" size={14} />}
        <strong>{hoursWords(plannedMinutes)}</strong> {say('hours.of', { target: hoursWords(targetMinutes) })}
      </div>
      <div className="hours-bar" aria-hidden="true">
        <div style={{ width: `${Math.min(100, (plannedMinutes / Math.max(1, targetMinutes)) * 100)}%` }} />
      </div>
      <div className="hours-prescribed">{say('hours.prescribed', { hours: hoursWords(prescribedMinutes) })}</div>
    </div>
  )
}
