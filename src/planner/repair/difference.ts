import { groupedBy } from '../model/grouped-by.ts'
import type { Session } from '../model/week.ts'

/** One session of one person that is not as it was: moved (both sides), new (`from` null) or dropped (`to` null). */
export interface SessionChange {
  readonly from: Session | null
  readonly to: Session | null
}

/** Everything that changes in one person's week, in the order of time. */
export interface PersonChange {
  readonly participant: string
  readonly changes: readonly SessionChange[]
}

/**
 * Whose own sessions differ between two plans, and how; everybody else is absent. A session is the same when service,
 * start, site, telehealth and, one to one, the staff member are (S11): another leader or room of a group is no change.
 */
export function differencesOf(
  services: readonly { readonly id: string; readonly kind: string }[],
  before: readonly Session[],
  after: readonly Session[],
): PersonChange[] {
  const groups = new Set(services.filter(({ kind }) => kind === 'group').map(({ id }) => id))
  const [was, is] = [byMember(before), byMember(after)]
  const people = [...new Set([...was.keys(), ...is.keys()])].toSorted()
  return people.flatMap((participant) => {
    const changes = changesOf(groups, was.get(participant) ?? [], is.get(participant) ?? [])
    return changes.length > 0 ? [{ participant, changes }] : []
  })
}

function byMember(sessions: readonly Session[]): Map<string, Session[]> {
  const own = new Map<string, Session[]>()
  for (const session of sessions) {
    for (const member of session.members) {
      const known = own.get(member)
      if (known) known.push(session)
      else own.set(member, [session])
    }
  }
  return own
}

/** What left and what came of one service are matched in the order of time: that is what "moved" means to people. */
function changesOf(groups: ReadonlySet<string>, was: readonly Session[], is: readonly Session[]): SessionChange[] {
  const key = (session: Session) => keyOf(session, groups.has(session.service))
  const [kept, planned] = [new Set(is.map(key)), new Set(was.map(key))]
  const left = groupedBy(was.filter((session) => !kept.has(key(session))).toSorted(byStart), ({ service }) => service)
  const came = groupedBy(is.filter((session) => !planned.has(key(session))).toSorted(byStart), ({ service }) => service)
  const services = [...new Set([...left.keys(), ...came.keys()])]
  const changes = services.flatMap((service) => {
    const [gone, fresh] = [left.get(service) ?? [], came.get(service) ?? []]
    return Array.from({ length: Math.max(gone.length, fresh.length) }, (_, at) => ({
      from: gone[at] ?? null,
      to: fresh[at] ?? null,
    }))
  })
  return changes.toSorted((a, b) => (startOf(a) < startOf(b) ? -1 : startOf(a) > startOf(b) ? 1 : 0))
}

function keyOf({ service, start, site, telehealth, staff }: Session, group: boolean): string {
  return JSON.stringify([service, start, site, telehealth, group ? '' : staff])
}

function startOf({ from, to }: SessionChange): string {
  return (from ?? to)?.start ?? ''
}

function byStart(a: Session, b: Session): number {
  return a.start < b.start ? -1 : a.start > b.start ? 1 : 0
}
