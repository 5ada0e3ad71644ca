import type { Status } from '../../../src/attendance/attendance.ts'
import type { TodayBoard, TodaySeat, TodaySession } from '../../../src/attendance/today.ts'
import { say } from '../../ui/words.ts'

/** The words for attendance in the order in which they are needed. */
export const STATUS_ORDER: readonly Status[] = ['here', 'late', 'left-early', 'excused', 'no-show', 'remote']

const STATUS_WORDS: Readonly<Record<Status, () => string>> = {
  here: () => say('status.here'),
  late: () => say('status.late'),
  'left-early': () => say('status.left-early'),
  excused: () => say('status.excused'),
  'no-show': () => say('status.no-show'),
  remote: () => say('status.remote'),
}

const PART_WORDS: Readonly<Record<TodayBoard['blocks'][number]['part'], () => string>> = {
  morning: () => say('today.part.morning'),
  afternoon: () => say('today.part.afternoon'),
  evening: () => say('today.part.evening'),
}

export function statusWords(status: Status): string {
  return STATUS_WORDS[status]()
}

export function partWords(part: keyof typeof PART_WORDS): string {
  return PART_WORDS[part]()
}

/** Where a seat stands: its mark, or what it means that there is none. */
export function seatWords({ mark, state }: TodaySeat): string {
  if (mark) return statusWords(mark.status)
  if (state === 'missing') return say('seat.missing')
  return state === 'expected' ? say('seat.expected') : say('seat.unmarked')
}

/** Who comes to a remote session is there remotely. */
export function presentIn(session: TodaySession): 'here' | 'remote' {
  return session.telehealth ? 'remote' : 'here'
}
