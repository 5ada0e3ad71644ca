import type { SharedWeek as Week } from '../../src/consent/sharing.ts'
import { Icon } from '../ui/icon.tsx'
import { dateOf, longDayWords, spanWords } from '../ui/times.ts'
import { say } from '../ui/words.ts'

/** A week as family sees it: times and the way there, every title the same. */
export function SharedWeek({ week }: { week: Week }) {
  if (!week.classes.includes('C1')) return <p>{say('shared.noTimes')}</p>
  if (week.appointments.length === 0) return <p>{say('shared.noAppointments')}</p>
  const days = [...new Set(week.appointments.map((one) => dateOf(one.start)))]
  return (
    <>
      {days.map((day) => (
        <section key={day} className="day" aria-label={longDayWords(day)}>
          <h3>{longDayWords(day)}</h3>
          <ul>
            {week.appointments
              .filter((one) => dateOf(one.start) === day)
              .map((one) => (
                <li key={one.start} className="meeting">
                  <strong>{spanWords(one.start, one.end)}</strong>
                  <br />
                  {say('fridge.appointment')}
                  {one.travelMinutes > 0 && (
                    <>
                      <br />
                      <span className="small">
                        <Icon name="clock" size={16} /> {say('own.travel', { minutes: one.travelMinutes })}
                      </span>
                    </>
                  )}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  )
}
