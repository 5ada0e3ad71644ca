import type { Status } from '../../../src/attendance/attendance.ts'

/** The words for attendance in the order in which they are needed. */
export const STATUS_ORDER: readonly Status[] = ['here', 'late', 'left-early', 'excused', 'no-show', 'remote']
