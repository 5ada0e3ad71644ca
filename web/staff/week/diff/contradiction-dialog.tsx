import { Button, Group, Modal, Text } from '@mantine/core'
import { say } from '../../../ui/words.ts'

/** Pins that cannot hold, in words, before anything is planned; planning on without them is said explicitly. */
export function ContradictionDialog(props: { words: string; busy: boolean; leaveOut: () => void; close: () => void }) {
  const { words, busy, leaveOut, close } = props
  return (
    <Modal opened onClose={close} title={say('pins.contradict')} closeButtonProps={{ 'aria-label': say('help.close') }}>
      <Text size="sm">{words}</Text>
      <Group mt="md" gap={8} justify="flex-end">
        <Button variant="default" onClick={close}>
          {say('dialog.cancel')}
        </Button>
        <Button loading={busy} onClick={leaveOut}>
          {say('pins.without')}
        </Button>
      </Group>
    </Modal>
  )
}
