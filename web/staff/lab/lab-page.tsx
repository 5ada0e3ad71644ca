import { Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { labApi } from '../../ui/lab-api.ts'
import { plusDays, weekWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { WeekSwitch } from '../week/week-switch.tsx'
import { LabQuestion } from './lab-question.tsx'
import { LabRunView } from './lab-run-view.tsx'

const route = getRouteApi('/frame/lab')

/** Which groups at which hours would let most of the waiting list reach their hours? */
export function LabPage() {
  const { thisWeek } = useSession()
  const { week = plusDays(thisWeek, 7), run } = route.useSearch()
  const facts = useQuery({ queryKey: ['lab', week], queryFn: () => labApi.facts(week) })
  useEffect(() => {
    document.title = 'Evenkeel'
  }, [])
  return (
    <main id="main" className="page page-narrow">
      <div className="page-head">
        <Title order={1} size="h2">
          {say('lab.title')}
        </Title>
        <WeekSwitch week={week} thisWeek={thisWeek} />
      </div>
      <Text className="quiet-text">{say('lab.sentence', { week: weekWords(week) })}</Text>
      {facts.isPending && <Skeleton height={160} mt="md" aria-label={say('page.loading')} />}
      {facts.isError && <ProblemNotice error={facts.error} again={() => void facts.refetch()} />}
      {facts.data && <LabQuestion key={week} facts={facts.data} />}
      {run !== undefined && <LabRunView run={run} />}
      <WhyItSays />
    </main>
  )
}

/** What goes into an answer, and what an answer is not. */
function WhyItSays() {
  return (
    <details className="lab-why">
      <summary>{say('lab.why')}</summary>
      <ul>
        <li>{say('lab.whyInputs')}</li>
        <li>{say('lab.whyFixed')}</li>
        <li>{say('lab.whyChecked')}</li>
        <li>{say('lab.whyBound')}</li>
        <li>{say('lab.whyCounselor')}</li>
        <li>{say('lab.whyCounts')}</li>
      </ul>
    </details>
  )
}
