import { Paper, Text, Title } from '@mantine/core'
import type { WeekBoard } from '../../../src/schedule/week-board.ts'
import { say } from '../../ui/words.ts'

/** Why there is nothing yet; the Plan button stands above. */
export function EmptyWeek({ board }: { board: WeekBoard }) {
  const nobody = board.people.length === 0
  return (
    <Paper withBorder p="xl" className="empty-week">
      <Title order={2} size="h4">
        {nobody ? say('empty.nobody') : say('empty.title')}
      </Title>
      <Text mt={4}>{board.mayPlan ? say('empty.mayPlan') : say('empty.wait')}</Text>
    </Paper>
  )
}
