import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { dayWords, shortClock } from '../../ui/times.ts'
import { todayApi, type UnsignedSession } from '../../ui/today-api.ts'
import { say } from '../../ui/words.ts'
import { RAIL_LINES, RailSection } from './rail-section.tsx'

/** Sessions one held that wait for a signed note, oldest first. */
export function UnsignedRail() {
  const asked = useQuery({ queryKey: ['unsigned'], queryFn: () => todayApi.unsigned() })
  return asked.data ? <Unsigned sessions={asked.data.sessions} /> : null
}

export function Unsigned({ sessions }: { sessions: readonly UnsignedSession[] }) {
  return (
    <RailSection title={say('now.unsigned')} count={sessions.length}>
      {sessions.slice(0, RAIL_LINES).map((one) => (
        <li key={one.session}>
          {one.kind === 'group' ? (
            <Link to="/sessions/$sessionId/note" params={{ sessionId: one.session }} className="roomy-link">
              {one.service}
            </Link>
          ) : (
            <Link to="/today" search={{ day: one.start.slice(0, 10), open: one.session }} className="roomy-link">
              {one.service}
            </Link>
          )}
          <span className="quiet-text">
            {dayWords(one.start.slice(0, 10))} {shortClock(one.start)}
          </span>
        </li>
      ))}
    </RailSection>
  )
}
