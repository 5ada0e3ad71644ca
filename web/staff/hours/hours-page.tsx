import { Paper, Skeleton, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { PersonHours } from '../../../src/hours/hours.ts'
import { dayWords, weekWords } from '../../ui/times.ts'
import { todayApi } from '../../ui/today-api.ts'
import { say } from '../../ui/words.ts'
import { CoverageSection } from '../payers/coverage-section.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { WeekSwitch } from '../week/week-switch.tsx'
import { type Cell, DayTable } from './day-table.tsx'
import { EntryList } from './entry-list.tsx'
import { StageColumns } from './stage-columns.tsx'
import { type Stage, stageName } from './stages.ts'
import { WeekVerdict } from './week-verdict.tsx'
import './hours.css'

const route = getRouteApi('/frame/people/$personId/hours')

/** One person's hours of a week: what was promised, what came of it day by day, and what a payer makes of it. */
export function HoursPage() {
  const { thisWeek, role } = useSession()
  const { personId } = route.useParams()
  const { week = thisWeek } = route.useSearch()
  const asked = useQuery({
    queryKey: ['hours', personId, week],
    queryFn: () => todayApi.hours(personId, week),
    refetchInterval: 30_000,
  })
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  return (
    <main id="main" className="page page-narrow">
      <div className="page-head">
        <Title order={1} size="h2">
          {asked.data ? say('hoursPage.title', { name: asked.data.person.name }) : say('stages.title')}
        </Title>
        <span className="quiet-text">{weekWords(week)}</span>
        <WeekSwitch week={week} thisWeek={thisWeek} />
      </div>
      {asked.isPending && <Skeleton height={320} mt="md" aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && <Loaded hours={asked.data} />}
      {asked.data && role === 'biller' && <CoverageSection personId={personId} />}
      {role !== 'biller' && (
        <Link to="/people/$personId" params={{ personId }} search={{ week }} className="roomy-link">
          {say('hoursPage.person')}
        </Link>
      )}{' '}
      {role !== 'prescriber' && role !== 'privacy-officer' && (
        <Link to="/payer-packs" className="roomy-link">
          {say('places.payers')}
        </Link>
      )}
    </main>
  )
}

function Loaded({ hours }: { hours: PersonHours }) {
  const [stage, setStage] = useState<Stage | null>(null)
  const [cell, setCell] = useState<Cell | null>(null)
  return (
    <>
      <Paper withBorder p="md" mb="md" component="section" aria-label={say('stages.title')}>
        <WeekVerdict hours={hours} />
      </Paper>
      <Paper withBorder p="md" mb="md" component="section" aria-labelledby="columns">
        <h2 id="columns" className="hours-title">
          {say('hoursPage.columns')}
        </h2>
        <StageColumns hours={hours} open={stage} setOpen={setStage} />
        {stage && <EntryList hours={hours} title={stageName(stage)} only={(entry) => entry.stage === stage} />}
      </Paper>
      <Paper withBorder p="md" mb="md" component="section" aria-labelledby="days">
        <h2 id="days" className="hours-title">
          {say('stages.dayByDay')}
        </h2>
        <DayTable hours={hours} open={cell} setOpen={setCell} />
        {cell && (
          <EntryList
            hours={hours}
            title={`${stageName(cell.stage)}, ${dayWords(cell.day)}`}
            only={(entry) => entry.stage === cell.stage && entry.day === cell.day}
          />
        )}
      </Paper>
    </>
  )
}
