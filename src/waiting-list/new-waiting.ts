import { z } from 'zod'
import { PARTS } from '../center/center.ts'
import type { WaitingRow } from './waiting.ts'

/** Somebody new on the waiting list, as the front desk types it: the same row as one of `waiting.csv`. */

const Code = z.string().min(1).max(64)

/** Minutes of travel are one way. Sessions are a week's. */
export const PutOnList = z.strictObject({
  name: z.string().trim().min(1).max(200),
  /** The first day of waiting. */
  since: z.iso.date().refine((day) => day >= '1970' && day < '2200', 'a day from 1970 to 2199'),
  site: Code,
  travelMinutes: z.int().min(0).max(300),
  services: z.array(z.strictObject({ code: Code, sessions: z.int().min(1).max(40) })).max(50),
  weeklyMinutes: z.int().min(0).max(3000),
  dailyMostMinutes: z.int().min(15).max(720),
  prefers: z.enum([...PARTS, 'none']),
  telehealth: z.boolean(),
})
export type PutOnList = z.infer<typeof PutOnList>

/** What the form offers. */
export const ListForm = z.object({
  sites: z.array(z.object({ code: z.string(), name: z.string() })),
  services: z.array(z.object({ code: z.string(), name: z.string(), minutes: z.int(), counts: z.boolean() })),
})
export type ListForm = z.infer<typeof ListForm>

/** Whoever now stands on the list, with what a clinician should look at. */
export const OnList = z.object({ participant: z.uuid(), warnings: z.array(z.string()) })

/** The row that a file would say; a weekly target under nine hours was typed on purpose. */
export function rowOf(typed: PutOnList, code: string): WaitingRow {
  return {
    code,
    chosen_name: typed.name,
    since: typed.since,
    sites: [{ code: typed.site, count: typed.travelMinutes }],
    prescription: typed.services.map((one) => ({ code: one.code, count: one.sessions })),
    weekly_minutes: typed.weeklyMinutes,
    below_540: 'agreed',
    daily_max_minutes: typed.dailyMostMinutes,
    screens_per_week: 0,
    prefers: typed.prefers,
    telehealth: typed.telehealth,
    template: null,
    family_blocks: [],
    line: 0,
  }
}

/** Countable minutes a week of what is typed. */
export function typedMinutes(services: PutOnList['services'], offered: ListForm['services']): number {
  return services.reduce((sum, { code, sessions }) => {
    const service = offered.find((one) => one.code === code)
    return sum + (service?.counts ? sessions * service.minutes : 0)
  }, 0)
}
