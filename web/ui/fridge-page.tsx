import type { PersonWeek } from '../../src/schedule/week-board.ts'
import './fridge-page.css'
import { daysOf } from './person-days.ts'
import { longDayWords, spanWords, weekWords } from './times.ts'
import { say } from './words.ts'

/**
 * The paper for the kitchen door: one page, large type, neutral titles, no program name (experience.md 11). Only paper
 * shows it.
 */
export function FridgePage({ week }: { week: PersonWeek }) {
  const days = daysOf(week).filter(({ sessions, busy }) => sessions.length + busy.length > 0)
  return (
    <div className="fridge" aria-hidden="true">
      <p className="fridge-title">{say('fridge.title', { week: weekWords(week.weekStart) })}</p>
      {days.map((day) => (
        <div key={day.date} className="fridge-day">
          <p className="fridge-date">{longDayWords(day.date)}</p>
          {day.sessions.map((session) => (
            <p key={session.id}>
              <strong>{spanWords(session.start, session.end)}</strong> {say('fridge.appointment')}
              {session.telehealth ? ` · ${say('own.online')}` : ''}
              {session.travelMinutes > 0 ? ` · ${say('own.travel', { minutes: session.travelMinutes })}` : ''}
            </p>
          ))}
          {day.busy.map((busy) => (
            <p key={busy.id} className="fridge-busy">
              {spanWords(busy.start, busy.end)} {busy.why ?? say('own.busy')}
            </p>
          ))}
        </div>
      ))}
    </div>
  )
}
