import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { WeekBoard } from '../../../src/schedule/week-board.ts'
import { api } from '../../ui/api.ts'
import { Icon } from '../../ui/icon.tsx'
import { moveApi } from '../../ui/move-api.ts'
import { say } from '../../ui/words.ts'
import { sentenceOf } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'
import { ContradictionDialog } from './diff/contradiction-dialog.tsx'
import { usePlan } from './diff/use-plan.ts'
import { useUndo } from './move/undo-bar.tsx'

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
      {board.mayPlan && board.publication !== null && <ChangeButton week={week} />}
      {board.mayPlan && <PlanButton week={week} running={running} primary={!mayPublish} state={board.state} />}
      {mayPublish && <PublishButton board={board} proposal={proposal} disabled={running} />}
    </Group>
  )
}

/** The way to a repair: something changed in a published week. */
function ChangeButton({ week }: { week: string }) {
  const navigate = useNavigate()
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={<Icon name="clock" />}
      onClick={() => void navigate({ to: '/change', search: { week } })}
    >
      {say('change.title')}
    </Button>
  )
}

function PlanButton(props: { week: string; running: boolean; primary: boolean; state: WeekBoard['state'] }) {
  const { start, contradiction } = usePlan(props.week)
  return (
    <>
      <Button
        variant={props.primary ? 'filled' : 'default'}
        leftSection={<Icon name="plan" />}
        disabled={props.running}
        loading={start.isPending}
        onClick={() => start.mutate({})}
      >
        {props.state === 'empty' ? say('plan.first') : say('plan.again')}
      </Button>
      {contradiction !== null && (
        <ContradictionDialog
          words={contradiction}
          busy={start.isPending}
          leaveOut={() => start.mutate({ leaveOutPins: true })}
          close={start.reset}
        />
      )}
    </>
  )
}

/** A week published before can be put back for a while: the plan before is published again. */
function PublishButton({ board, proposal, disabled }: { board: WeekBoard; proposal: string; disabled: boolean }) {
  const week = board.weekStart
  const queries = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const done = useUndo()
  const fresh = () => queries.invalidateQueries({ queryKey: ['board', week] })
  const putBack = () =>
    void moveApi
      .publishBefore(week)
      .then(() => toast(say('plan.putBack')))
      .catch((error: unknown) => toast(sentenceOf(error)))
      .finally(() => void fresh())
  const publish = useMutation({
    mutationFn: () => api.publish(week, proposal),
    onSuccess: async () => {
      await navigate({ to: '.', search: ({ view: _view, ...rest }) => rest })
      await fresh()
      if (board.publication) done({ words: say('plan.published'), undo: putBack })
      else toast(say('plan.published'))
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
