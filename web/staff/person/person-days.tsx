import type { PersonWeek } from '../../../src/schedule/week-board.ts'
import { Icon } from '../../ui/icon.tsx'
import { daysOf, type PersonDay } from '../../ui/person-days.ts'
import { longDayWords, spanWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'

/** Meetings and obligations day by day. The reason of an obligation stands only where the reader may know it. */
export function PersonDays({ week }: { week: PersonWeek }) {
  return (
    <div className="person-days">
      {daysOf(week).map((day) => (
        <section key={day.date} className="person-day" aria-labelledby={`day-${day.date}`}>
          <h2 id={`day-${day.date}`}>{longDayWords(day.date)}</h2>
          {day.sessions.length + day.busy.length === 0 && <p className="quiet-text">{say('person.freeDay')}</p>}
          <DayItems day={day} />
        </section>
      ))}
    </div>
  )
}

function DayItems({ day }: { day: PersonDay }) {
  return (
    <ul>
      {day.sessions.map((session) => (
        <li key={session.id} className={`card-session chip-${session.kind}`}>
          <span className="chip-time">{spanWords(session.start, session.end)}</span> {session.service}
          <div className="person-small">
            {say('session.with', { staff: session.with })} ·{' '}
            {session.telehealth ? (
              <>
                <Icon name="video" size={14} /> {say('session.telehealth')}
              </>
            ) : (
              session.place
            )}
            {session.travelMinutes > 0 && ` · ${say('own.travel', { minutes: session.travelMinutes })}`}
          </div>
        </li>
      ))}
      {day.busy.map((busy) => (
        <li key={busy.id} className="card-session busy-item">
          <span className="chip-time">{spanWords(busy.start, busy.end)}</span> {busy.why ?? say('own.busy')}
        </li>
      ))}
    </ul>
  )
}
