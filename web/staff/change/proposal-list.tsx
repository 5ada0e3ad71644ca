import { Button, Paper, Skeleton, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../../ui/api.ts'
import { changeApi } from '../../ui/change-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice, sentenceOf } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'
import { ProposalCard } from './proposal-card.tsx'

const POLL_MILLISECONDS = 400

/** Proposals as they come: the first can be taken at once, better ones take their place until the search ends. */
export function ProposalList({ week, run, made }: { week: string; run: string; made: string | undefined }) {
  const asked = useQuery({
    queryKey: ['repair', run],
    queryFn: () => changeApi.proposals(run),
    refetchInterval: ({ state }) => (state.data && state.data.run.state !== 'working' ? false : POLL_MILLISECONDS),
  })
  if (asked.isError) return <ProblemNotice error={asked.error} again={() => void asked.refetch()} />
  if (asked.isPending) return <Skeleton height={220} aria-label={say('page.loading')} />
  const { run: state, proposals } = asked.data
  const accepted = proposals.filter(({ published }) => published)
  const open = accepted.length > 0 ? accepted : proposals.filter(({ rejected }) => rejected === null)
  const nothing = proposals.length > 0 && proposals.every(({ people }) => people === 0)
  return (
    <>
      <RunState run={run} working={state.state === 'working'} found={proposals.length} failure={state.failure} />
      {made !== undefined && accepted.length === 0 && <TakeBack week={week} made={made} />}
      {nothing && <Text mb="md">{say('change.nothing')}</Text>}
      {!nothing && (
        <div className="proposals">
          {open.map((proposal, at) => (
            <ProposalCard key={proposal.id} week={week} run={run} proposal={proposal} primary={at === 0} />
          ))}
        </div>
      )}
      {proposals.length > 0 && open.length === 0 && <Text mb="md">{say('change.allRefused')}</Text>}
    </>
  )
}

function RunState(props: { run: string; working: boolean; found: number; failure: string | null }) {
  const end = useMutation({ mutationFn: () => api.endPlanRun(props.run) })
  if (props.failure !== null) return <Text mb="md">{props.failure}</Text>
  return (
    <Paper withBorder p="sm" mb="md" className="run">
      <Text role="status" className="run-words">
        {props.working
          ? props.found > 0
            ? say('change.better', { count: props.found })
            : say('change.looking')
          : say('change.found', { count: props.found })}
      </Text>
      {props.working && (
        <Button variant="default" size="xs" loading={end.isPending || end.isSuccess} onClick={() => end.mutate()}>
          {say('change.stop')}
        </Button>
      )}
    </Paper>
  )
}

/** What was recorded is taken back as a whole, the last part first. */
function TakeBack({ week, made }: { week: string; made: string }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const toast = useToast()
  const undo = useMutation({
    mutationFn: async () => {
      for (const path of made.split(',').toReversed()) await changeApi.takeBack(path)
    },
    onSuccess: async () => {
      await queries.invalidateQueries()
      toast(say('change.takenBack'))
      await navigate({ to: '/change', search: { week } })
    },
    onError: (error) => toast(sentenceOf(error)),
  })
  return (
    <Button variant="subtle" size="xs" mb="md" loading={undo.isPending} onClick={() => undo.mutate()}>
      {say('change.takeBack')}
    </Button>
  )
}
