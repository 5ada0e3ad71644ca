import { Alert, Button, Group, Skeleton, Text, Title } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { TodayBoard } from '../../../src/attendance/today.ts'
import { Icon } from '../../ui/icon.tsx'
import { clockWords, longDayWords, plusDays } from '../../ui/times.ts'
import { todayApi } from '../../ui/today-api.ts'
import { useEvents } from '../../ui/use-events.ts'
import { say } from '../../ui/words.ts'
import { UnsignedList } from '../notes/unsigned-list.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { partName } from './attendance-words.ts'
import { NotHereYet } from './not-here-yet.tsx'
import { SessionCard } from './session-card.tsx'
import { useMarks } from './use-marks.ts'
import './today.css'

const route = getRouteApi('/frame/today')

/** The day as it happens: blocks as columns, who is here, late or missing, and marking it with one tap. */
export function TodayPage() {
  const { day, open } = route.useSearch()
  const board = useQuery({
    queryKey: ['today', day ?? 'now'],
    queryFn: () => todayApi.today(day),
    placeholderData: keepPreviousData,
    // Lateness comes by itself, also when nobody marks anything.
    refetchInterval: 60_000,
  })
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  return (
    <main id="main" className="page">
      {board.isPending && <Skeleton height={300} aria-label={say('page.loading')} />}
      {board.isError && <ProblemNotice error={board.error} again={() => void board.refetch()} />}
      {board.data && <LoadedToday board={board.data} day={day ?? 'now'} {...(open ? { open } : {})} />}
    </main>
  )
}

function LoadedToday({ board, day, open }: { board: TodayBoard; day: string; open?: string }) {
  const { mark, waiting } = useMarks(day)
  const stale = useLiveDay(board.day, day)
  return (
    <>
      <div className="page-head">
        <Title order={1} size="h2">
          {longDayWords(board.day)}
        </Title>
        <DaySwitch day={board.day} />
        {waiting > 0 && (
          <Text size="sm" role="status">
            {say('today.waiting', { count: waiting })}
          </Text>
        )}
      </div>
      {stale !== null && (
        <Alert color="yellow" variant="outline" mb="sm" role="status">
          {say('today.stale', { time: clockWords(stale) })}
        </Alert>
      )}
      <UnsignedList />
      <NotHereYet board={board} mark={mark} />
      {board.sessions.length === 0 && <Text mt="md">{say('today.nothing')}</Text>}
      <div className="today-blocks">
        {board.blocks.map((block) => {
          const sessions = board.sessions.filter((one) => block.start <= one.start && one.start < block.end)
          return (
            <section key={block.id} aria-label={partName(block.part)}>
              <h2 className="today-block">
                {partName(block.part)} <span className="quiet-text">{clockWords(block.start)}</span>
              </h2>
              {sessions.length === 0 && <Text className="quiet-text">{say('today.emptyBlock')}</Text>}
              {sessions.map((session) => (
                <SessionCard key={session.id} session={session} open={open === session.id} mark={mark} />
              ))}
            </section>
          )
        })}
      </div>
    </>
  )
}

/** Says since when the board hears no news; null while it does. The screen asks anew whenever a mark is told. */
function useLiveDay(day: string, key: string): string | null {
  const queries = useQueryClient()
  const [stale, setStale] = useState<string | null>(null)
  const fresh = () => {
    setStale(null)
    void queries.invalidateQueries({ queryKey: ['today', key] })
  }
  useEvents(`/api/today/events?day=${day}`, {
    attendance: fresh,
    ended: () => {
      const last = queries.getQueryState(['today', key])?.dataUpdatedAt ?? 0
      void queries.refetchQueries({ queryKey: ['today', key] }).then(() => {
        const state = queries.getQueryState(['today', key])
        setStale(state?.status === 'error' || state?.dataUpdatedAt === last ? wallOf(last) : null)
      })
    },
  })
  return stale
}

function wallOf(instant: number): string {
  const local = new Date(instant - new Date(instant).getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}

function DaySwitch({ day }: { day: string }) {
  const navigate = useNavigate()
  const go = (to: string | undefined) => void navigate({ to: '/today', search: to ? { day: to } : {} })
  return (
    <Group gap={6}>
      <Button size="xs" variant="default" aria-label={say('today.before')} onClick={() => go(plusDays(day, -1))}>
        <Icon name="back" size={15} />
      </Button>
      <Button size="xs" variant="default" onClick={() => go(undefined)}>
        {say('today.today')}
      </Button>
      <Button size="xs" variant="default" aria-label={say('today.after')} onClick={() => go(plusDays(day, 1))}>
        <Icon name="next" size={15} />
      </Button>
    </Group>
  )
}
