import { Alert, Anchor, Button, Group, Skeleton, Text, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Role } from '../../../src/access/sign-in.ts'
import type { TodayBoard, TodaySession } from '../../../src/attendance/today.ts'
import { Icon } from '../../ui/icon.tsx'
import { clockWords, longDayWords, plusDays } from '../../ui/times.ts'
import { todayApi } from '../../ui/today-api.ts'
import { say } from '../../ui/words.ts'
import { TodayRail } from './today-rail.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { type Away, awayFrom } from './away.ts'
import { SessionCard } from './session-card.tsx'
import { partWords } from './status-order.ts'
import { useLiveDay, usePresence } from './use-live-day.ts'
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
  const { mark, waiting, last, takeBack } = useMarks(day)
  useUndoKey(last ? takeBack : null)
  const { role } = useSession()
  const presence = usePresence(board.sessions.find(({ id, kind }) => id === open && kind === 'group')?.id ?? null)
  const stale = useLiveDay(board.day, day, presence)
  return (
    <>
      <div className="page-head">
        <Title order={1} size="h2">
          {longDayWords(board.day)}
        </Title>
        <DaySwitch day={board.day} />
        {last && (
          <Button size="xs" variant="default" onClick={takeBack}>
            {say('today.undo', { name: last.seat.name })}
          </Button>
        )}
        {waiting > 0 && (
          <Text size="sm" role="status">
            {say('today.waiting', { count: waiting })}
          </Text>
        )}
      </div>
      {stale !== null && (
        <Alert color="yellow" variant="outline" mb="sm" role="status">
          {say('today.stale', { time: stale })}
        </Alert>
      )}
      <Group gap="md" mb="sm" className="no-print">
        {role === 'front-desk' && (
          <Anchor component={Link} to="/today/kiosks" size="sm" className="roomy-link">
            {say('kiosks.title')}
          </Anchor>
        )}
        <Anchor component={Link} to="/today/wall" size="sm" className="roomy-link">
          {say('wall.open')}
        </Anchor>
      </Group>
      <div className="now-layout today-layout">
        <TodayRail board={board} mark={mark} />
        <div>
          {board.sessions.length === 0 && <Text mt="md">{say('today.nothing')}</Text>}
          <div className="today-blocks">
            {board.blocks.map((block) => {
              const sessions = board.sessions.filter((one) => block.start <= one.start && one.start < block.end)
              return (
                <section key={block.id} aria-label={partWords(block.part)}>
                  <h2 className="today-block">
                    {partWords(block.part)} <span className="quiet-text">{clockWords(block.start)}</span>
                    <Arrivals sessions={sessions} />
                  </h2>
                  {sessions.length === 0 && <Text className="quiet-text">{say('today.emptyBlock')}</Text>}
                  {sessions.map((session) => (
                    <SessionCard
                      key={session.id}
                      session={session}
                      open={open === session.id}
                      mark={mark}
                      present={presence.present[session.id] ?? []}
                      opened={presence.open}
                      away={awayLink(board, session, role)}
                    />
                  ))}
                </section>
              )
            })}
          </div>
        </div>
      </div>
    </>
  )
}

/** How many of a block's seats somebody has come to. */
function Arrivals({ sessions }: { sessions: readonly TodaySession[] }) {
  const seats = sessions.reduce((sum, one) => sum + one.seats.length, 0)
  const present = sessions.reduce((sum, one) => sum + one.counts.present, 0)
  return seats === 0 ? null : <span className="today-arrivals">{say('today.arrived', { present, seats })}</span>
}

/** Only the front desk changes weeks, and only what is not over can be held by somebody else. */
function awayLink(board: TodayBoard, session: TodaySession, role: Role): Away | null {
  return role === 'front-desk' && session.endsAt > board.now ? awayFrom(board.sessions, session) : null
}

/** `u` takes the last mark back, wherever the focus is but in a field. */
function useUndoKey(takeBack: (() => void) | null): void {
  useEffect(() => {
    if (!takeBack) return undefined
    const pressed = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, [role="dialog"]')
      if (event.key === 'u' && !event.ctrlKey && !event.metaKey && !event.altKey && !typing) takeBack()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [takeBack])
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
