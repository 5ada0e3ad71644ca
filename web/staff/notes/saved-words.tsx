import { Text } from '@mantine/core'
import { instantClock } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { useSession } from '../session.ts'
import type { DraftState } from './use-draft.ts'

/** Where the draft stands, in words that never promise too much. */
export function SavedWords({ shown }: { shown: Pick<DraftState<unknown>, 'state' | 'savedAt'> }) {
  const { timeZone } = useSession().center
  const words =
    shown.state === 'waiting'
      ? say('draft.waiting')
      : shown.state !== 'kept'
        ? say('draft.saving')
        : shown.savedAt === null
          ? say('draft.new')
          : say('draft.saved', { time: instantClock(shown.savedAt, timeZone) })
  return (
    <Text size="sm" className="quiet-text" role="status">
      {words}
    </Text>
  )
}
