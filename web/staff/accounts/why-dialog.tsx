import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { say } from '../../ui/words.ts'

/** Says what will happen and asks why. There is no undo, so this is one of the few questions asked beforehand. */
export function WhyDialog(props: {
  opened: boolean
  close: () => void
  title: string
  sentence: string
  act: string
  done: (why: string) => void
}) {
  const [why, setWhy] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    props.close()
    props.done(why)
    setWhy('')
  }
  return (
    <Modal
      opened={props.opened}
      onClose={props.close}
      title={props.title}
      closeButtonProps={{ 'aria-label': say('help.close') }}
    >
      <form onSubmit={submit}>
        <Text size="sm" mb="sm">
          {props.sentence}
        </Text>
        <TextInput
          required
          minLength={3}
          maxLength={300}
          data-autofocus
          label={say('accounts.why')}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <Group mt="md" gap={8} justify="flex-end">
          <Button variant="default" onClick={props.close}>
            {say('dialog.cancel')}
          </Button>
          <Button type="submit">{props.act}</Button>
        </Group>
      </form>
    </Modal>
  )
}
