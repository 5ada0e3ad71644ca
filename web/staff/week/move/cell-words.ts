import type { MoveCell } from '../../../../src/schedule/move.ts'
import { dateOf, dayWords, spanWords } from '../../../ui/times.ts'
import { say } from '../../../ui/words.ts'

/** `Tue, Dec 1, 6:00 – 7:00 PM, with Ana Ruiz, Harbor, Room 2` */
export function cellWords(cell: MoveCell): string {
  const where = cell.telehealth ? [say('session.telehealth')] : [cell.site, cell.room].filter(Boolean)
  return [timeWords(cell), say('session.with', { staff: cell.staffName }), ...where].join(', ')
}

/** `Tue, Dec 1, 6:00 – 7:00 PM` */
export function timeWords({ start, end }: Pick<MoveCell, 'start' | 'end'>): string {
  return `${dayWords(dateOf(start))}, ${spanWords(start, end)}`
}
