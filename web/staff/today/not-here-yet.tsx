import { Button, Paper } from '@mantine/core'
import type { TodayBoard } from '../../../src/attendance/today.ts'
import { clockWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import type { Wish } from './use-marks.ts'

/** Whoever is expected and unmarked after the center's minutes: the first thing a front desk has to know. */
export function NotHereYet({ board, mark }: { board: TodayBoard; mark: (wish: Wish) => void }) {
  const missing = board.sessions.flatMap((session) =>
    session.seats.filter(({ state }) => state === 'missing').map((seat) => ({ session, seat })),
  )
  if (missing.length === 0) return null
  return (
    <Paper withBorder p="sm" component="section" aria-labelledby="not-here-yet" className="today-missing">
      <h2 id="not-here-yet">{say('today.missing', { count: missing.length })}</h2>
      <ul>
        {missing.map(({ session, seat }) => (
          <li key={`${session.id} ${seat.participant}`}>
            <span>
              <strong>{seat.name}</strong>{' '}
              <span className="quiet-text">
                {session.service}, {clockWords(session.start)}
              </span>
            </span>
            {session.mine && (
              <span className="today-buttons">
                <Button size="xs" variant="default" onClick={() => mark({ session: session.id, seat, status: 'late' })}>
                  {say('status.late')}
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => mark({ session: session.id, seat, status: 'no-show' })}
                >
                  {say('status.no-show')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Paper>
  )
}
