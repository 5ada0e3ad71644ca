import type { BoardPerson, BoardSession } from '../../../src/schedule/week-board.ts'
import { Icon } from '../../ui/icon.tsx'
import { shortClock, spanWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { useMover } from './move/move-context.ts'
import type { Place } from './week-columns.ts'
import { chipName } from './chip-name.ts'

/** From which share of a column's height a chip has one, two or three lines, and the letters that fit. */
const FLAT = { below: 26, letters: 9 }
const HIGH = { from: 45, letters: 18 }
const LETTERS = 10

/**
 * A session in a narrow cell, as high as it is long. The kind is a left edge pattern and stands in the name read aloud.
 * Whoever plans may drag it; the keyboard's way is the button of its cell.
 */
export function SessionChip({
  person,
  session,
  place,
}: {
  person: BoardPerson
  session: BoardSession
  place: Place | undefined
}) {
  const mover = useMover()
  const at = place ? { top: `${place.from}%`, height: `calc(${place.length}% - 1px)` } : { top: 0 }
  return (
    <div
      className={`chip chip-${session.kind} ${shapeOf(place)}${mover ? ' chip-held' : ''}`}
      style={at}
      title={sessionWords(session)}
      {...(mover ? { onPointerDown: (event: React.PointerEvent) => mover.grab(event, person, session) } : {})}
    >
      <span aria-hidden="true">
        <span className="chip-time">
          {shortClock(session.start)}
          {session.telehealth && <Icon name="video" size={12} />}
        </span>{' '}
        <span className="chip-name">{chipName(session.service, lettersOf(session, place))}</span>
      </span>
      <span className="read-aloud">{sessionWords(session)}</span>
    </div>
  )
}

function shapeOf(place: Place | undefined): string {
  if (!place || place.length < FLAT.below) return 'chip-flat'
  return place.length >= HIGH.from ? 'chip-high' : ''
}

function lettersOf(session: BoardSession, place: Place | undefined): number {
  const beforeName = shortClock(session.start).length + (session.telehealth ? 2 : 0)
  if (!place || place.length < FLAT.below) return FLAT.letters - beforeName
  return place.length >= HIGH.from ? HIGH.letters : LETTERS
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
