import type { BoardSession } from '../../../src/schedule/week-board.ts'
import { Icon } from '../../ui/icon.tsx'
import { shortClock, spanWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import type { Place } from './week-columns.ts'
import { shortService } from './short-service.ts'

/** A session in a narrow cell, as high as it is long. The kind is a left edge pattern and stands in the name read aloud. */
export function SessionChip({ session, place }: { session: BoardSession; place: Place | undefined }) {
  const at = place ? { top: `${place.from}%`, height: `calc(${place.length}% - 1px)` } : { top: 0 }
  return (
    <div className={`chip chip-${session.kind}`} style={at} title={sessionWords(session)}>
      <span aria-hidden="true">
        <span className="chip-time">
          {shortClock(session.start)}
          {session.telehealth && <Icon name="video" size={12} />}
        </span>{' '}
        {shortService(session.service)}
      </span>
      <span className="read-aloud">{sessionWords(session)}</span>
    </div>
  )
}

/** `Relapse prevention, 9:00 – 10:30 AM, with Ana Ruiz, Room 2` */
export function sessionWords(session: BoardSession): string {
  const where = session.telehealth ? say('session.telehealth') : [session.site, session.room].filter(Boolean).join(', ')
  return [
    session.service,
    spanWords(session.start, session.end),
    say('session.with', { staff: session.staff }),
    where,
  ].join(', ')
}
