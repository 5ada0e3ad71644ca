import type { Participant, Week } from '../model/week.ts'

/** Staff who give one of the individual services a person is prescribed; none when no such service is prescribed. */
export function counselorsFor(
  { services, staff }: Week,
  { prescription }: Pick<Participant, 'prescription'>,
): string[] {
  const wanted = services.filter(({ id, kind }) => kind === 'individual' && (prescription[id] ?? 0) > 0)
  return staff.filter(({ gives }) => wanted.some(({ id }) => gives.includes(id))).map(({ id }) => id)
}

/** The person as the lab places them: any counselor may give the individual sessions, since none has been chosen. */
export function withAnyCounselor(week: Week, person: Participant): Participant {
  const [counselor, ...coverCounselors] = counselorsFor(week, person)
  return { ...person, counselor: counselor ?? week.staff[0]?.id ?? '', coverCounselors }
}

/** The person with one counselor and no cover. */
export function withCounselor(person: Participant, counselor: string): Participant {
  return { ...person, counselor, coverCounselors: [] }
}
