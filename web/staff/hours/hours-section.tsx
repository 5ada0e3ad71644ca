import { Paper, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { todayApi } from '../../ui/today-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { EntryList } from './entry-list.tsx'
import { StageColumns } from './stage-columns.tsx'
import { type Stage, stageName } from './stages.ts'
import { WeekVerdict } from './week-verdict.tsx'
import './hours.css'

/** The five columns of a person's week on their own page; each number opens to what made it. */
export function HoursSection({ personId, week }: { personId: string; week: string }) {
  const asked = useQuery({ queryKey: ['hours', personId, week], queryFn: () => todayApi.hours(personId, week) })
  const [open, setOpen] = useState<Stage | null>(null)
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="hours-title">
      <h2 id="hours-title" className="hours-title">
        {say('stages.title')}
      </h2>
      {asked.isPending && <Skeleton height={90} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (
        <>
          <StageColumns hours={asked.data} open={open} setOpen={setOpen} />
          {open && <EntryList hours={asked.data} title={stageName(open)} only={(entry) => entry.stage === open} />}
          <WeekVerdict hours={asked.data} />
          <Link to="/people/$personId/hours" params={{ personId }} search={{ week }} className="roomy-link">
            {say('stages.dayByDay')}
          </Link>
        </>
      )}
    </Paper>
  )
}
