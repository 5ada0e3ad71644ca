import { Button, Group, Modal, NativeSelect, Text } from '@mantine/core'
import { useState } from 'react'
import type { WaitingPerson } from '../../../src/schedule/waiting-fit.ts'
import { labApi } from '../../ui/lab-api.ts'
import { say } from '../../ui/words.ts'
import { useListChange } from './use-list-change.ts'

type Because = 'withdrew' | 'referred'

/** Off the list without being admitted, with one of two reasons and no free words. */
export function LeaveDialog({ person, close }: { person: WaitingPerson; close: () => void }) {
  const [because, setBecause] = useState<Because>('withdrew')
  const change = useListChange(say('waiting.leftSaid'), close)
  return (
    <Modal
      opened
      onClose={close}
      title={say('waiting.leaveOf', { name: person.name })}
      closeButtonProps={{ 'aria-label': say('help.close') }}
    >
      <Text size="sm" mb="sm">
        {say('waiting.leaveWhat')}
      </Text>
      <NativeSelect
        data-autofocus
        label={say('waiting.because')}
        value={because}
        onChange={(event) => setBecause(event.currentTarget.value as Because)}
        data={[
          { value: 'withdrew', label: say('waiting.withdrew') },
          { value: 'referred', label: say('waiting.referred') },
        ]}
      />
      <Group mt="md" gap={8} justify="flex-end">
        <Button variant="default" onClick={close}>
          {say('dialog.cancel')}
        </Button>
        <Button loading={change.isPending} onClick={() => change.mutate(() => labApi.leave(person.id, { because }))}>
          {say('waiting.leaveNow')}
        </Button>
      </Group>
    </Modal>
  )
}
