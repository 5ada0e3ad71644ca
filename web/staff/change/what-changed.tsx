import { NativeSelect, Paper, SegmentedControl, Skeleton, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { api } from '../../ui/api.ts'
import { changeApi } from '../../ui/change-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import type { ChangeSearch } from './change-search.ts'
import { PersonChanged } from './person-changed.tsx'
import { RepairOnly } from './repair-only.tsx'
import { TimeAway } from './time-away.tsx'

const route = getRouteApi('/frame/change')

type About = 'person' | 'staff' | 'room'

/** First whom or what it is about, then what happened. Both choices stand in the address. */
export function WhatChanged({ week }: { week: string }) {
  const { about = 'person', of, from, until } = route.useSearch()
  const navigate = useNavigate()
  const set = (next: Pick<ChangeSearch, 'about' | 'of'>) =>
    void navigate({ to: '/change', search: { week, ...next }, replace: true })
  const kept = (chosen: About) => (chosen === 'person' ? {} : { about: chosen })
  const names = useNames(week, about)
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="what">
      <Title order={2} size="h4" id="what" mb="sm">
        {say('change.what')}
      </Title>
      <SegmentedControl
        aria-label={say('change.about')}
        value={about}
        onChange={(chosen) => set(kept(chosen))}
        data={[
          { value: 'person', label: say('change.person') },
          { value: 'staff', label: say('change.staff') },
          { value: 'room', label: say('change.room') },
        ]}
      />
      {names.isPending && <Skeleton height={60} mt="sm" aria-label={say('page.loading')} />}
      {names.isError && <ProblemNotice error={names.error} again={() => void names.refetch()} />}
      {names.data && (
        <NativeSelect
          mt="sm"
          maw={420}
          label={whoWords(about)}
          value={of ?? ''}
          onChange={(event) =>
            set({ ...kept(about), ...(event.currentTarget.value ? { of: event.currentTarget.value } : {}) })
          }
          data={[
            { value: '', label: say('change.choose') },
            ...names.data.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      {of !== undefined && about === 'person' && <PersonChanged key={of} week={week} person={of} />}
      {of !== undefined && about !== 'person' && (
        <TimeAway key={of} week={week} about={about} of={of} known={{ from, until }} />
      )}
      <RepairOnly week={week} />
    </Paper>
  )
}

/** Whoever the change can be about, in the order of names. */
function useNames(week: string, about: About) {
  return useQuery({
    queryKey: ['change-names', week, about],
    queryFn: async (): Promise<readonly { id: string; name: string }[]> => {
      if (about === 'person') return (await api.board(week)).people
      const { staff, rooms } = await changeApi.changes(week)
      return about === 'staff' ? staff : rooms
    },
  })
}

function whoWords(about: About): string {
  if (about === 'person') return say('change.whichPerson')
  return about === 'staff' ? say('change.whichStaff') : say('change.whichRoom')
}
