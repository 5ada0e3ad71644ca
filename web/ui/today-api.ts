import type { z } from 'zod'
import type { Mark, MarkAttendance } from '../../src/attendance/attendance.ts'
import type { Kiosks, MadeKiosk, MakeKiosk } from '../../src/attendance/kiosk.ts'
import type { TodayBoard } from '../../src/attendance/today.ts'
import type { PersonHours } from '../../src/hours/hours.ts'
import type { GroupDraft, SaveDraft } from '../../src/note/draft.ts'
import type { GroupSession } from '../../src/note/group-session.ts'
import { ask } from './ask.ts'
import type { DraftSaved } from './notes-api.ts'

/** The day as it happens: marks, the notes of groups, the hours that come of both. */

export const todayApi = {
  today: (day?: string) =>
    ask<TodayBoard>('GET', `/api/today${day ? `?day=${day}` : ''}`, undefined, { background: true }),
  onScreen: (screen: string, session: string | null) =>
    ask<void>('PUT', `/api/today/screens/${screen}`, { session }, { background: true }),
  mark: (session: string, participant: string, mark: z.input<typeof MarkAttendance>) =>
    ask<Mark>('PUT', `/api/sessions/${session}/attendance/${participant}`, mark),

  kiosks: () => ask<Kiosks>('GET', '/api/kiosks'),
  makeKiosk: (wish: MakeKiosk) => ask<MadeKiosk>('POST', '/api/kiosks', wish),
  endKiosk: (id: string) => ask<void>('DELETE', `/api/kiosks/${id}`),

  groupNote: (session: string) => ask<GroupSession>('GET', `/api/sessions/${session}/group-note`),
  saveGroupNote: (session: string, wish: SaveDraft) =>
    ask<DraftSaved<GroupDraft>>('PUT', `/api/sessions/${session}/group-note`, wish),
  signGroupNote: (session: string, version: number) =>
    ask<{ notes: number }>('POST', `/api/sessions/${session}/group-note/signature`, { version }),

  hours: (person: string, week: string) => ask<PersonHours>('GET', `/api/participants/${person}/weeks/${week}/hours`),
}
