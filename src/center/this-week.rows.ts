import type { Tx } from '../kernel/database.ts'
import { dateOf, dayNumber, weekdayOf } from '../planner/model/time.ts'
import { instantOf, wallOf, zoneNamed } from './zones.ts'

/** The instant at which a week begins in a zone, epoch milliseconds. */
export function weekBegin(timeZone: string, weekStart: string): number {
  const zone = zoneNamed(timeZone)
  if (!zone) throw new Error(`zone ${timeZone} is unknown`)
  return instantOf(zone, `${weekStart}T00:00`).at
}

/** Monday of the week that is running in a zone at an instant (epoch milliseconds). */
export function mondayAt(timeZone: string, now: number): string {
  const zone = zoneNamed(timeZone)
  if (!zone) throw new Error(`zone ${timeZone} is unknown`)
  const today = wallOf(zone, now).slice(0, 10)
  return dateOf(dayNumber(today) - weekdayOf(today))
}

/** The center's calendar day at an instant (epoch milliseconds). */
export async function todayIn(tx: Tx, now: number): Promise<string> {
  const center = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  const zone = zoneNamed(center.time_zone)
  if (!zone) throw new Error(`zone ${center.time_zone} is unknown`)
  return wallOf(zone, now).slice(0, 10)
}
