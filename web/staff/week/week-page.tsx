import { Skeleton, Title } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { WeekBoard } from '../../../src/schedule/week-board.ts'
import { api } from '../../ui/api.ts'
import { weekWords } from '../../ui/times.ts'
import { useEvents } from '../../ui/use-events.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { PlanDiffPanel } from './diff/plan-diff.tsx'
import { WeekSincePanel } from './diff/week-since.tsx'
import { EmptyWeek } from './empty-week.tsx'
import { GroupBoard } from './group-board.tsx'
import { MoverProvider } from './move/mover.tsx'
import { UndoProvider } from './move/undo-bar.tsx'
import { PersonBoard } from './person-board.tsx'
import { PersonCards } from './person-cards.tsx'
import { PlanActions } from './plan-actions.tsx'
import { PlanProgress } from './plan-progress.tsx'
import { useWide } from './use-wide.ts'
import { WeekFilters } from './week-filters.tsx'
import { filterPeople } from './week-filter.ts'
import { WeekState } from './week-state.tsx'
import { WeekSummary } from './week-summary.tsx'
import { WeekSwitch } from './week-switch.tsx'

const route = getRouteApi('/frame/')

/** The Week: everybody by days and blocks, who is short and why, and the way to a better plan. */
export function WeekPage() {
  const { thisWeek } = useSession()
  const { week = thisWeek, view, run } = route.useSearch()
  const board = useQuery({
    queryKey: ['board', week, view ?? 'newest'],
    queryFn: () => api.board(week, view),
    placeholderData: keepPreviousData,
  })
  useFreshBoard(week)
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  return (
    <UndoProvider key={week}>
      <main id="main" className="page">
        <div className="page-head">
          <Title order={1} size="h2">
            {say('week.title', { week: weekWords(week) })}
          </Title>
          <WeekSwitch week={week} thisWeek={thisWeek} />
          {board.data && <WeekState board={board.data} {...(view ? { view } : {})} />}
        </div>
        {board.data && (
          <div className="week-lead">
            {board.data.state === 'empty' ? <EmptyWeek board={board.data} /> : <WeekSummary board={board.data} />}
            <PlanActions board={board.data} week={week} running={run !== undefined} />
          </div>
        )}
        {board.data?.state === 'proposed' && board.data.proposal?.published === false && run === undefined && (
          <PlanDiffPanel week={week} proposal={board.data.proposal.id} />
        )}
        {board.data?.state === 'published' && board.data.mayPlan && (
          <WeekSincePanel week={week} timeZone={board.data.timeZone} />
        )}
        {run !== undefined && <PlanProgress week={week} run={run} />}
        {board.isPending && <BoardSkeleton />}
        {board.isError && <ProblemNotice error={board.error} again={() => void board.refetch()} />}
        {board.data && board.data.state !== 'empty' && <LoadedWeek board={board.data} />}
      </main>
    </UndoProvider>
  )
}

/** What somebody else publishes, plans or adds is on the board within a moment. */
function useFreshBoard(week: string): void {
  const queries = useQueryClient()
  const fresh = () => void queries.invalidateQueries({ queryKey: ['board', week] })
  useEvents(`/api/weeks/${week}/events`, {
    publication: fresh,
    planning: fresh,
    obligations: fresh,
    ended: () => void api.sessionInBackground().then(fresh, () => undefined),
  })
}

function LoadedWeek({ board }: { board: WeekBoard }) {
  const search = route.useSearch()
  const [typed, setTyped] = useState('')
  const wanted = useDeferredValue(typed)
  const wide = useWide()
  const people = useMemo(() => filterPeople(board.people, search, wanted), [board.people, search, wanted])
  return (
    <MoverProvider board={board}>
      <WeekFilters board={board} shown={people.length} typed={typed} setTyped={setTyped} />
      {search.rows === 'groups' && <GroupBoard board={board} />}
      {search.rows !== 'groups' && wide && <PersonBoard board={board} people={people} />}
      {search.rows !== 'groups' && !wide && <PersonCards board={board} people={people} />}
    </MoverProvider>
  )
}

function BoardSkeleton() {
  return (
    <div aria-label={say('page.loading')} role="status">
      <Skeleton height={44} mb="sm" />
      {Array.from({ length: 7 }, (_, row) => (
        <Skeleton key={row} height={72} mb={4} />
      ))}
    </div>
  )
}
