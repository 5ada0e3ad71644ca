import { Button, Paper, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PlanDiff } from '../../../../src/schedule/plan-diff.ts'
import { moveApi } from '../../../ui/move-api.ts'
import { say } from '../../../ui/words.ts'
import { ChangeLines } from '../../change/change-lines.tsx'
import { sentenceOf } from '../../problem-notice.tsx'
import { useToast } from '../../toasts.tsx'
import { ContradictionDialog } from './contradiction-dialog.tsx'
import { PinList } from './pin-list.tsx'
import { usePlan } from './use-plan.ts'
import { WeightList } from './weight-list.tsx'
import './diff.css'

/** A proposal before anybody accepts it: what it changes, for whom and why, what is kept, and what the plan weighs. */
export function PlanDiffPanel({ week, proposal }: { week: string; proposal: string }) {
  const diff = useQuery({ queryKey: ['diff', week, proposal], queryFn: () => moveApi.diff(week, proposal) })
  const { start, contradiction } = usePlan(week)
  // Without it the plan can be looked at and published all the same.
  if (!diff.data) return null
  return (
    <Paper withBorder p="md" my="sm" component="section" aria-labelledby="diff-title" className="no-print diff">
      <Title order={2} size="h5" id="diff-title">
        {againstWords(diff.data)}
      </Title>
      <Text size="sm">{belowWords(diff.data)}</Text>
      {diff.data.brokenPins.map((words) => (
        <Text key={words} size="sm" className="diff-broken">
          {words}
        </Text>
      ))}
      {diff.data.changes.length > 0 && (
        <details>
          <summary>{say('diff.see', { people: diff.data.people })}</summary>
          <ul className="diff-changes">
            {diff.data.changes.map((change, at) => (
              <ChangeRow key={`${change.person.id} ${at}`} week={week} change={change} plan={() => start.mutate({})} />
            ))}
          </ul>
        </details>
      )}
      <PinList week={week} />
      <WeightList weights={diff.data.weights} />
      {contradiction !== null && (
        <ContradictionDialog
          words={contradiction}
          busy={start.isPending}
          leaveOut={() => start.mutate({ leaveOutPins: true })}
          close={start.reset}
        />
      )}
    </Paper>
  )
}

type Change = PlanDiff['changes'][number]

function ChangeRow({ week, change, plan }: { week: string; change: Change; plan: () => void }) {
  const queries = useQueryClient()
  const toast = useToast()
  const { keep, person } = change
  const pin = useMutation({
    mutationFn: (kept: NonNullable<Change['keep']>) => moveApi.pin(week, kept),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['pins', week] })
      plan()
    },
    onError: (error) => toast(sentenceOf(error)),
  })
  return (
    <li>
      <strong>{person.name}</strong>
      <ChangeLines changes={[change.change]} />
      <Text size="sm">{change.because}</Text>
      {keep && (
        <Button
          size="xs"
          variant="default"
          loading={pin.isPending}
          onClick={() => pin.mutate(keep)}
          aria-label={say('diff.keepOf', { who: person.name, service: change.change.from?.service ?? '' })}
        >
          {say('diff.keep')}
        </Button>
      )}
    </li>
  )
}

function againstWords({ against, moved, added, dropped }: PlanDiff): string {
  if (against === 'nothing') return say('diff.first')
  const counts = say('diff.counts', { moved, added, dropped })
  return against === 'published' ? say('diff.published', { counts }) : say('diff.previous', { counts })
}

function belowWords({ below }: PlanDiff): string {
  if (below.count === 0) return say('diff.nobodyBelow')
  const words = say('diff.below', { count: below.count, names: below.names.join(', ') })
  return below.before === null || below.before === below.count
    ? words
    : `${words} ${say('diff.belowBefore', { count: below.before })}`
}
