import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { EnterRails } from '../../../src/schedule/choice-rails.ts'
import { choicesApi } from '../../ui/choices-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'

export const RAILS = ['choice-rails']

/** Sets the rails from now on. */
export function RailsForm({ rails }: { rails: EnterRails }) {
  const [typed, setTyped] = useState(rails)
  const queries = useQueryClient()
  const toast = useToast()
  const enter = useMutation({
    mutationFn: () => choicesApi.enterRails(typed),
    onSuccess: (now) => {
      queries.setQueryData(RAILS, now)
      toast(say('rails.said'))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate()
  }
  const count = (field: 'noticeHours' | 'changesAWeek', max: number) => ({
    type: 'number',
    required: true,
    min: 0,
    max,
    maw: 320,
    mb: 'sm',
    value: Number.isNaN(typed[field]) ? '' : typed[field],
    onChange: (event: { currentTarget: { valueAsNumber: number } }) =>
      setTyped({ ...typed, [field]: event.currentTarget.valueAsNumber }),
  })
  return (
    <form onSubmit={submit}>
      <TextInput label={say('rails.noticeField')} {...count('noticeHours', 336)} />
      <TextInput label={say('rails.changesField')} {...count('changesAWeek', 20)} />
      <Checkbox
        size="md"
        mb="md"
        label={say('rails.coverField')}
        checked={typed.cover}
        onChange={(event) => setTyped({ ...typed, cover: event.currentTarget.checked })}
      />
      <Button type="submit" loading={enter.isPending}>
        {say('rails.enter')}
      </Button>
      {enter.isError && <ProblemNotice error={enter.error} />}
    </form>
  )
}
