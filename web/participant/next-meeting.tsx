import { useState } from 'react'
import type { PersonWeek } from '../../src/schedule/week-board.ts'
import { Icon } from '../ui/icon.tsx'
import { nextMeeting, wallNow } from '../ui/person-days.ts'
import { dateOf, longDayWords, spanWords } from '../ui/times.ts'
import { say } from '../ui/words.ts'

/** When, what, with whom and where: the one card that answers "what needs me now?". */
export function NextMeeting({ week }: { week: PersonWeek }) {
  const [now] = useState(() => wallNow(Date.now(), week.timeZone))
  const next = nextMeeting(week, now)
  if (!next) return <p className="panel">{say('next.none')}</p>
  return (
    <section className="panel next" aria-labelledby="next">
      <h2 id="next">{say('next.title')}</h2>
      <p className="next-when">
        {dateOf(next.start) === dateOf(now) ? say('next.today') : longDayWords(dateOf(next.start))}
        <br />
        {spanWords(next.start, next.end)}
      </p>
      <p>{next.service}</p>
      <p>
        <Icon name="person" /> {say('own.with', { name: next.with })}
      </p>
      <p>
        <Icon name={next.telehealth ? 'video' : 'place'} /> {next.telehealth ? say('own.online') : next.place}
      </p>
      {next.travelMinutes > 0 && (
        <p>
          <Icon name="clock" /> {say('own.travel', { minutes: next.travelMinutes })}
        </p>
      )}
    </section>
  )
}
