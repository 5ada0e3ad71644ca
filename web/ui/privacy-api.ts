import type { z } from 'zod'
import type { BreakGlass, OpenBreakGlass, ReviewBreakGlass } from '../../src/access/break-glass.ts'
import type { AccessReport, TrailPage } from '../../src/audit/audit.ts'
import { ask } from './ask.ts'

/** Who looked, with what right, and what was opened in an emergency. */

export interface TrailWish {
  person?: string | undefined
  from?: string | undefined
  until?: string | undefined
  before?: string | undefined
}

export const privacyApi = {
  trail: (wish: TrailWish) => ask<z.infer<typeof TrailPage>>('GET', `/api/audit/entries?${queryOf(wish)}`),
  trailFile: (wish: TrailWish) => `/api/audit/entries.csv?${queryOf(wish)}`,
  withoutReason: () => ask<AccessReport>('GET', '/api/audit/accesses-without-reason'),

  openBreakGlass: (wish: z.input<typeof OpenBreakGlass>) => ask<BreakGlass>('POST', '/api/break-glass', wish),
  ownBreakGlass: () => ask<{ openings: BreakGlass[] }>('GET', '/api/break-glass/own'),
  closeBreakGlass: (id: string) => ask<void>('POST', `/api/break-glass/${id}/closure`),
  openings: () => ask<{ openings: BreakGlass[] }>('GET', '/api/break-glass'),
  review: (id: string, found: z.input<typeof ReviewBreakGlass>) =>
    ask<void>('POST', `/api/break-glass/${id}/review`, found),
}

function queryOf(wish: TrailWish): string {
  return new URLSearchParams(
    Object.entries(wish).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''),
  ).toString()
}
