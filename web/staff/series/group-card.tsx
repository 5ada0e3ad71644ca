import { Button, Group, NativeSelect, Paper, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import type { NextMeeting, RecurringGroup, SeriesList } from '../../../src/schedule/series-list.ts'
import { seriesApi } from '../../ui/series-api.ts'
import { clockWords, dateOf, dayWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { becauseWords, ChangeDialog } from './change-dialog.tsx'
import { useSeriesChange } from './use-series-change.ts'

/** One recurring group: its next meetings, who has a seat, and what may be done. */
export function GroupCard({ group, list }: { group: RecurringGroup; list: SeriesList }) {
  const [asked, setAsked] = useState<{ meeting: NextMeeting; cancel: boolean } | null>(null)
  return (
    <Paper withBorder p="md" mt="sm" component="li">
      <Title order={2} size="h5">
        {group.service}
      </Title>
      <Text size="sm" className="quiet-text">
        {say('series.rhythm', { count: group.everyWeeks })} · {group.site.name}
        {group.lastDay && ` · ${say('series.until', { day: dayWords(group.lastDay) })}`}
      </Text>
      {group.next.length === 0 && <Text mt="xs">{say('series.ended')}</Text>}
      <ul className="series-list" aria-label={say('series.next')}>
        {group.next.map((meeting) => (
          <li key={meeting.week} className="page-head">
            <span>{meetingWords(meeting)}</span>
            {list.mayChange && meeting.state !== 'canceled' && (
              <Group gap={8}>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={say('series.changeOf', wordsOf(group, meeting))}
                  onClick={() => setAsked({ meeting, cancel: false })}
                >
                  {say('series.change')}
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={say('series.cancelOf', wordsOf(group, meeting))}
                  onClick={() => setAsked({ meeting, cancel: true })}
                >
                  {say('series.cancel')}
                </Button>
              </Group>
            )}
          </li>
        ))}
      </ul>
      <Members group={group} list={list} />
      {asked && <ChangeDialog group={group} {...asked} close={() => setAsked(null)} />}
    </Paper>
  )
}

function Members({ group, list }: { group: RecurringGroup; list: SeriesList }) {
  const change = useSeriesChange(() => undefined)
  const leave = (person: string) => change.mutate(() => seriesApi.leave(group.id, person, list.today))
  return (
    <details>
      <summary className="roomy-link">{say('series.members', { count: group.members.length })}</summary>
      <ul className="series-list">
        {group.members.map(({ person, from, until }) => (
          <li key={`${person.id} ${from}`} className="page-head">
            <span>
              {person.name}, {say('series.from', { day: dayWords(from) })}
              {until && ` ${say('series.until', { day: dayWords(until) })}`}
            </span>
            {list.mayChange && until === null && (
              <Button
                size="xs"
                variant="default"
                disabled={change.isPending}
                aria-label={say('series.leaveOf', { name: person.name })}
                onClick={() => leave(person.id)}
              >
                {say('series.leave')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {list.mayChange && group.next.length > 0 && <Join group={group} list={list} />}
    </details>
  )
}

function Join({ group, list }: { group: RecurringGroup; list: SeriesList }) {
  const [person, setPerson] = useState('')
  const [from, setFrom] = useState(list.today)
  const change = useSeriesChange(() => setPerson(''))
  const seated = new Set(group.members.filter(({ until }) => until === null).map((one) => one.person.id))
  const others = list.people.filter(({ id }) => !seated.has(id)).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Group gap={8} align="flex-end" mt="xs">
      <NativeSelect
        label={say('series.who')}
        value={person}
        onChange={(event) => setPerson(event.currentTarget.value)}
        data={[{ value: '', label: say('series.choose') }, ...others]}
      />
      <TextInput
        type="date"
        label={say('series.fromDay')}
        value={from}
        min={list.today}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <Button
        variant="default"
        loading={change.isPending}
        disabled={person === '' || from === ''}
        onClick={() => change.mutate(() => seriesApi.join(group.id, person, from))}
      >
        {say('series.join')}
      </Button>
    </Group>
  )
}

function wordsOf({ service }: RecurringGroup, { start }: NextMeeting) {
  return { service, day: dayWords(dateOf(start)), time: clockWords(start) }
}

function meetingWords({ start, state, because, staff, room, telehealth, moved }: NextMeeting): string {
  const when = `${dayWords(dateOf(start))}, ${clockWords(start)}`
  if (state === 'canceled') return `${when}: ${say('series.canceled', { because: becauseWords(because ?? 'other') })}`
  if (state === 'no-such-time') return `${when}: ${say('series.noSuchTime')}`
  const where = telehealth ? say('session.telehealth') : (room?.name ?? say('series.noRoom'))
  const words = [when, say('session.with', { staff: staff?.name ?? '' }), where]
  return [...words, ...(moved ? [say('series.moved')] : [])].join(', ')
}
