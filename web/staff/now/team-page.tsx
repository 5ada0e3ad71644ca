import { Skeleton, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Team } from '../../../src/now/team.ts'
import { nowApi } from '../../ui/now-api.ts'
import { dayWords, longDayWords, clockWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { AtRiskRail } from './at-risk-rail.tsx'
import { CallsRail } from './calls-rail.tsx'
import { RailSection } from './rail-section.tsx'
import { ReviewsRail } from './reviews-rail.tsx'
import { Why } from './why.tsx'
import './now.css'

const ALL = Number.POSITIVE_INFINITY

/** A supervisor's first screen: whom calls did not reach, whose hours are at risk, and what the team still owes. */
export function TeamPage() {
  const { thisWeek } = useSession()
  const asked = useQuery({ queryKey: ['team'], queryFn: nowApi.team, refetchInterval: 60_000 })
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  return (
    <main id="main" className="page">
      <div className="page-head">
        <Title order={1} size="h2">
          {say('team.title')}
        </Title>
        {asked.data && <span className="quiet-text">{longDayWords(asked.data.day)}</span>}
      </div>
      {asked.isPending && <Skeleton height={300} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (
        <div className="now-columns">
          <CallsRail escalated />
          <AtRiskRail week={thisWeek} lines={ALL} />
          <Unmarked sessions={asked.data.unmarked} />
          <UnsignedByAuthor authors={asked.data.unsigned} />
          <ReviewsRail />
        </div>
      )}
    </main>
  )
}

function Unmarked({ sessions }: { sessions: Team['unmarked'] }) {
  return (
    <RailSection title={say('team.unmarked')} count={sessions.length} more={<Why words={say('team.whyUnmarked')} />}>
      {sessions.map((one) => (
        <li key={one.session}>
          <Link to="/today" search={{ day: one.start.slice(0, 10), open: one.session }} className="roomy-link">
            {one.service}
          </Link>
          <span>
            {dayWords(one.start.slice(0, 10))}, {clockWords(one.start)} · {say('today.show', { count: one.open })}
          </span>
          <span className="quiet-text">{one.staff}</span>
        </li>
      ))}
    </RailSection>
  )
}

function UnsignedByAuthor({ authors }: { authors: Team['unsigned'] }) {
  const count = authors.reduce((sum, { sessions }) => sum + sessions.length, 0)
  return (
    <RailSection title={say('team.unsigned')} count={count} more={<Why words={say('team.whyUnsigned')} />}>
      {authors.map(({ staffId, staff, sessions, oldestDays }) => (
        <li key={staffId}>
          <details className="now-drill">
            <summary>
              {staff}: {say('team.notes', { count: sessions.length })}
            </summary>
            <ul>
              {sessions.map((one) => (
                <li key={one.session}>
                  {one.service}, {dayWords(one.start.slice(0, 10))}, {clockWords(one.start)}
                </li>
              ))}
            </ul>
          </details>
          <span className={oldestDays > 0 ? 'now-warn' : 'quiet-text'}>{say('team.oldest', { days: oldestDays })}</span>
        </li>
      ))}
    </RailSection>
  )
}
