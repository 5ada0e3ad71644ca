import { Button, Paper, SimpleGrid, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnswerRequest, WeekRequests } from '../../../src/schedule/choice.ts'
import { daysAtAGlance, reasonWords, sessionWords } from '../../ui/choice-words.ts'
import { choicesApi } from '../../ui/choices-api.ts'
import { dayWords, hoursWords, instantWords, weekWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { useToast } from '../toasts.tsx'
import { REQUESTS } from './use-requests.ts'

type Request = WeekRequests['requests'][number]

/** One wish: why it needs a person, the week before and after, and the answer. */
export function RequestCard({ request }: { request: Request }) {
  const { timeZone } = useSession().center
  const { person, needs, before, after } = request
  const heading = `request-${request.id}`
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby={heading}>
      <Title order={2} size="h4" id={heading}>
        {say('requests.who', { name: person.name, week: weekWords(request.weekStart) })}
      </Title>
      <Text size="sm" className="quiet-text" mb="xs">
        {say('requests.asked', { when: instantWords(request.askedAt, timeZone) })}
      </Text>
      <Text fw={600}>{say('requests.why')}</Text>
      <ul>
        {needs.map((need) => (
          <li key={need.kind}>{needWords(need)}</li>
        ))}
      </ul>
      <Text size="sm">{[...after.reasons, ...after.drawbacks].map(reasonWords).join(' · ')}</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} my="sm">
        <Glance title={say('requests.before')} week={before} />
        <Glance title={say('requests.after')} week={after} />
      </SimpleGrid>
      <ul>
        {after.joins.map((session) => (
          <li key={sessionWords(session)}>
            {say('requests.new', { what: sessionWords(session), with: session.with })}
          </li>
        ))}
        {after.leaves.map((session) => (
          <li key={sessionWords(session)}>
            {say('requests.gone', { what: sessionWords(session), with: session.with })}
          </li>
        ))}
      </ul>
      <Answer request={request} />
    </Paper>
  )
}

function Glance({ title, week }: { title: string; week: Request['before'] }) {
  return (
    <div>
      <Text fw={600}>{title}</Text>
      <Text size="sm">
        {say('requests.hours', { hours: hoursWords(week.plannedMinutes) })} ·{' '}
        {say('choices.trips', { count: week.trips })}
      </Text>
      {daysAtAGlance(week.sessions).map(({ date, spans }) => (
        <Text size="sm" key={date}>
          <strong>{dayWords(date)}</strong> {spans.join(' · ')}
        </Text>
      ))}
    </div>
  )
}

function Answer({ request }: { request: Request }) {
  const [because, setBecause] = useState('')
  const queries = useQueryClient()
  const toast = useToast()
  const answer = useMutation({
    mutationFn: (given: AnswerRequest) => choicesApi.answer(request.id, given),
    onSuccess: (left, given) => {
      queries.setQueryData(REQUESTS, left)
      toast(given.answer === 'approve' ? say('requests.approved') : say('requests.declined'))
      return queries.invalidateQueries({ queryKey: ['board'] })
    },
  })
  return (
    <div className="prove">
      <Button size="xs" loading={answer.isPending} onClick={() => answer.mutate({ answer: 'approve' })}>
        {say('requests.approve')}
      </Button>
      <TextInput
        maxLength={500}
        mt="sm"
        label={say('requests.because')}
        value={because}
        onChange={(event) => setBecause(event.currentTarget.value)}
      />
      <Button
        size="xs"
        mt="xs"
        variant="default"
        disabled={because.trim() === ''}
        loading={answer.isPending}
        onClick={() => answer.mutate({ answer: 'decline', because })}
      >
        {say('requests.decline')}
      </Button>
      {answer.isError && <ProblemNotice error={answer.error} />}
    </div>
  )
}

function needWords({ kind, count }: Request['needs'][number]): string {
  switch (kind) {
    case 'short-notice':
      return say('requests.shortNotice', { count })
    case 'many-changes':
      return say('requests.manyChanges', { count })
    case 'cover':
      return say('requests.cover', { count })
    case 'below-target':
      return say('requests.belowTarget', { hours: hoursWords(count) })
  }
}
