import type { PersonCoverage, RecordCoverage, RecordPaper } from '../../src/hours/coverage.ts'
import type { EligibleDays } from '../../src/hours/eligible-days.ts'
import type { EnterVersion, PackPreview, PayerPacks } from '../../src/hours/payer-packs.ts'
import { ask } from './ask.ts'

/** Payers' rules, whom they count, and the days they pay. */

const person = (id: string) => `/api/participants/${id}`

export const hoursApi = {
  packs: () => ask<PayerPacks>('GET', '/api/payer-packs'),
  previewPack: (wish: EnterVersion) => ask<PackPreview>('POST', '/api/payer-packs/preview', wish),
  enterPack: (wish: EnterVersion) => ask<unknown>('POST', '/api/payer-packs', wish),

  coverage: (id: string) => ask<PersonCoverage>('GET', `${person(id)}/coverage`),
  recordCoverage: (id: string, wish: RecordCoverage) => ask<unknown>('POST', `${person(id)}/coverage`, wish),
  recordPaper: (id: string, wish: RecordPaper) => ask<unknown>('POST', `${person(id)}/papers`, wish),
  withdrawPaper: (id: string, paper: string) => ask<void>('POST', `${person(id)}/papers/${paper}/withdrawal`),

  eligibleDays: (week: string) => ask<EligibleDays>('GET', `/api/weeks/${week}/eligible-days`),
}
