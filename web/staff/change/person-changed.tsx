import { Button, NativeSelect, SegmentedControl, Skeleton, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { PersonWeek } from '../../../src/schedule/week-board.ts'
import { api } from '../../ui/api.ts'
import { changeApi } from '../../ui/change-api.ts'
import { dateOf, dayWords, spanWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useRepair } from './use-repair.ts'

type Kind = 'busy' | 'moves' | 'off'

interface Typed {
  kind: Kind
  /** Which busy time moves or is off: its id and day. */
  which: string
  day: string
  from: string
  until: string
}

/** A new busy time, one that moves, or one that does not take place. */
export function PersonChanged({ week, person }: { week: string; person: string }) {
  const asked = useQuery({ queryKey: ['person', person, week], queryFn: () => api.personWeek(person, week) })
  if (asked.isPending) return <Skeleton height={90} mt="sm" aria-label={say('page.loading')} />
  if (asked.isError) return <ProblemNotice error={asked.error} again={() => void asked.refetch()} />
  return <ChangeForm week={week} person={person} data={asked.data} />
}

function ChangeForm({ week, person, data }: { week: string; person: string; data: PersonWeek }) {
  const [typed, setTyped] = useState<Typed>({ kind: 'busy', which: '', day: week, from: '', until: '' })
  const repair = useRepair(week, () => record(person, typed))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    repair.mutate()
  }
  const field = (name: 'which' | 'day' | 'from' | 'until') => ({
    value: typed[name],
    required: true,
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
  })
  return (
    <form className="change-form" onSubmit={submit}>
      <SegmentedControl
        className="change-kind"
        aria-label={say('change.kind')}
        value={typed.kind}
        onChange={(kind) => setTyped({ ...typed, kind })}
        data={[
          { value: 'busy', label: say('change.newBusy') },
          { value: 'moves', label: say('change.moves') },
          { value: 'off', label: say('change.off') },
        ]}
      />
      {typed.kind !== 'busy' && (
        <NativeSelect label={say('change.whichBusy')} {...field('which')} data={busyTimes(data)} />
      )}
      {typed.kind !== 'off' && (
        <>
          <TextInput
            type="date"
            label={typed.kind === 'busy' ? say('obligation.day') : say('change.toDay')}
            {...field('day')}
          />
          <TextInput type="time" label={say('obligation.from')} {...field('from')} />
          <TextInput type="time" label={say('obligation.until')} {...field('until')} />
        </>
      )}
      <Button type="submit" loading={repair.isPending}>
        {say('change.find')}
      </Button>
      {repair.isError && <ProblemNotice error={repair.error} />}
    </form>
  )
}

function busyTimes({ busy }: PersonWeek) {
  return [
    { value: '', label: say('change.choose') },
    ...busy.map(({ id, start, end }) => ({
      value: `${id} ${dateOf(start)}`,
      label: `${dayWords(dateOf(start))}, ${spanWords(start, end)}`,
    })),
  ]
}

async function record(person: string, { kind, which, day, from, until }: Typed): Promise<string[]> {
  const of = `/api/participants/${person}`
  const time = { start: `${day}T${from}`, end: `${day}T${until}` }
  if (kind === 'busy') return [`${of}/obligations/${(await changeApi.addBusyTime(person, time)).id}`]
  const [obligation = '', onDate = ''] = which.split(' ')
  const made = await changeApi.takeDayOff(person, obligation, {
    onDate,
    ...(kind === 'moves' ? { movedTo: time } : {}),
  })
  const dayOff = `${of}/days-off/${made.dayOff}`
  return made.obligation === null ? [dayOff] : [dayOff, `${of}/obligations/${made.obligation}`]
}
