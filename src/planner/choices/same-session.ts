import type { Session } from '../model/week.ts'

/** What a person notices of a session: whatever else differs (the room, who else comes) is no change to them. */
export function sameSession(a: Session, b: Session): boolean {
  return (
    a.service === b.service &&
    a.start === b.start &&
    a.site === b.site &&
    a.telehealth === b.telehealth &&
    a.staff === b.staff
  )
}

/** Sessions of the second list that the first does not have. */
export function newIn(before: readonly Session[], after: readonly Session[]): Session[] {
  return after.filter((session) => !before.some((one) => sameSession(one, session)))
}
