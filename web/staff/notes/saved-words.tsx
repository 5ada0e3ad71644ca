import { Text } from '@mantine/core'
import { say } from '../../ui/words.ts'
import type { DraftState } from './use-draft.ts'

/** Where the draft stands, in words that never promise too much. */
export function SavedWords({ shown }: { shown: Pick<DraftState<unknown>, 'state' | 'savedAt'> }) {
  const words =
    shown.state === 'waiting'
      ? say('draft.waiting')
      : shown.state !== 'kept'
        ? say('draft.saving')
        : shown.savedAt === null
          ? say('draft.new')
          : say('draft.saved', { time: timeOf(shown.savedAt) })
  return (
    <Text size="sm" className="quiet-text" role="status">
      {words}
    </Text>
  )
}

function timeOf(instant: string): string {
  return new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit' }).format(Date.parse(instant))
}
