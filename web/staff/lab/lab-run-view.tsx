import { Button, Paper, Progress, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { LabRun } from '../../../src/schedule/lab.ts'
import { labApi } from '../../ui/lab-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { LabAnswers } from './lab-answers.tsx'

const POLL_MILLISECONDS = 500

/** A run as it goes, the way to stop it, and then its answers. */
export function LabRunView({ run }: { run: string }) {
  const asked = useQuery({
    queryKey: ['lab-run', run],
    queryFn: () => labApi.run(run),
    refetchInterval: (query) => (query.state.data && query.state.data.state !== 'working' ? false : POLL_MILLISECONDS),
  })
  const end = useMutation({ mutationFn: () => labApi.end(run) })
  if (asked.isError) return <ProblemNotice error={asked.error} />
  if (!asked.data || asked.data.state === 'working')
    return (
      <Working
        progress={asked.data?.progress ?? null}
        ending={end.isPending || end.isSuccess}
        end={() => end.mutate()}
      />
    )
  const { failure, result } = asked.data
  if (failure !== null || result === null) {
    const cause = { status: 500, code: 'lab', detail: failure ?? '' }
    return <ProblemNotice error={new Error('lab', { cause })} />
  }
  return <LabAnswers result={result} />
}

function Working(props: { progress: LabRun['progress']; ending: boolean; end: () => void }) {
  const { progress } = props
  return (
    <Paper withBorder p="md" mt="md" className="run">
      <div className="run-words">
        <Text fw={600} role="status">
          {say('lab.working')}
        </Text>
        {progress && (
          <Text size="sm">
            {say('lab.tried', { count: progress.tried })}
            {progress.reached !== null && ` · ${say('lab.soFar', { count: progress.reached })}`}
          </Text>
        )}
        <Progress value={100} animated mt={6} aria-label={say('lab.working')} />
      </div>
      <Button variant="default" onClick={props.end} loading={props.ending}>
        {say('lab.stop')}
      </Button>
    </Paper>
  )
}
