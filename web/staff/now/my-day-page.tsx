import { Anchor, Skeleton, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { MyDay } from '../../../src/now/my-day.ts'
import { nowApi } from '../../ui/now-api.ts'
import { instantWords, longDayWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useWaitingRequests } from '../requests/use-requests.ts'
import { Agenda } from './agenda.tsx'
import { CaseloadSection } from './caseload-section.tsx'
import { RailSection } from './rail-section.tsx'
import { Reviews } from './reviews-rail.tsx'
import { UnsignedNotes } from './unsigned-rail.tsx'
import './now.css'

/** A counselor's first screen: what they hold today, how the caseload's week will end, and what waits for them. */
export function MyDayPage() {
  const asked = useQuery({
    queryKey: ['my-day'],
    queryFn: nowApi.myDay,
    // Attendance and lateness come by themselves.
    refetchInterval: 30_000,
  })
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  return (
    <main id="main" className="page">
      <div className="page-head">
        <Title order={1} size="h2">
          {say('myDay.title')}
        </Title>
        {asked.data && <span className="quiet-text">{longDayWords(asked.data.day)}</span>}
      </div>
      {asked.isPending && <Skeleton height={300} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && <LoadedDay data={asked.data} />}
    </main>
  )
}

function LoadedDay({ data }: { data: MyDay }) {
  return (
    <div className="now-layout">
      <div className="now-main">
        <Agenda sessions={data.agenda} unsigned={data.unsigned.sessions} now={data.now} />
        <CaseloadSection people={data.caseload} />
      </div>
      <aside className="now-rail" aria-label={say('now.rail')}>
        <CheckIns data={data} />
        <UnsignedNotes {...data.unsigned} />
        <Reviews reviews={data.reviews} />
        <Requests />
      </aside>
    </div>
  )
}

/** Who said something since the last session; there is no place for it while nobody did. */
function CheckIns({ data: { checkIns, timeZone } }: { data: MyDay }) {
  if (checkIns.people.length === 0) return null
  return (
    <RailSection
      title={say('myDay.checkIns')}
      count={checkIns.people.length}
      more={<p className="quiet-text">{say('myDay.since', { time: instantWords(checkIns.since, timeZone) })}</p>}
    >
      {checkIns.people.map((one) => (
        <li key={one.participant}>
          <Link to="/people/$personId" params={{ personId: one.participant }} className="roomy-link">
            {one.name}
          </Link>
          <span>{say('myDay.checkInCount', { count: one.count })}</span>
          <span className="quiet-text">{instantWords(one.latest, timeZone)}</span>
        </li>
      ))}
    </RailSection>
  )
}

function Requests() {
  const waiting = useWaitingRequests('counselor')
  if (waiting === undefined) return null
  return (
    <RailSection title={say('places.requests')} count={waiting}>
      <li>
        <Anchor component={Link} to="/requests" className="roomy-link">
          {say('myDay.requests', { count: waiting })}
        </Anchor>
      </li>
    </RailSection>
  )
}
