import { dayOf, minuteOf } from '../planner/model/time.ts'
import type { Service, Session, Week } from '../planner/model/week.ts'
import type { Pin } from '../planner/move/pins.ts'

/** One person's seat in one session of a week. */
export interface OwnSeat {
  readonly participant: string
  readonly session: string
}

/** What people of a week were absent from, and the sessions they accepted in return and still sit in. */
export interface MadeUp {
  readonly missed: readonly OwnSeat[]
  /** `seatedAt`: when it was accepted, as the database writes it. */
  readonly accepted: readonly (OwnSeat & { readonly seatedAt: string })[]
}

/**
 * The week with every accepted make-up in the place of one missed session: that one is no longer had, and where the two
 * are of different services the prescription holds one more of the new and one less of the other. A missed session still
 * ahead stays, and so does its make-up: the prescription holds one more.
 */
export function withMadeUp(week: Week, { missed, accepted }: MadeUp): Week {
  if (!week.previous || accepted.length === 0) return week
  const { previous } = week
  const known = new Map(previous.sessions.map((session) => [session.id, session]))
  const lost = new Set(missed.filter(({ session }) => (known.get(session)?.start ?? '~') < previous.frozenBefore))
  const away: { participant: string; session: string; service: string; by: string }[] = []
  const extra: { participant: string; service: string }[] = []
  for (const made of accepted) {
    const by = known.get(made.session)
    if (!by) continue
    const candidates = [...lost].filter((one) => one.participant === made.participant && one.session !== made.session)
    const given = nearest(week, by, candidates, known)
    if (!given) {
      extra.push({ participant: made.participant, service: by.service })
      continue
    }
    lost.delete(given)
    away.push({ ...given, service: known.get(given.session)!.service, by: by.service })
  }
  return {
    ...week,
    participants: week.participants.map((person) => {
      const prescription = { ...person.prescription }
      const add = (service: string, count: number) => {
        prescription[service] = Math.max(0, (prescription[service] ?? 0) + count)
      }
      for (const one of away.filter(({ participant }) => participant === person.id)) {
        add(one.service, -1)
        add(one.by, 1)
      }
      for (const one of extra.filter(({ participant }) => participant === person.id)) {
        const had = previous.sessions.filter(
          ({ service, members }) => service === one.service && members.includes(person.id),
        )
        prescription[one.service] = Math.max(prescription[one.service] ?? 0, had.length)
      }
      return { ...person, prescription }
    }),
    previous: { ...previous, sessions: previous.sessions.flatMap((session) => without(session, away)) },
  }
}

/** Accepted sessions as pins: whoever made something up keeps the seat when the week is planned again or repaired. */
export function pinsOfMadeUp(week: Week, { accepted }: MadeUp): (Pin & { readonly seatedAt: string })[] {
  const groups = new Set(week.services.filter(({ kind }) => kind === 'group').map(({ id }) => id))
  return accepted.flatMap(({ participant, session, seatedAt }) => {
    const found = week.previous?.sessions.find(({ id, members }) => id === session && members.includes(participant))
    if (!found) return []
    const { service, start, staff, site, telehealth } = found
    return [{ participant, service, start, site, telehealth, staff: groups.has(service) ? null : staff, seatedAt }]
  })
}

/** Of what was missed, what a session stands for: the same service before another of its kind, the same day before others. */
function nearest<Seat extends OwnSeat>(
  week: Week,
  by: Session,
  candidates: readonly Seat[],
  known: ReadonlyMap<string, Session>,
): Seat | undefined {
  const serviceOf = (id: string): Service | undefined => week.services.find((service) => service.id === id)
  const day = ({ start }: Session) => dayOf(minuteOf(week.weekStart, start))
  const farness = ({ session }: Seat) => {
    const other = known.get(session)!
    return Number(other.service !== by.service) * 2 + Number(day(other) !== day(by))
  }
  return candidates
    .filter(({ session }) => serviceOf(known.get(session)!.service)?.kind === serviceOf(by.service)?.kind)
    .toSorted((a, b) => farness(a) - farness(b))[0]
}

function without(session: Session, away: readonly OwnSeat[]): Session[] {
  const gone = new Set(away.filter((one) => one.session === session.id).map(({ participant }) => participant))
  if (gone.size === 0) return [session]
  const members = session.members.filter((member) => !gone.has(member))
  return members.length > 0 ? [{ ...session, members }] : []
}
