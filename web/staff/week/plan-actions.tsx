import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { WeekBoard } from '../../../src/schedule/week-board.ts'
import { api } from '../../ui/api.ts'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../ui/words.ts'
import { sentenceOf } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'

/** Plan, publish, print. The one primary button is whatever brings the week forward now. */
export function PlanActions({ board, week, running }: { board: WeekBoard; week: string; running: boolean }) {
  const proposal = board.proposal !== null && !board.proposal.published ? board.proposal.id : null
  const mayPublish = board.mayPublish && proposal !== null && board.state === 'proposed'
  return (
    <Group gap={8} className="no-print">
      {board.state !== 'empty' && (
        <Button variant="default" size="sm" leftSection={<Icon name="print" />} onClick={() => window.print()}>
          {say('plan.print')}
        </Button>
      )}
      {board.mayPlan && <PlanButton week={week} running={running} primary={!mayPublish} state={board.state} />}
      {mayPublish && <PublishButton week={week} proposal={proposal} disabled={running} />}
    </Group>
  )
}

function PlanButton(props: { week: string; running: boolean; primary: boolean; state: WeekBoard['state'] }) {
  const navigate = useNavigate()
  const toast = useToast()
  const start = useMutation({
    mutationFn: () => api.startPlanning(props.week, {}),
    onSuccess: (run) =>
      void navigate({ to: '.', search: ({ view: _view, ...rest }) => ({ ...rest, week: props.week, run: run.id }) }),
    onError: (error) => toast(sentenceOf(error)),
  })
  return (
    <Button
      variant={props.primary ? 'filled' : 'default'}
      leftSection={<Icon name="plan" />}
      disabled={props.running}
      loading={start.isPending}
      onClick={() => start.mutate()}
    >
      {props.state === 'empty' ? say('plan.first') : say('plan.again')}
    </Button>
  )
}

function PublishButton({ week, proposal, disabled }: { week: string; proposal: string; disabled: boolean }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const publish = useMutation({
    mutationFn: () => api.publish(week, proposal),
    onSuccess: async () => {
      await navigate({ to: '.', search: ({ view: _view, ...rest }) => rest })
      await queries.invalidateQueries({ queryKey: ['board', week] })
      toast(say('plan.published'))
    },
    onError: (error) => toast(sentenceOf(error)),
  })
  return (
    <Button
      leftSection={<Icon name="check" />}
      disabled={disabled}
      loading={publish.isPending}
      onClick={() => publish.mutate()}
    >
      {say('plan.publish')}
    </Button>
  )
}
