import { Anchor, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { TodayBoard, TodaySeat, TodaySession } from '../../../src/attendance/today.ts'
import { spanWords } from '../../ui/times.ts'
import { todayApi } from '../../ui/today-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { partWords } from './status-order.ts'
import { useLiveDay } from './use-live-day.ts'

const TURN_MS = 20_000

/** For a screen on the wall: when, where and who has come, by initials alone; no name, no word of what it is about. */
export function WallPage() {
  const board = useQuery({
    queryKey: ['today', 'now'],
    queryFn: () => todayApi.today(),
    refetchInterval: 60_000,
  })
  useEffect(() => {
    document.title = 'Evenkeel'
  }, [])
  return (
    <main id="main" className="wall">
      {board.isPending && <Skeleton height={300} aria-label={say('page.loading')} />}
      {board.isError && <ProblemNotice error={board.error} again={() => void board.refetch()} />}
      {board.data && <Wall board={board.data} />}
      <Anchor component={Link} to="/today" size="sm" className="roomy-link">
        {say('wall.leave')}
      </Anchor>
    </main>
  )
}

function Wall({ board }: { board: TodayBoard }) {
  const stale = useLiveDay(board.day, 'now')
  const blocks = board.blocks
    .map((block) => ({
      ...block,
      sessions: board.sessions.filter((one) => block.start <= one.start && one.start < block.end && !one.telehealth),
    }))
    .filter(({ sessions }) => sessions.length > 0)
  const turn = useTurns()
  const block = blocks[turn % Math.max(1, blocks.length)]
  if (!block) return <Text>{say('today.emptyBlock')}</Text>
  return (
    <>
      <h1>{partWords(block.part)}</h1>
      {stale !== null && <Text role="status">{say('wall.stale', { time: stale })}</Text>}
      <div className="wall-sessions">
        {block.sessions.map((session) => (
          <OnWall key={session.id} session={session} />
        ))}
      </div>
    </>
  )
}

function OnWall({ session }: { session: TodaySession }) {
  return (
    <section>
      <h2>
        {spanWords(session.start, session.end)} · {session.room ?? session.site}
      </h2>
      <ul>
        {session.seats.map((seat) => (
          <li key={seat.participant} className={hasCome(seat) ? 'wall-come' : undefined}>
            {initialsOf(seat.name)}
            {hasCome(seat) && (
              <>
                {' '}
                <span aria-hidden="true">✓</span>
                <span className="read-aloud">{say('status.here')}</span>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** `D. R.` of `Dana R.` */
function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => `${[...word][0] ?? ''}.`)
    .join(' ')
}

/** Absence is nobody's business on a wall: somebody excused looks like somebody not here yet. */
function hasCome({ mark }: TodaySeat): boolean {
  return mark !== null && mark.status !== 'excused' && mark.status !== 'no-show'
}

function useTurns(): number {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTurn((before) => before + 1), TURN_MS)
    return () => clearInterval(timer)
  }, [])
  return turn
}
