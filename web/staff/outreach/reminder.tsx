import { Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { OutreachTask } from '../../../src/outreach/outreach.ts'
import { outreachApi } from '../../ui/outreach-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { outboxWords } from './outbox-words.ts'

/** A reminder to somebody who could not be called, and what became of it. */
export function Reminder({ task }: { task: OutreachTask }) {
  const queries = useQueryClient()
  const { timeZone } = useSession().center
  const send = useMutation({
    mutationFn: () =>
      task.reminder ? outreachApi.decideMessage(task.reminder.id, 'send-again') : outreachApi.sendReminder(task.id),
    onSuccess: () => Promise.all(['outreach', 'outbox'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  })
  const said = task.reminder && <Text size="sm">{outboxWords(task.reminder, timeZone)}</Text>
  if (task.reminder ? !task.reminder.mayRepeat : task.contact?.channel === 'none') return said
  return (
    <div className="outreach-reminder">
      {said}
      <Button size="xs" variant="default" loading={send.isPending} onClick={() => send.mutate()}>
        {task.reminder ? say('outbox.again') : say('outbox.send')}
      </Button>
      {send.isError && <ProblemNotice error={send.error} />}
    </div>
  )
}
