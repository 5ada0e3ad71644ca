import { Button, Paper, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { OtherTimes, ReplyOtherTime } from '../../../src/schedule/other-time.ts'
import { choicesApi } from '../../ui/choices-api.ts'
import { instantWords, weekWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ChangeLines } from '../change/change-lines.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { useToast } from '../toasts.tsx'
import { OTHER_TIMES } from './use-requests.ts'

type Asked = OtherTimes['asked'][number]

/** Somebody's week was changed and they ask for another time: what changed, where to look for one, and the reply. */
export function OtherTimeCard({ asked }: { asked: Asked }) {
  const { role, center } = useSession()
  const { person, weekStart: week } = asked
  const heading = `other-time-${asked.id}`
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby={heading}>
      <Title order={2} size="h4" id={heading}>
        {say('otherTime.who', { name: person.name, week: weekWords(week) })}
      </Title>
      <Text size="sm" className="quiet-text" mb="xs">
        {say('requests.asked', { when: instantWords(asked.askedAt, center.timeZone) })}
      </Text>
      <Text fw={600}>{say('otherTime.changed')}</Text>
      <ChangeLines changes={asked.changes} />
      {asked.changedSince && <Text size="sm">{say('otherTime.changedSince')}</Text>}
      <p>
        {role === 'front-desk' ? (
          <Link to="/change" search={{ week, of: person.id }} className="person-link roomy-link">
            {say('otherTime.find')}
          </Link>
        ) : (
          <Link
            to="/people/$personId"
            params={{ personId: person.id }}
            search={{ week }}
            className="person-link roomy-link"
          >
            {say('otherTime.week')}
          </Link>
        )}
      </p>
      <Reply asked={asked} />
    </Paper>
  )
}

function Reply({ asked }: { asked: Asked }) {
  const [because, setBecause] = useState('')
  const queries = useQueryClient()
  const toast = useToast()
  const reply = useMutation({
    mutationFn: (given: ReplyOtherTime) => choicesApi.replyOtherTime(asked.id, given),
    onSuccess: (left, given) => {
      queries.setQueryData(OTHER_TIMES, left)
      toast(given.reply === 'found' ? say('otherTime.foundSaid') : say('otherTime.staysSaid'))
    },
  })
  return (
    <div className="prove">
      <Button size="xs" variant="default" loading={reply.isPending} onClick={() => reply.mutate({ reply: 'found' })}>
        {say('otherTime.found')}
      </Button>
      <TextInput
        maxLength={500}
        mt="sm"
        label={say('otherTime.because')}
        value={because}
        onChange={(event) => setBecause(event.currentTarget.value)}
      />
      <Button
        size="xs"
        mt="xs"
        variant="default"
        disabled={because.trim() === ''}
        loading={reply.isPending}
        onClick={() => reply.mutate({ reply: 'stays', because })}
      >
        {say('otherTime.stays')}
      </Button>
      {reply.isError && <ProblemNotice error={reply.error} />}
    </div>
  )
}
