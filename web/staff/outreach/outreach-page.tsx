import { Skeleton, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { outreachApi } from '../../ui/outreach-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { AtRiskList } from './at-risk-list.tsx'
import { CallList } from './call-list.tsx'
import { OutboxList } from './outbox-list.tsx'
import { ProgramRuleSection } from './program-rule.tsx'
import './outreach.css'

/** Who was missed and is to be called, and whose hours of the week are at risk. */
export function OutreachPage() {
  const { thisWeek } = useSession()
  const asked = useQuery({
    queryKey: ['outreach'],
    queryFn: outreachApi.outreach,
    // Lateness comes by itself.
    refetchInterval: 15_000,
  })
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  return (
    <main id="main" className="page">
      <div className="page-head">
        <Title order={1} size="h2">
          {say('outreach.title')}
        </Title>
      </div>
      {asked.isPending && <Skeleton height={200} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && <CallList outreach={asked.data} />}
      <OutboxList />
      <AtRiskList week={thisWeek} />
      <ProgramRuleSection />
    </main>
  )
}
