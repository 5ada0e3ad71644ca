import { Paper, SimpleGrid, Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { api } from '../ui/api.ts'
import { weekWords } from '../ui/times.ts'
import { say } from '../ui/words.ts'
import { CenterFigures, StaffLoad } from './now/center-figures.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { useSession } from './session.ts'
import { WeekSwitch } from './week/week-switch.tsx'

const route = getRouteApi('/frame/')

/** A week in counts. Fewer than 11 is never a number (trust.md 4.2: a director sees counts). */
export function FiguresPage() {
  const { thisWeek } = useSession()
  const { week = thisWeek } = route.useSearch()
  const figures = useQuery({ queryKey: ['figures', week], queryFn: () => api.figures(week) })
  const data = figures.data
  return (
    <main id="main" className="page page-narrow">
      <div className="page-head">
        <Title order={1} size="h2">
          {say('figures.title', { week: weekWords(week) })}
        </Title>
        <WeekSwitch week={week} thisWeek={thisWeek} />
      </div>
      <CenterFigures week={week} />
      {figures.isPending && <Skeleton height={160} aria-label={say('page.loading')} />}
      {figures.isError && <ProblemNotice error={figures.error} again={() => void figures.refetch()} />}
      {data && (
        <>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} component="dl" mt="md">
            <Figure name={say('figures.people')} count={data.people} />
            <Figure name={say('figures.short')} count={data.shortPeople} />
            <Figure name={say('figures.groups')} count={data.groups} />
            <Figure name={say('figures.oneToOnes')} count={data.oneToOnes} />
            <Figure name={say('figures.seats')} count={data.seats} />
          </SimpleGrid>
          <Text size="sm" mt="md" className="quiet-text">
            {say('figures.note')}
          </Text>
        </>
      )}
      <StaffLoad week={week} />
    </main>
  )
}

function Figure({ name, count }: { name: string; count: number | null }) {
  return (
    <Paper withBorder p="md" className="figure">
      <dt>{name}</dt>
      <dd>{count === null ? say('figures.few') : count}</dd>
    </Paper>
  )
}
