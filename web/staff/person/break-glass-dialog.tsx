import { Alert, Button, Modal, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { privacyApi } from '../../ui/privacy-api.ts'
import { say } from '../../ui/words.ts'
import { useSteppedUp } from '../lock/step-up.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { OWN_OPENINGS } from './own-opening.ts'

const LEAST = 20

/** On a page that is not there for the reader: an emergency opens it for 30 minutes, in front of witnesses. */
export function BreakGlass({ personId, opened }: { personId: string; opened: () => void }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Text size="sm" mt="md">
        {say('breakGlass.offer')}
      </Text>
      <Button mt="xs" variant="default" leftSection={<Icon name="shield" />} onClick={() => setAsking(true)}>
        {say('breakGlass.open')}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={say('breakGlass.title')}
        closeButtonProps={{ 'aria-label': say('help.close') }}
      >
        <BreakGlassForm personId={personId} opened={opened} />
      </Modal>
    </>
  )
}

function BreakGlassForm({ personId, opened }: { personId: string; opened: () => void }) {
  const [reason, setReason] = useState('')
  const steppedUp = useSteppedUp()
  const queries = useQueryClient()
  const open = useMutation({
    mutationFn: () => steppedUp(() => privacyApi.openBreakGlass({ participant: personId, reason })),
    onSuccess: () => {
      opened()
      return queries.invalidateQueries({ queryKey: OWN_OPENINGS })
    },
  })
  const missing = LEAST - reason.trim().length
  const submit = (event: FormEvent) => {
    event.preventDefault()
    open.mutate()
  }
  return (
    <form className="prove" onSubmit={submit}>
      <Alert variant="outline" color="gray" icon={<Icon name="shield" />} className="notice">
        {say('breakGlass.reported')}
      </Alert>
      <Textarea
        required
        data-autofocus
        autosize
        minRows={3}
        maxLength={1000}
        label={say('breakGlass.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Text size="sm" className="quiet-text" role="status">
        {missing > 0 ? say('breakGlass.missing', { count: missing }) : say('breakGlass.enough')}
      </Text>
      <Button type="submit" disabled={missing > 0} loading={open.isPending}>
        {say('breakGlass.openNow')}
      </Button>
      {open.isError && <ProblemNotice error={open.error} />}
    </form>
  )
}
