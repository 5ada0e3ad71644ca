import { Button, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { moveApi } from '../../../ui/move-api.ts'
import { clockWords, dateOf, dayWords } from '../../../ui/times.ts'
import { say } from '../../../ui/words.ts'
import { sentenceOf } from '../../problem-notice.tsx'
import { useToast } from '../../toasts.tsx'

/** What stays when the week is planned again, and what of it cannot. */
export function PinList({ week }: { week: string }) {
  const queries = useQueryClient()
  const toast = useToast()
  const asked = useQuery({ queryKey: ['pins', week], queryFn: () => moveApi.pins(week) })
  const remove = useMutation({
    mutationFn: (pin: string) => moveApi.unpin(week, pin),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['pins', week] }),
    onError: (error) => toast(sentenceOf(error)),
  })
  if (!asked.data || asked.data.pins.length === 0) return null
  return (
    <details>
      <summary>{say('pins.kept', { count: asked.data.pins.length })}</summary>
      {asked.data.contradictions.map((words) => (
        <Text key={words} size="sm" className="diff-broken">
          {words}
        </Text>
      ))}
      <ul className="diff-changes">
        {asked.data.pins.map(({ id, person, service, start, with: staff }) => {
          const what = [`${service}, ${dayWords(dateOf(start))} ${clockWords(start)}`]
          if (staff !== null) what.push(say('session.with', { staff }))
          return (
            <li key={id}>
              <strong>{person.name}</strong> {what.join(', ')}{' '}
              <Button
                size="xs"
                variant="default"
                disabled={remove.isPending}
                onClick={() => remove.mutate(id)}
                aria-label={say('pins.removeOf', { who: person.name, service })}
              >
                {say('pins.remove')}
              </Button>
            </li>
          )
        })}
      </ul>
    </details>
  )
}
