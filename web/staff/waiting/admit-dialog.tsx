import { Button, Group, Modal, NativeSelect, Text } from '@mantine/core'
import { useState } from 'react'
import type { WaitingList, WaitingPerson } from '../../../src/schedule/waiting-fit.ts'
import { labApi } from '../../ui/lab-api.ts'
import { dayWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { useListChange } from './use-list-change.ts'

/** Into treatment from a Monday on, with a counselor of one's own; those with room for the most hours stand first. */
export function AdmitDialog(props: { person: WaitingPerson; list: WaitingList; close: () => void }) {
  const { person, list, close } = props
  const fitting = person.fit?.counselors ?? []
  const others = list.counselors.filter((one) => !fitting.some(({ id }) => id === one.id))
  const [counselor, setCounselor] = useState(fitting[0]?.id ?? others[0]?.id ?? '')
  const day = dayWords(list.weekStart)
  const change = useListChange(say('waiting.admitted', { day }), close)
  const admit = () => change.mutate(() => labApi.admit(person.id, { from: list.weekStart, counselor }))
  return (
    <Modal
      opened
      onClose={close}
      title={say('waiting.admitOf', { name: person.name })}
      closeButtonProps={{ 'aria-label': say('help.close') }}
    >
      <Text size="sm" mb="sm">
        {say('waiting.admitWhat', { day })}
      </Text>
      <NativeSelect
        data-autofocus
        label={say('waiting.counselor')}
        value={counselor}
        onChange={(event) => setCounselor(event.currentTarget.value)}
        data={[...fitting, ...others].map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Group mt="md" gap={8} justify="flex-end">
        <Button variant="default" onClick={close}>
          {say('dialog.cancel')}
        </Button>
        <Button loading={change.isPending} disabled={counselor === ''} onClick={admit}>
          {say('waiting.admit', { day })}
        </Button>
      </Group>
    </Modal>
  )
}
