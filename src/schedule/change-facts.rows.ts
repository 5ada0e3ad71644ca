import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import type { BusyFact, WeekFacts } from './planning-week.ts'

/** What has been recorded as changed, in the form in which a week is planned around it. */

export async function absencesIn(tx: Tx, weekStart: string): Promise<WeekFacts['absences']> {
  return tx
    .selectFrom('staff_absence')
    .select(['staff_id', 'starts_wall as start', 'ends_wall as end'])
    .where('withdrawn_at', 'is', null)
    .where('starts_wall', '<', `${dateOf(dayNumber(weekStart) + 7)}T00:00`)
    .where('ends_wall', '>', `${weekStart}T00:00`)
    .orderBy('starts_wall')
    .orderBy('id')
    .execute()
}

export async function closuresIn(tx: Tx, weekStart: string): Promise<WeekFacts['closures']> {
  return tx
    .selectFrom('room_closure')
    .select(['room_id', 'starts_wall as start', 'ends_wall as end'])
    .where('withdrawn_at', 'is', null)
    .where('starts_wall', '<', `${dateOf(dayNumber(weekStart) + 7)}T00:00`)
    .where('ends_wall', '>', `${weekStart}T00:00`)
    .orderBy('starts_wall')
    .orderBy('id')
    .execute()
}

/** By obligation: the days on which it does not take place, from the Sunday before the week to its end. */
export type DaysOff = ReadonlyMap<string, readonly string[]>

export async function daysOff(tx: Tx, people: readonly string[], weekStart: string): Promise<DaysOff> {
  const rows = await tx
    .selectFrom('obligation_day_off')
    .select(['participant_id', 'obligation_id', 'on_date'])
    .where(sql<boolean>`participant_id = ANY (${sql.val([...people])}::uuid[])`)
    .where('withdrawn_at', 'is', null)
    .where('on_date', '>=', dateOf(dayNumber(weekStart) - 7))
    .where('on_date', '<', dateOf(dayNumber(weekStart) + 7))
    .execute()
  const found = new Map<string, string[]>()
  for (const row of rows) found.set(row.obligation_id, [...(found.get(row.obligation_id) ?? []), row.on_date])
  return found
}

/** An obligation as it is planned around; none when it happens once, on a day on which it does not take place. */
export function busyFacts(
  row: {
    readonly id: string
    readonly weekday: number | null
    readonly starts_minute: number | null
    readonly ends_minute: number | null
    readonly valid_from: string | null
    readonly valid_until: string | null
    readonly starts_wall: string | null
    readonly ends_wall: string | null
  },
  daysOff: DaysOff,
): BusyFact[] {
  const off = daysOff.get(row.id) ?? []
  if (row.weekday === null) {
    const [start, end] = [row.starts_wall!, row.ends_wall!]
    return off.includes(start.slice(0, 10)) ? [] : [{ start, end }]
  }
  const { weekday, starts_minute: starts, ends_minute: ends, valid_from: from, valid_until: until } = row
  return [{ weekday, starts: starts!, ends: ends!, from, until, off }]
}
