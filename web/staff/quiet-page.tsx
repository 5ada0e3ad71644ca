import { Paper, Text, Title } from '@mantine/core'
import { say } from '../ui/words.ts'
import { useSession } from './session.ts'

const SENTENCE: Partial<Record<string, () => string>> = {
  'screen-technician': () => say('quiet.screenTechnician'),
}

/** One sentence for roles whose work arrives with later features; a denied thing looks like an absent one. */
export function QuietPage() {
  const { role } = useSession()
  return (
    <main id="main" className="page page-narrow">
      <Paper withBorder p="xl" mt="xl">
        <Title order={1} size="h3" mb="xs">
          {say('quiet.title')}
        </Title>
        <Text>{SENTENCE[role]?.() ?? say('quiet.other')}</Text>
      </Paper>
    </main>
  )
}
