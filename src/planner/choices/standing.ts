import { minuteOf } from '../model/time.ts'
import type { Participant, Session, Week, Weights } from '../model/week.ts'
import { allowsStartAt } from '../rules/h19-frozen-past.ts'
import { compileWeek } from '../search/compile.ts'
import { emptyTimetable, newGroup } from '../search/timetable.ts'
import type { RunningGroup, Timetable } from '../search/timetable.ts'

/** A plan in which everybody's week but one person's is fixed (week-format.md section 6, "as the plan stands"). */
export interface Standing {
  readonly table: Timetable
  /** The session behind each running group. */
  readonly sessionOf: ReadonlyMap<RunningGroup, Session>
  /** Groups the person sits in that would be too small without them (H8): they cannot be left. */
  readonly held: ReadonlySet<RunningGroup>
}

/** How one week is priced: usual weights but these, and the part of the day the person would rather come in. */
export interface Pricing {
  readonly weights: Partial<Weights>
  readonly prefers?: Participant['prefers']
}

/** No saving may buy a missed screen window: an unannounced screen must stay possible. */
const NEVER_MISSED = 1_000_000

/**
 * The plan without one person, who is the only one compiled: free seats of running groups and free times of staff and
 * rooms are left as they are; the person's own one-to-one sessions count as free, what has happened stays.
 */
export function standingWithout(week: Week, sessions: readonly Session[], person: string, pricing: Pricing): Standing {
  const { fixedGroups: _given, ...open } = week
  const prefers = pricing.prefers
  const participants = week.participants
    .filter(({ id }) => id === person)
    .map((one) => (prefers === undefined ? one : { ...one, prefers }))
  const frozenBefore = week.previous?.frozenBefore ?? `${week.weekStart}T00:00`
  // Others' sessions ahead are no past and no habit of this person's: the compiler need not know them.
  const known = sessions.filter((session) => session.start < frozenBefore || has(session, person))
  const near = new Set(participants.flatMap((one) => sitesWithin(week, one)))
  const { center } = compileWeek({
    ...open,
    staff: week.staff.filter(({ site }) => near.has(site)),
    participants,
    weights: { ...week.weights, ...pricing.weights, screen: NEVER_MISSED },
    previous: { frozenBefore, sessions: known },
  })
  const table = emptyTimetable(center)
  const standing = { table, sessionOf: new Map<RunningGroup, Session>(), held: new Set<RunningGroup>() }
  const ahead = sessions.filter(({ start }) => allowsStartAt(minuteOf(week.weekStart, start), center.frozenBefore))
  // Where two groups of one kind run at once, the person's own comes first, so that it is not changed for the other.
  for (const session of ahead.toSorted((a, b) => Number(has(b, person)) - Number(has(a, person)))) {
    if (isOneToOne(week, session) && has(session, person)) continue
    occupy(table, session)
    addGroup(standing, session, person)
  }
  return standing
}

/** Where a person can go, and what shares remote sessions with their home site: the rest of a chain is no concern of theirs. */
function sitesWithin({ sites }: Week, { sites: reached }: Participant): string[] {
  const home = sites.find(({ id }) => id === reached[0]?.site)
  const shared = sites.filter((site) => home && (site.telehealthPool ?? '') === (home.telehealthPool ?? ''))
  return [...reached.map(({ site }) => site), ...shared.map(({ id }) => id)]
}

function has(session: Session, person: string): boolean {
  return session.members.includes(person)
}

export function isOneToOne(week: Week, { service }: Pick<Session, 'service'>): boolean {
  return week.services.find(({ id }) => id === service)?.kind !== 'group'
}

/** Marks staff member and room as taken, also where facts have changed since and the session could not be planned now. */
function occupy({ center, ...table }: Timetable, session: Session): void {
  const { week, blocks } = center
  const start = minuteOf(week.weekStart, session.start)
  const end = start + (week.services.find(({ id }) => id === session.service)?.minutes ?? 0)
  const block = blocks.findIndex((one) => one.start <= start && start < one.end)
  const staff = week.staff.findIndex(({ id }) => id === session.staff)
  const site = center.sites.indexOf(session.site)
  const room = center.rooms.findIndex((one) => one.id === session.room && one.site === site)
  if (staff >= 0) table.staffMinutes[staff] = (table.staffMinutes[staff] ?? 0) + end - start
  if (block < 0) return
  if (staff >= 0) table.staffTaken[staff * blocks.length + block]?.push(start, end)
  if (room >= 0) table.roomTaken[room * blocks.length + block]?.push(start, end)
}

function addGroup({ table, ...standing }: MutableStanding, session: Session, person: string): void {
  const { center } = table
  const { week } = center
  const start = minuteOf(week.weekStart, session.start)
  const spot = center.spots.find(
    (one) =>
      one.start === start &&
      week.services[one.service]?.id === session.service &&
      center.sites[one.site] === session.site &&
      one.telehealth === session.telehealth,
  )
  if (!spot) return
  const staff = week.staff.findIndex(({ id }) => id === session.staff)
  const room = center.rooms.findIndex((one) => one.id === session.room && one.site === spot.site)
  const group = newGroup(center, spot, { staff, room, given: null })
  const others = session.members.filter((member) => member !== person)
  // The only person compiled has index 0; the others need no more than to be counted.
  others.forEach((_, at) => group.members.add(at + 1))
  const least = week.services[spot.service]?.minMembers ?? 0
  if (others.length < session.members.length && others.length > 0 && others.length < least) standing.held.add(group)
  standing.sessionOf.set(group, session)
  const here = (table.bySpot[spot.index] ??= [])
  here.push(group)
}

interface MutableStanding {
  readonly table: Timetable
  readonly sessionOf: Map<RunningGroup, Session>
  readonly held: Set<RunningGroup>
}
