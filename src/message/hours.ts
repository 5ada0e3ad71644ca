import { instantOf, wallOf, type Zone } from '../center/zones.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'

/** Hours of every day by the center's clocks: minutes since midnight, `until` excluded. */
interface DailyHours {
  readonly from: number
  readonly until: number
}

/**
 * The next instant (milliseconds since 1970 UTC) at which the hours are open: `now` itself while they are. Wall times
 * decide, so nine o'clock stays nine o'clock over a change of the clocks, and hours that a change skips open a day later.
 */
export function nextOpening(zone: Zone, hours: DailyHours, now: number): number {
  if (isOpen(zone, hours, now)) return now
  const today = dayNumber(wallOf(zone, now).slice(0, 10))
  const openings = [0, 1, 2].flatMap((days) => {
    const opening = instantOf(zone, `${dateOf(today + days)}T${clockOf(hours.from)}`)
    return opening.kind === 'overlap' ? [opening.at, opening.second] : [opening.at]
  })
  const next = openings.find((at) => at > now && isOpen(zone, hours, at))
  if (next === undefined) throw new Error('hours of every day open within two days')
  return next
}

function isOpen(zone: Zone, { from, until }: DailyHours, instant: number): boolean {
  const wall = wallOf(zone, instant)
  const minute = Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))
  return from <= minute && minute < until
}

function clockOf(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
}
