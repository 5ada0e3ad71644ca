import type { PersonWeek } from '../../src/schedule/week-board.ts'
import { Icon } from '../ui/icon.tsx'
import { daysOf } from '../ui/person-days.ts'
import { longDayWords, spanWords } from '../ui/times.ts'
import { say } from '../ui/words.ts'

/** Day by day: meetings, and the person's own busy times in gray with their own reasons. */
export function OwnDays({ week }: { week: PersonWeek }) {
  return (
    <>
      {daysOf(week).map((day) => (
        <section key={day.date} className="day" aria-labelledby={`day-${day.date}`}>
          <h2 id={`day-${day.date}`}>{longDayWords(day.date)}</h2>
          {day.sessions.length === 0 && <p className="small">{say('own.freeDay')}</p>}
          <ul>
            {day.sessions.map((session) => (
              <li key={session.id} className="meeting">
                <strong>{spanWords(session.start, session.end)}</strong>
                <br />
                {session.service}
                <br />
                <span className="small">
                  {say('own.with', { name: session.with })} ·{' '}
                  <Icon name={session.telehealth ? 'video' : 'place'} size={16} />{' '}
                  {session.telehealth ? say('own.online') : session.place}
                </span>
              </li>
            ))}
            {day.busy.map((busy) => (
              <li key={busy.id} className="busy">
                {spanWords(busy.start, busy.end)} · {busy.why ?? say('own.busy')}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}
