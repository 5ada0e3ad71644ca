import { Button, Paper, Skeleton, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BreakGlass, ReviewBreakGlass } from '../../../src/access/break-glass.ts'
import { privacyApi } from '../../ui/privacy-api.ts'
import { instantWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { useToast } from '../toasts.tsx'
import { useNames } from './use-names.ts'

const OPENINGS = ['break-glass']

/** Emergency accesses: who opened whose record and why. Unreviewed ones first; 72 hours is the limit. */
export function BreakGlassReviews() {
  const asked = useQuery({ queryKey: OPENINGS, queryFn: privacyApi.openings })
  const openings = asked.data?.openings ?? []
  const due = openings.filter((opening) => opening.unreviewedHours !== null)
  const reviewed = openings.filter((opening) => opening.unreviewedHours === null)
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="openings">
      <Title order={2} size="h4" id="openings" mb="xs">
        {say('openings.title')}
      </Title>
      {asked.isPending && <Skeleton height={60} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && due.length === 0 && <Text size="sm">{say('openings.none')}</Text>}
      <ul className="plain-rows">
        {[...due, ...reviewed.slice(0, 5)].map((opening) => (
          <Opening key={opening.id} opening={opening} />
        ))}
      </ul>
    </Paper>
  )
}

function Opening({ opening }: { opening: BreakGlass }) {
  const { timeZone } = useSession().center
  const names = useNames()
  return (
    <li className="opening">
      <div>
        <strong>
          {say('openings.who', {
            by: opening.openedBy,
            person: names.get(opening.participant) ?? say('trail.unnamed'),
          })}
        </strong>
        <div className="person-small">{instantWords(opening.openedAt, timeZone)}</div>
        <blockquote>{opening.reason}</blockquote>
        {opening.review && (
          <Text size="sm">
            {say('openings.reviewed', {
              outcome: outcomeWords(opening.review.outcome),
              by: opening.review.by,
              words: opening.review.words,
            })}
          </Text>
        )}
        {opening.unreviewedHours !== null && (
          <Text size="sm" className={opening.unreviewedHours > 48 ? 'warn-text' : 'quiet-text'}>
            {say('openings.waiting', { count: opening.unreviewedHours })}
          </Text>
        )}
      </div>
      {opening.unreviewedHours !== null && <Review opening={opening} />}
    </li>
  )
}

function Review({ opening }: { opening: BreakGlass }) {
  const [words, setWords] = useState('')
  const queries = useQueryClient()
  const toast = useToast()
  const review = useMutation({
    mutationFn: (outcome: ReviewBreakGlass['outcome']) => privacyApi.review(opening.id, { outcome, words }),
    onSuccess: () => (toast(say('openings.done')), queries.invalidateQueries({ queryKey: OPENINGS })),
  })
  return (
    <div className="prove">
      <TextInput
        maxLength={1000}
        label={say('openings.found')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div className="demo-people">
        <Button size="xs" loading={review.isPending} onClick={() => review.mutate('justified')}>
          {say('openings.justified')}
        </Button>
        <Button size="xs" variant="default" loading={review.isPending} onClick={() => review.mutate('not-justified')}>
          {say('openings.notJustified')}
        </Button>
      </div>
      {review.isError && <ProblemNotice error={review.error} />}
    </div>
  )
}

function outcomeWords(outcome: ReviewBreakGlass['outcome']): string {
  return outcome === 'justified' ? say('openings.justified') : say('openings.notJustified')
}
