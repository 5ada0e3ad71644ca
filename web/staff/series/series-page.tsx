import { Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { seriesApi } from '../../ui/series-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { GroupCard } from './group-card.tsx'
import { SERIES } from './use-series-change.ts'
import './series.css'

/** Groups that recur: when they meet next, who has a seat, and changing them three ways. */
export function SeriesPage() {
  const asked = useQuery({ queryKey: SERIES, queryFn: seriesApi.list })
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  return (
    <main id="main" className="page page-narrow">
      <div className="page-head">
        <Title order={1} size="h2">
          {say('series.title')}
        </Title>
      </div>
      <Text className="quiet-text">{say('series.sentence')}</Text>
      {asked.isPending && <Skeleton height={240} mt="md" aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (
        <>
          <Text mt="xs" role="status">
            {say('series.count', { count: asked.data.groups.length })}
          </Text>
          <ol className="series-list">
            {asked.data.groups.map((group) => (
              <GroupCard key={group.id} group={group} list={asked.data} />
            ))}
          </ol>
        </>
      )}
    </main>
  )
}
