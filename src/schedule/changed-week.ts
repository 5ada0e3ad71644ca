import { z } from 'zod'
import { minuteOf, wallOf } from '../planner/model/time.ts'
import type { Session, Week } from '../planner/model/week.ts'
import type { PersonChange } from '../planner/repair/difference.ts'
import { WallTime, WeekStart } from './week-board.ts'

/** What changed in somebody's own week: as it is stored (ids), and as it is read (words). */

const KeptSession = z.object({
  service: z.uuid(),
  start: WallTime,
  staff: z.uuid(),
  site: z.uuid(),
  telehealth: z.boolean(),
})
export const KeptChange = z.object({ from: KeptSession.nullable(), to: KeptSession.nullable() })
export type KeptChange = z.infer<typeof KeptChange>

const Meeting = z.object({
  service: z.string(),
  start: WallTime,
  end: WallTime,
  with: z.string(),
  place: z.string(),
  telehealth: z.boolean(),
})
/** Moved (both sides), new (`from` null) or dropped (`to` null). */
export const ToldChange = z.object({ from: Meeting.nullable(), to: Meeting.nullable() })
export type ToldChange = z.infer<typeof ToldChange>

export const Answer = z.enum(['seen', 'yes', 'cannot-come', 'ask-me'])
export const AnswerNotice = z.strictObject({ answer: Answer })
export type AnswerNotice = z.infer<typeof AnswerNotice>

export const WeekNotice = z.object({
  publication: z.uuid(),
  weekStart: WeekStart,
  writtenAt: z.string(),
  changes: z.array(ToldChange),
  /** The latest word of the person, or of staff who wrote it down; null: none yet. */
  answer: z
    .object({
      answer: Answer,
      answeredAt: z.string(),
      /** What staff said to a wish for another time: found (`because` is null), or why the time stays. */
      reply: z.object({ because: z.string().nullable() }).nullable(),
    })
    .nullable(),
})
export type WeekNotice = z.infer<typeof WeekNotice>
export const WeekNotices = z.object({ notices: z.array(WeekNotice) })
export type WeekNotices = z.infer<typeof WeekNotices>

/** Everybody who was told that a week changed, with what they answered, the newest publication first. */
export const NoticesOfWeek = z.object({
  weekStart: WeekStart,
  notices: z.array(WeekNotice.extend({ person: z.object({ id: z.uuid(), name: z.string() }) })),
})
export type NoticesOfWeek = z.infer<typeof NoticesOfWeek>

/** The form that is stored: no members of a group, no room. */
export function keptChanges({ changes }: PersonChange): KeptChange[] {
  return changes.map(({ from, to }) => ({ from: from && keptOf(from), to: to && keptOf(to) }))
}

/** When the first change takes effect, as wall time: the earlier of what was and what is. */
export function firstChange(changes: readonly KeptChange[]): string {
  return changes
    .flatMap(({ from, to }) => [from?.start, to?.start])
    .filter((start) => start !== undefined)
    .reduce((first, start) => (start < first ? start : first), '9999')
}

/** Names of what a change speaks of, by id. */
export interface ChangeNames {
  readonly services: ReadonlyMap<string, Pick<Week['services'][number], 'name' | 'minutes'>>
  readonly staff: ReadonlyMap<string, string>
  readonly sites: ReadonlyMap<string, string>
}

export function toldChanges(changes: readonly KeptChange[], names: ChangeNames): ToldChange[] {
  return changes.map(({ from, to }) => ({ from: from && meetingOf(from, names), to: to && meetingOf(to, names) }))
}

function keptOf({ service, start, staff, site, telehealth }: Session): z.infer<typeof KeptSession> {
  return { service, start, staff, site, telehealth }
}

function meetingOf(kept: z.infer<typeof KeptSession>, names: ChangeNames): z.infer<typeof Meeting> {
  const service = names.services.get(kept.service)
  const day = kept.start.slice(0, 10)
  return {
    service: service?.name ?? '',
    start: kept.start,
    end: wallOf(day, minuteOf(day, kept.start) + (service?.minutes ?? 0)),
    with: names.staff.get(kept.staff) ?? '',
    place: names.sites.get(kept.site) ?? '',
    telehealth: kept.telehealth,
  }
}
