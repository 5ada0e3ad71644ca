import type { Status } from '../../../src/attendance/attendance.ts'
import type { TodayBoard, TodaySeat } from '../../../src/attendance/today.ts'
import { say } from '../../ui/words.ts'

/** The fixed words for attendance (experience.md section 2). */
export function statusName(status: Status): string {
  switch (status) {
    case 'here':
      return say('status.here')
    case 'late':
      return say('status.late')
    case 'left-early':
      return say('status.left-early')
    case 'excused':
      return say('status.excused')
    case 'no-show':
      return say('status.no-show')
    case 'remote':
      return say('status.remote')
  }
}

/** A seat in one word: its mark, or what its absence means. */
export function seatName({ mark, state }: TodaySeat): string {
  if (mark) return statusName(mark.status)
  if (state === 'missing') return say('seat.missing')
  return state === 'unmarked' ? say('seat.unmarked') : say('seat.expected')
}

export function partName(part: TodayBoard['blocks'][number]['part']): string {
  if (part === 'morning') return say('today.part.morning')
  return part === 'evening' ? say('today.part.evening') : say('today.part.afternoon')
}
