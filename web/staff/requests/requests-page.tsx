import { Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { choicesApi } from '../../ui/choices-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { RequestCard } from './request-card.tsx'
import { REQUESTS } from './use-requests.ts'

/** Wishes for another week that the center's rails leave to a person. Everything else has taken effect by itself. */
export function RequestsPage() {
  const asked = useQuery({ queryKey: REQUESTS, queryFn: choicesApi.requests })
  const requests = asked.data?.requests ?? []
  return (
    <main id="main" className="page page-narrow">
      <Title order={1} size="h2" mb="xs">
        {say('requests.title')}
      </Title>
      <Text size="sm" mb="md" className="quiet-text">
        {say('requests.what')}
      </Text>
      {asked.isPending && <Skeleton height={120} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (
        <Text mb="sm" role="status">
          {say('requests.count', { count: requests.length })}
        </Text>
      )}
      {requests.map((request) => (
        <RequestCard key={request.id} request={request} />
      ))}
    </main>
  )
}
