import type { z } from 'zod'
import type { RecordTime, TakeDayOff, WeekChanges } from '../../src/schedule/change.ts'
import type { AnswerNotice, NoticesOfWeek, WeekNotices } from '../../src/schedule/changed-week.ts'
import type { Proposals, StartRepair } from '../../src/schedule/repair.ts'
import type { PlanRun } from '../../src/schedule/week-board.ts'
import { ask } from './ask.ts'

/** "Life changed": what is recorded, the repairs proposed for it, and who is told. */

export const changeApi = {
  changes: (week: string) => ask<WeekChanges>('GET', `/api/weeks/${week}/changes`),
  recordAbsence: (staff: string, time: RecordTime) => ask<{ id: string }>('POST', `/api/staff/${staff}/absences`, time),
  closeRoom: (room: string, time: RecordTime) => ask<{ id: string }>('POST', `/api/rooms/${room}/closures`, time),
  takeDayOff: (person: string, obligation: string, wish: TakeDayOff) =>
    ask<{ dayOff: string; obligation: string | null }>(
      'POST',
      `/api/participants/${person}/obligations/${obligation}/days-off`,
      wish,
    ),
  addBusyTime: (person: string, time: RecordTime) =>
    ask<{ id: string }>('POST', `/api/participants/${person}/obligations`, time),
  takeBack: (path: string) => ask<void>('DELETE', path),

  startRepair: (week: string, wish: z.input<typeof StartRepair>) =>
    ask<PlanRun>('POST', `/api/weeks/${week}/repairs`, wish),
  proposals: (run: string) => ask<Proposals>('GET', `/api/plan-runs/${run}/proposals`, undefined, { background: true }),
  reject: (run: string, proposal: string) => ask<void>('POST', `/api/plan-runs/${run}/proposals/${proposal}/rejection`),

  notices: (week: string) => ask<NoticesOfWeek>('GET', `/api/weeks/${week}/notices`),
}

/** What one person is told; the phone loads this alone. */
export const noticeApi = {
  ofPerson: (person: string) =>
    ask<WeekNotices>('GET', `/api/participants/${person}/week-notices`, undefined, { background: true }),
  answer: (person: string, publication: string, wish: AnswerNotice) =>
    ask<void>('POST', `/api/participants/${person}/week-notices/${publication}/answers`, wish),
}
