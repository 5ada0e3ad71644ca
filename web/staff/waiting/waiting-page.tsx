import { Button, Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { WaitingList, WaitingPerson } from '../../../src/schedule/waiting-fit.ts'
import { labApi } from '../../ui/lab-api.ts'
import { plusDays, weekWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { WeekSwitch } from '../week/week-switch.tsx'
import { AddDialog } from './add-dialog.tsx'
import { AdmitDialog } from './admit-dialog.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import { WaitingCard } from './waiting-card.tsx'
import { WAITING } from './use-list-change.ts'

const route = getRouteApi('/frame/waiting')

/** Who waits for a place, and how many hours the plan of a week has for each of them as it stands. */
export function WaitingPage() {
  const { thisWeek } = useSession()
  const { week = plusDays(thisWeek, 7) } = route.useSearch()
  const asked = useQuery({ queryKey: [...WAITING, week], queryFn: () => labApi.waitingList(week) })
  useEffect(() => {
    document.title = 'Evenkeel'
  }, [])
  return (
    <main id="main" className="page page-narrow">
      <div className="page-head">
        <Title order={1} size="h2">
          {say('waiting.title')}
        </Title>
        <WeekSwitch week={week} thisWeek={thisWeek} />
      </div>
      <Text className="quiet-text">{say('waiting.sentence', { week: weekWords(week) })}</Text>
      {asked.isPending && <Skeleton height={240} mt="md" aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && <LoadedList list={asked.data} />}
    </main>
  )
}

function LoadedList({ list }: { list: WaitingList }) {
  const [admitting, setAdmitting] = useState<WaitingPerson | null>(null)
  const [leaving, setLeaving] = useState<WaitingPerson | null>(null)
  const [adding, setAdding] = useState(false)
  return (
    <>
      <Text mt="xs" role="status">
        {say('waiting.count', { count: list.people.length })} · {planWords(list.plan)}
      </Text>
      {list.mayChange && (
        <Button mt="sm" onClick={() => setAdding(true)}>
          {say('waiting.add')}
        </Button>
      )}
      <ol className="waiting-list">
        {list.people.map((person) => (
          <WaitingCard
            key={person.id}
            person={person}
            list={list}
            admit={() => setAdmitting(person)}
            leave={() => setLeaving(person)}
          />
        ))}
      </ol>
      {adding && <AddDialog close={() => setAdding(false)} />}
      {admitting && <AdmitDialog person={admitting} list={list} close={() => setAdmitting(null)} />}
      {leaving && <LeaveDialog person={leaving} close={() => setLeaving(null)} />}
    </>
  )
}

function planWords(plan: WaitingList['plan']): string {
  switch (plan) {
    case 'published':
      return say('waiting.planPublished')
    case 'proposed':
      return say('waiting.planProposed')
    case 'none':
      return say('waiting.planNone')
    case 'begun':
      return say('waiting.planBegun')
  }
}
