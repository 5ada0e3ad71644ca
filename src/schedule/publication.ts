import { instantOf, isoOf, tzVersion, type Zone } from '../center/zones.ts'
import { minuteOf, wallOf } from '../planner/model/time.ts'
import type { Session } from '../planner/model/week.ts'

/** What publishing a plan changes in the published week. Sessions that stay keep their row, so phones see no double. */
export interface WeekChange {
  readonly keep: readonly { session: Session; id: string }[]
  readonly add: readonly Session[]
  /** Ids of published sessions that are no longer held. */
  readonly withdraw: readonly string[]
}

/** Compares what is published with what shall be; two sessions are the same when everything but their members is. */
export function changesOf(published: readonly Session[], planned: readonly Session[]): WeekChange {
  const standing = new Map(published.map((session) => [keyOf(session), session.id]))
  const keep: { session: Session; id: string }[] = []
  const add: Session[] = []
  for (const session of planned) {
    const id = standing.get(keyOf(session))
    if (id === undefined) add.push(session)
    else {
      keep.push({ session, id })
      standing.delete(keyOf(session))
    }
  }
  return { keep, add, withdraw: [...standing.values()] }
}

/** Wall times of a session with the instants they mean; blocks never span a clock change, so its length is its minutes. */
export function timesOf(zone: Zone, weekStart: string, start: string, minutes: number) {
  const end = wallOf(weekStart, minuteOf(weekStart, start) + minutes)
  return {
    starts_wall: start,
    ends_wall: end,
    time_zone: zone.name,
    tz_version: tzVersion,
    starts_at: isoOf(instantOf(zone, start).at),
    ends_at: isoOf(instantOf(zone, end).at),
  }
}

function keyOf(session: Session): string {
  const oneToOne = session.members.length === 1 ? (session.members[0] ?? '') : ''
  return [
    session.service,
    session.start,
    session.staff,
    session.site,
    session.room ?? '',
    session.telehealth,
    oneToOne,
  ].join('|')
}
