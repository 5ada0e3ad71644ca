import { Button, Paper, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../ui/api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { useToast } from '../toasts.tsx'

interface Typed {
  day: string
  from: string
  until: string
  why: string
}

/** A one-off time this person is not free. The next plan works around it. */
export function AddObligationForm({ personId, week }: { personId: string; week: string }) {
  const nothing: Typed = { day: week, from: '', until: '', why: '' }
  const [typed, setTyped] = useState(nothing)
  const queries = useQueryClient()
  // A reason is class C5: the front desk may say when somebody is not free, not why.
  const mayGiveReason = useSession().role === 'counselor'
  const toast = useToast()
  const add = useMutation({
    mutationFn: () => api.addObligation(personId, obligationOf(typed)),
    onSuccess: async () => {
      setTyped({ ...nothing, day: typed.day })
      toast(say('obligation.added'))
      await queries.invalidateQueries({ queryKey: ['person', personId] })
    },
  })
  const field = (name: keyof Typed) => ({
    value: typed[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="obligation">
      <Title order={2} size="h5" id="obligation" mb="xs">
        {say('obligation.title')}
      </Title>
      <form className="obligation-form" onSubmit={submit}>
        <TextInput type="date" required label={say('obligation.day')} {...field('day')} />
        <TextInput type="time" required label={say('obligation.from')} {...field('from')} />
        <TextInput type="time" required label={say('obligation.until')} {...field('until')} />
        {mayGiveReason && (
          <TextInput className="obligation-why" maxLength={200} label={say('obligation.why')} {...field('why')} />
        )}
        <Button type="submit" variant="default" loading={add.isPending}>
          {say('obligation.add')}
        </Button>
      </form>
      {add.isError && <ProblemNotice error={add.error} />}
    </Paper>
  )
}

function obligationOf({ day, from, until, why }: Typed) {
  const times = { start: `${day}T${from}`, end: `${day}T${until}` }
  return why.trim() === '' ? times : { ...times, why: why.trim() }
}
