import { Button, Paper, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DecideMessage, Message } from '../../../src/message/message.ts'
import { outreachApi } from '../../ui/outreach-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { outboxWords } from './outbox-words.ts'

const REASON: Readonly<Record<Message['reason'], () => string>> = {
  'make-up-offered': () => say('outbox.makeUp'),
  missed: () => say('outbox.missed'),
  'week-changed': () => say('outbox.week'),
  'contact-changed': () => say('outbox.contact'),
}

/** Messages of the last days; the ones nobody knows the outcome of ask for a decision. */
export function OutboxList() {
  const asked = useQuery({ queryKey: ['outbox'], queryFn: outreachApi.messages, refetchInterval: 15_000 })
  const { timeZone } = useSession().center
  if (!asked.data) return asked.isError ? <ProblemNotice error={asked.error} /> : null
  const { mail, messages } = asked.data
  const sorted = messages.toSorted((a, b) => Number(b.state === 'unknown') - Number(a.state === 'unknown'))
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="outbox">
      <h2 id="outbox" className="outreach-title">
        {say('outbox.title')}
      </h2>
      {!mail && <Text>{say('outbox.notSetUp')}</Text>}
      {mail && messages.length === 0 && <Text>{say('outbox.empty')}</Text>}
      <ul className="outreach-list">
        {sorted.map((message) => (
          <li key={message.id} className="outreach-row">
            <span className="outreach-who">
              <strong>{message.name}</strong> <span className="quiet-text">{REASON[message.reason]()}</span>
            </span>
            <span>{outboxWords(message, timeZone)}</span>
            {message.state === 'unknown' && <Decide message={message.id} />}
          </li>
        ))}
      </ul>
    </Paper>
  )
}

function Decide({ message }: { message: string }) {
  const queries = useQueryClient()
  const decide = useMutation({
    mutationFn: (decision: DecideMessage['decision']) => outreachApi.decideMessage(message, decision),
    onSettled: () => queries.invalidateQueries({ queryKey: ['outbox'] }),
  })
  return (
    <span className="outreach-buttons">
      <Button size="xs" variant="default" onClick={() => decide.mutate('send-again')}>
        {say('outbox.again')}
      </Button>
      <Button size="xs" variant="default" onClick={() => decide.mutate('leave')}>
        {say('outbox.leave')}
      </Button>
      {decide.isError && <ProblemNotice error={decide.error} />}
    </span>
  )
}
