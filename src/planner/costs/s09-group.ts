import type { SoftCost } from './soft-cost.ts'

/** Per session of kind `group`. */
export const group: SoftCost = {
  name: 'S9',
  label: 'group run',
  charge(book) {
    return book.week.weights.group * book.meetings.filter(({ service }) => service.kind === 'group').length
  },
}
