import { minuteOf } from '../model/time.ts'
import type { Session, Week } from '../model/week.ts'

/** What makes a session the same one as before (S11). `staff` is empty for groups. */
export function sessionKey(session: {
  readonly service: string
  readonly start: number
  readonly site: string
  readonly telehealth: boolean
  readonly staff: string
}): string {
  // Lengths first, so that no id can end where another begins; several times quicker than JSON, and asked for every slot.
  const { service, site, staff } = session
  return `${service.length} ${site.length} ${service}${site}${staff} ${session.start} ${session.telehealth}`
}

/** Keys of the sessions of the plan that was in force, by participant. */
export function keysBefore(week: Week): Map<string, Set<string>> {
  return keysOf(week, week.previous?.sessions ?? [])
}

/** Keys of these sessions, by participant. */
export function keysOf(week: Week, sessions: readonly Session[]): Map<string, Set<string>> {
  const groups = new Set(week.services.filter(({ kind }) => kind === 'group').map(({ id }) => id))
  const kept = new Map<string, Set<string>>()
  for (const { service, start, site, telehealth, staff, members } of sessions) {
    const minute = minuteOf(week.weekStart, start)
    const key = sessionKey({ service, start: minute, site, telehealth, staff: groups.has(service) ? '' : staff })
    for (const member of members) kept.set(member, (kept.get(member) ?? new Set<string>()).add(key))
  }
  return kept
}
