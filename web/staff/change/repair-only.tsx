import { Button, Text } from '@mantine/core'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useRepair } from './use-repair.ts'

/** Somebody was admitted, a prescription or a calendar changed: it is recorded already, the week is not repaired yet. */
export function RepairOnly({ week }: { week: string }) {
  const repair = useRepair(week, async () => [])
  return (
    <div className="repair-only">
      <Text size="sm" className="quiet-text">
        {say('change.recordedAlready')}
      </Text>
      <Button variant="default" size="xs" loading={repair.isPending} onClick={() => repair.mutate()}>
        {say('change.repairOnly')}
      </Button>
      {repair.isError && <ProblemNotice error={repair.error} />}
    </div>
  )
}
