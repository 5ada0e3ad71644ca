import type { SoftCost } from './soft-cost.ts'
import { sumOf } from './soft-cost.ts'

/** Per `individual` session that the participant's own counselor does not give. */
export const cover: SoftCost = {
  name: 'S8',
  label: 'cover',
  charge(book) {
    const individual = book.meetings.filter(({ service }) => service.kind === 'individual')
    const covered = sumOf(
      individual,
      ({ staff, members }) => members.filter(({ counselor }) => counselor !== staff.id).length,
    )
    return book.week.weights.cover * covered
  },
}
