import { Button, Paper, Progress, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'
import type { PlanRun } from '../../../src/schedule/week-board.ts'
import { api } from '../../ui/api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'

const POLL_MILLISECONDS = 500

/** A planner run as it goes: counted people, proven distance, and the way to stop and keep the best plan so far. */
export function PlanProgress({ week, run }: { week: string; run: string }) {
  const asked = useQuery({
    queryKey: ['plan-run', run],
    queryFn: () => api.planRun(run),
    refetchInterval: (query) => (query.state.data && query.state.data.state !== 'working' ? false : POLL_MILLISECONDS),
  })
  const finished = useFinish(week)
  const end = useMutation({ mutationFn: () => api.endPlanRun(run) })
  const state = asked.data?.state
  const failure = asked.data?.failure
  useEffect(() => {
    if (state === 'done' || state === 'canceled') finished(state === 'done' ? say('run.done') : say('run.ended'))
  }, [state, finished])
  if (asked.isError) return <ProblemNotice error={asked.error} />
  if (state === 'failed') {
    const cause = { status: 500, code: 'planner', detail: failure ?? '' }
    return <ProblemNotice error={new Error('planner', { cause })} again={() => finished(say('run.closed'))} />
  }
  return (
    <Working progress={asked.data?.progress ?? null} ending={end.isPending || end.isSuccess} end={() => end.mutate()} />
  )
}

function Working({ progress, ending, end }: { progress: PlanRun['progress']; ending: boolean; end: () => void }) {
  const found = progress !== null && progress.cost !== null
  const percent = progress && progress.people > 0 ? (progress.peopleComplete / progress.people) * 100 : 0
  return (
    <Paper withBorder p="md" my="sm" className="no-print run">
      <div className="run-words">
        <Text fw={600}>{progress?.step ?? say('run.starting')}</Text>
        {progress && (
          <Text size="sm">
            {say('run.people', { complete: progress.peopleComplete, people: progress.people })}
            {' · '}
            {say('run.seconds', { seconds: progress.seconds.toFixed(1) })}
            {progress.gapPercent !== null && ` · ${say('run.gap', { percent: progress.gapPercent.toFixed(1) })}`}
          </Text>
        )}
        <Progress value={percent} mt={6} aria-label={say('run.bar')} transitionDuration={200} />
      </div>
      <Button variant={found ? 'filled' : 'default'} onClick={end} loading={ending}>
        {found ? say('run.useBest') : say('run.cancel')}
      </Button>
    </Paper>
  )
}

function useFinish(week: string): (toldAs: string) => void {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  return useCallback(
    (toldAs) => {
      void queries.invalidateQueries({ queryKey: ['board', week] })
      void navigate({ to: '.', search: ({ run: _run, ...rest }) => rest, replace: true })
      toast(toldAs)
    },
    [queries, navigate, toast, week],
  )
}
