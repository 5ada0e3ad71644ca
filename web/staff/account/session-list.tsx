import { Badge, Button, Paper, Skeleton, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { instantWords } from '../../ui/times.ts'
import { type OwnSession, signInApi } from '../../ui/sign-in-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { roleName } from '../role-name.ts'
import { useSession } from '../session.ts'
import { useToast } from '../toasts.tsx'

const KEY = ['own-sessions']

/** Every place one is signed in, to end one or all others. */
export function SessionList() {
  const queries = useQueryClient()
  const toast = useToast()
  const asked = useQuery({ queryKey: KEY, queryFn: signInApi.sessions })
  const ended = (text: string) => () => (toast(text), queries.invalidateQueries({ queryKey: KEY }))
  const endOne = useMutation({ mutationFn: signInApi.endSession, onSuccess: ended(say('sessions.endedOne')) })
  const endOthers = useMutation({ mutationFn: signInApi.endOtherSessions, onSuccess: ended(say('sessions.endedAll')) })
  const sessions = asked.data?.sessions ?? []
  const failed = endOne.error ?? endOthers.error ?? asked.error
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="sessions">
      <Title order={2} size="h4" id="sessions" mb={4}>
        {say('sessions.title')}
      </Title>
      <Text size="sm">{say('sessions.sentence')}</Text>
      {asked.isPending && <Skeleton height={60} mt="sm" aria-label={say('page.loading')} />}
      <ul className="plain-rows" aria-labelledby="sessions">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} end={endOne.mutate} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
          {say('sessions.endOthers')}
        </Button>
      )}
      {failed && <ProblemNotice error={failed} />}
    </Paper>
  )
}

function SessionRow({ session, end }: { session: OwnSession; end: (id: string) => void }) {
  const { timeZone } = useSession().center
  const times = {
    from: instantWords(session.createdAt, timeZone),
    seen: instantWords(session.lastSeenAt, timeZone),
  }
  return (
    <li>
      <div>
        <strong>{session.device}</strong>{' '}
        {session.here && (
          <Badge component="span" variant="outline" className="state-badge">
            {say('sessions.here')}
          </Badge>
        )}
        <div className="person-small">
          {roleName(session.role)} · {say('sessions.times', times)}
        </div>
      </div>
      {!session.here && (
        <Button
          size="xs"
          variant="default"
          aria-label={say('sessions.endNamed', { device: session.device, from: times.from })}
          onClick={() => end(session.id)}
        >
          {say('sessions.end')}
        </Button>
      )}
    </li>
  )
}
