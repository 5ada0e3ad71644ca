import { Button, Group, Paper, Text, TextInput, Title } from '@mantine/core'
import type { NewLink } from '../../ui/accounts-api.ts'
import { Icon } from '../../ui/icon.tsx'
import { instantWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { useSession } from '../session.ts'
import { useToast } from '../toasts.tsx'

/** A one-time link and whose it is. */
export interface Handed extends NewLink {
  name: string
}

/** The one time a link is shown. It is handed over in person or by a channel that is known to be theirs. */
export function InvitationLink({ handed, putAway }: { handed: Handed; putAway: () => void }) {
  const { timeZone } = useSession().center
  const toast = useToast()
  const copy = () => void navigator.clipboard.writeText(handed.link).then(() => toast(say('feed.copied')))
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="handed" role="status">
      <Title order={2} size="h5" id="handed" mb={4}>
        {say('link.title', { name: handed.name })}
      </Title>
      <Text size="sm">{say('link.sentence', { until: instantWords(handed.until, timeZone) })}</Text>
      <TextInput
        readOnly
        mt="sm"
        label={say('link.once')}
        value={handed.link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group mt="sm" gap={8}>
        <Button variant="default" leftSection={<Icon name="copy" />} onClick={copy}>
          {say('feed.copy')}
        </Button>
        <Button variant="default" onClick={putAway}>
          {say('link.putAway')}
        </Button>
      </Group>
    </Paper>
  )
}
