import { Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { choicesApi } from '../../ui/choices-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { OtherTimeCard } from './other-time-card.tsx'
import { RequestCard } from './request-card.tsx'
import { OTHER_TIMES, REQUESTS } from './use-requests.ts'

/** Wishes that need a person: another week outside the center's rails, or another time for a meeting that was moved. */
export function RequestsPage() {
  const weeks = useQuery({ queryKey: REQUESTS, queryFn: choicesApi.requests })
  const times = useQuery({ queryKey: OTHER_TIMES, queryFn: choicesApi.otherTimes })
  const failed = [weeks, times].find((asked) => asked.isError)
  const count = (weeks.data?.requests.length ?? 0) + (times.data?.asked.length ?? 0)
  return (
    <main id="main" className="page page-narrow">
      <Title order={1} size="h2" mb="xs">
        {say('requests.title')}
      </Title>
      <Text size="sm" mb="md" className="quiet-text">
        {say('requests.what')}
      </Text>
      {(weeks.isPending || times.isPending) && <Skeleton height={120} aria-label={say('page.loading')} />}
      {failed?.error && <ProblemNotice error={failed.error} again={() => void failed.refetch()} />}
      {weeks.data && times.data && (
        <Text mb="sm" role="status">
          {say('requests.count', { count })}
        </Text>
      )}
      {times.data?.asked.map((asked) => (
        <OtherTimeCard key={asked.id} asked={asked} />
      ))}
      {weeks.data?.requests.map((request) => (
        <RequestCard key={request.id} request={request} />
      ))}
    </main>
  )
}
