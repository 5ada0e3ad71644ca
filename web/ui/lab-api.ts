import type { z } from 'zod'
import type { AskLab, LabFacts, LabRun } from '../../src/schedule/lab.ts'
import type { WaitingList } from '../../src/schedule/waiting-fit.ts'
import type { ListForm, OnList, PutOnList } from '../../src/waiting-list/new-waiting.ts'
import type { Admit, LeaveList } from '../../src/waiting-list/waiting.ts'
import { ask } from './ask.ts'

/** The waiting list and the design lab. */
export const labApi = {
  waitingList: (week: string) => ask<WaitingList>('GET', `/api/weeks/${week}/waiting-list`),
  listForm: () => ask<ListForm>('GET', '/api/waiting-list/form'),
  putOnList: (typed: PutOnList) => ask<z.output<typeof OnList>>('POST', '/api/waiting-list', typed),
  admit: (person: string, wish: z.input<typeof Admit>) =>
    ask<{ from: string }>('POST', `/api/participants/${person}/admission`, wish),
  leave: (person: string, wish: z.input<typeof LeaveList>) =>
    ask<void>('POST', `/api/participants/${person}/waiting-list/departure`, wish),

  facts: (week: string) => ask<LabFacts>('GET', `/api/weeks/${week}/lab`),
  start: (week: string, question: z.input<typeof AskLab>) =>
    ask<LabRun>('POST', `/api/weeks/${week}/lab-runs`, question),
  run: (id: string) => ask<LabRun>('GET', `/api/lab-runs/${id}`, undefined, { background: true }),
  end: (id: string) => ask<LabRun>('POST', `/api/lab-runs/${id}/cancellation`),
}
