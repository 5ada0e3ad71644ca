import { Anchor, Button, Paper } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { TodaySession } from '../../../src/attendance/today.ts'
import { Icon } from '../../ui/icon.tsx'
import { clockWords, mondayOf, spanWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { SeatList } from './seat-list.tsx'
import { presentIn } from './status-order.ts'
import type { Away } from './away.ts'
import type { Wish } from './use-marks.ts'

/** A group or one-to-one of the day: place, facilitator, seats, live counts; its people when it is opened. */
export function SessionCard({
  session,
  open,
  mark,
  away,
  present,
  opened,
}: {
  session: TodaySession
  open: boolean
  mark: (wish: Wish) => void
  /** Set where the reader may look for cover. */
  away: Away | null
  /** Who else has it open. */
  present: readonly string[]
  /** Says that it is open here, or none is any more. */
  opened: (session: string | null) => void
}) {
  const [shown, setShown] = useState(open || session.seats.length === 1)
  const toggle = () => {
    setShown(!shown)
    if (session.kind === 'group') opened(shown ? null : session.id)
  }
  const unmarked = session.seats.filter((seat) => seat.mark === null)
  const begun = session.seats.some((seat) => seat.state !== 'expected')
  return (
    <Paper
      withBorder
      p="sm"
      mb="sm"
      component="article"
      aria-label={`${session.service}, ${session.staff}, ${clockWords(session.start)}`}
    >
      <div className="today-card-head">
        <div>
          <strong>{session.service}</strong>
          <div className="quiet-text">
            {spanWords(session.start, session.end)} · {session.staff} ·{' '}
            {session.telehealth ? say('today.remote') : (session.room ?? session.site)}
          </div>
        </div>
        <span className="today-seats">{say('today.seats', { taken: session.taken, capacity: session.capacity })}</span>
      </div>
      {present.length > 0 && (
        <p className="today-present" role="status">
          <Icon name="person" size={14} />{' '}
          {say('today.openElsewhere', { names: present.join(', '), count: present.length })}
        </p>
      )}
      {session.kind === 'group' && session.seats.length > 0 && <Counts session={session} />}
      {session.seats.length > 0 && (
        <div className="today-buttons">
          <Button size="xs" variant="default" aria-expanded={shown} onClick={toggle}>
            {shown ? say('today.hide') : say('today.show', { count: session.seats.length })}
          </Button>
          {session.mine && begun && unmarked.length > 1 && (
            <Button
              size="xs"
              leftSection={<Icon name="check" size={15} />}
              onClick={() =>
                unmarked.forEach((seat) => mark({ session: session.id, seat, status: presentIn(session) }))
              }
            >
              {say('today.allHere', { count: unmarked.length })}
            </Button>
          )}
          {session.kind === 'group' && session.mine && begun && (
            <Anchor component={Link} to={`/sessions/${session.id}/note`} size="sm" className="roomy-link">
              {say('today.note')}
            </Anchor>
          )}
        </div>
      )}
      {shown && <SeatList session={session} mark={mark} />}
      {shown && away && (
        <Link
          to="/change"
          search={{
            week: mondayOf(session.start.slice(0, 10)),
            about: 'staff',
            of: away.staff,
            from: away.from,
            until: away.until,
          }}
          className="roomy-link today-cover"
        >
          {say('today.away', { name: session.staff })}
        </Link>
      )}
    </Paper>
  )
}

function Counts({ session: { counts } }: { session: TodaySession }) {
  return (
    <dl className="today-counts">
      <div>
        <dt>{say('today.present')}</dt>
        <dd>{counts.present}</dd>
      </div>
      <div>
        <dt>{say('status.late')}</dt>
        <dd>{counts.late}</dd>
      </div>
      <div>
        <dt>{say('today.absent')}</dt>
        <dd>{counts.absent}</dd>
      </div>
      <div>
        <dt>{say('today.open')}</dt>
        <dd>{counts.open}</dd>
      </div>
    </dl>
  )
}
