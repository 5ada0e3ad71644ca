import { Button, Checkbox, Fieldset, Group, Modal, NativeSelect, Skeleton, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { type ListForm, type PutOnList, typedMinutes } from '../../../src/waiting-list/new-waiting.ts'
import { labApi } from '../../ui/lab-api.ts'
import { hoursWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'
import { WAITING } from './use-list-change.ts'

/** Somebody new who waits for a place. */
export function AddDialog({ close }: { close: () => void }) {
  const asked = useQuery({ queryKey: ['waiting-list-form'], queryFn: labApi.listForm })
  return (
    <Modal
      opened
      size="lg"
      onClose={close}
      title={say('waiting.add')}
      closeButtonProps={{ 'aria-label': say('help.close') }}
    >
      {asked.isPending && <Skeleton height={320} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && <AddForm offered={asked.data} close={close} />}
    </Modal>
  )
}

function AddForm({ offered, close }: { offered: ListForm; close: () => void }) {
  const [typed, setTyped] = useState<PutOnList>({
    name: '',
    since: '',
    site: offered.sites[0]?.code ?? '',
    travelMinutes: 30,
    services: [],
    weeklyMinutes: 540,
    dailyMostMinutes: 240,
    prefers: 'none',
    telehealth: false,
  })
  const put = usePutOnList(close)
  const set = (next: Partial<PutOnList>) => setTyped({ ...typed, ...next })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    put.mutate(typed)
  }
  return (
    <form onSubmit={submit}>
      <TextInput
        data-autofocus
        required
        maxLength={200}
        label={say('waiting.name')}
        value={typed.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        required
        mt="sm"
        label={say('waiting.sinceField')}
        value={typed.since}
        onChange={(event) => set({ since: event.currentTarget.value })}
      />
      <NativeSelect
        mt="sm"
        label={say('waiting.site')}
        value={typed.site}
        onChange={(event) => set({ site: event.currentTarget.value })}
        data={offered.sites.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <Count
        label={say('waiting.travel')}
        max={300}
        value={typed.travelMinutes}
        set={(travelMinutes) => set({ travelMinutes })}
      />
      <NativeSelect
        mt="sm"
        label={say('waiting.prefers')}
        value={typed.prefers}
        onChange={(event) => set({ prefers: event.currentTarget.value as PutOnList['prefers'] })}
        data={[
          { value: 'none', label: say('waiting.anyTime') },
          { value: 'morning', label: say('waiting.morning') },
          { value: 'afternoon', label: say('waiting.afternoon') },
          { value: 'evening', label: say('waiting.evening') },
        ]}
      />
      <Checkbox
        size="md"
        mt="sm"
        label={say('waiting.telehealth')}
        checked={typed.telehealth}
        onChange={(event) => set({ telehealth: event.currentTarget.checked })}
      />
      <Services typed={typed} offered={offered} set={set} />
      <Count
        label={say('waiting.weekly')}
        max={3000}
        value={typed.weeklyMinutes}
        set={(weeklyMinutes) => set({ weeklyMinutes })}
      />
      <Count
        label={say('waiting.daily')}
        min={15}
        max={720}
        value={typed.dailyMostMinutes}
        set={(dailyMostMinutes) => set({ dailyMostMinutes })}
      />
      {put.isError && <ProblemNotice error={put.error} />}
      <Group mt="md" gap={8} justify="flex-end">
        <Button variant="default" onClick={close}>
          {say('dialog.cancel')}
        </Button>
        <Button type="submit" loading={put.isPending}>
          {say('waiting.addNow')}
        </Button>
      </Group>
    </form>
  )
}

/** Sessions a week of each service, and the minutes they come to. */
function Services(props: { typed: PutOnList; offered: ListForm; set: (next: Partial<PutOnList>) => void }) {
  const { typed, offered, set } = props
  const others = (code: string) => typed.services.filter((one) => one.code !== code)
  return (
    <Fieldset mt="md" legend={say('waiting.wanted')}>
      {offered.services.map(({ code, name }) => (
        <Count
          key={code}
          label={name}
          max={40}
          value={typed.services.find((one) => one.code === code)?.sessions ?? 0}
          set={(sessions) => set({ services: [...others(code), ...(sessions > 0 ? [{ code, sessions }] : [])] })}
        />
      ))}
      <Text size="sm" mt="xs" role="status">
        {say('waiting.comesTo', { hours: hoursWords(typedMinutes(typed.services, offered.services)) })}
      </Text>
    </Fieldset>
  )
}

function Count(props: { label: string; min?: number; max: number; value: number; set: (value: number) => void }) {
  const { label, min = 0, max, value, set } = props
  return (
    <TextInput
      type="number"
      required
      mt="sm"
      min={min}
      max={max}
      label={label}
      value={value}
      onChange={(event) => set(event.currentTarget.valueAsNumber || 0)}
    />
  )
}

/** What a clinician should look at is said beside the success. */
function usePutOnList(close: () => void) {
  const queries = useQueryClient()
  const toast = useToast()
  return useMutation({
    mutationFn: labApi.putOnList,
    onSuccess: async ({ warnings }) => {
      close()
      toast([say('waiting.added'), ...warnings.map((words) => `${words}.`)].join(' '))
      await queries.invalidateQueries({ queryKey: WAITING })
    },
  })
}
