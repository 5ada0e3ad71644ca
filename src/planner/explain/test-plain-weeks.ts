import { hardRules } from '../check/hard-rules.ts'
import { openPlan } from '../check/plan-book.ts'
import { minuteOf, wallOf } from '../model/time.ts'
import type { Relax } from '../model/plan.ts'
import type { Room, Service, Session, Staff, Week } from '../model/week.ts'

/**
 * Section 6 of week-format.md written a second time, plainly and without the code of the search: every session the person
 * could have in a world, then every set of them the checker's personal rules accept. For tests on small weeks.
 */
export interface PlainQuestion {
  readonly week: Week
  /** The plan's sessions. */
  readonly sessions: readonly Session[]
  readonly participant: string
  readonly changes?: readonly Relax[]
  /** How what the section leaves open about opened groups and added duty is read. */
  readonly reading?: 'narrow' | 'wide'
  readonly alone?: boolean
}

const PERSONAL = ['H1', 'H2', 'H3', 'H9', 'H10', 'H11', 'H12', 'H13', 'H14', 'H15', 'H16', 'H17']
const personalRules = hardRules.filter(({ name }) => PERSONAL.includes(name))

/** Every week of the person in a world, without what has happened; undefined when there are too many to list. */
export function plainWeeks(question: PlainQuestion, most = 100): Session[][] | undefined {
  const changed = changedQuestion(question)
  const past = changed.sessions.filter((one) => isPast(changed.week, one) && one.members.includes(changed.participant))
  const already = breaches(changed, past)
  const candidates = candidatesOf(changed).filter((one) => !breaks(changed, [...past, one], already))
  let weeks: Session[][] = [[]]
  for (const one of candidates) {
    const longer = weeks.map((week) => [...week, one])
    weeks = [...weeks, ...longer.filter((week) => !breaks(changed, [...past, ...week], already))]
    if (weeks.length > most) return undefined
  }
  return weeks
}

/** M: the most minutes among the weeks of a world. */
export function mostOf(week: Week, weeks: readonly Session[][]): number {
  const minutes = new Map(week.services.map((service) => [service.id, service.minutes]))
  return Math.max(...weeks.map((sessions) => sessions.reduce((sum, { service }) => sum + minutes.get(service)!, 0)))
}

function isPast(week: Week, { start }: Session): boolean {
  return week.previous !== undefined && start < week.previous.frozenBefore
}

function breaches({ week, participant }: PlainQuestion, sessions: readonly Session[]): Set<string> {
  const own = { ...week, participants: week.participants.filter(({ id }) => id === participant) }
  const mine = sessions.map((session, n) => ({ ...session, id: `${n}`, members: [participant] }))
  const book = openPlan(own, mine)
  return new Set(personalRules.flatMap((rule) => rule.breaches(book)).map(({ name, text }) => `${name} ${text}`))
}

function breaks(question: PlainQuestion, sessions: readonly Session[], already: ReadonlySet<string>): boolean {
  return [...breaches(question, sessions)].some((breach) => !already.has(breach))
}

/** The week and the plan with the changes made in them. */
function changedQuestion(question: PlainQuestion): PlainQuestion {
  return (question.changes ?? []).reduce(changedBy, question)
}

function changedBy(question: PlainQuestion, relax: Relax): PlainQuestion {
  const { week, participant } = question
  const life = (change: (one: Week['participants'][number]) => Partial<Week['participants'][number]>) => ({
    ...question,
    week: {
      ...week,
      participants: week.participants.map((one) => (one.id === participant ? { ...one, ...change(one) } : one)),
    },
  })
  if (relax.type === 'busy') {
    return life(({ busy }) => ({ busy: busy.filter((one) => one.start !== relax.start || one.end !== relax.end) }))
  }
  if (relax.type === 'busyWhy') return life(({ busy }) => ({ busy: busy.filter(({ why }) => why !== relax.why) }))
  if (relax.type === 'telehealth') return life(() => ({ telehealth: true }))
  if (relax.type === 'dailyMax') return life((one) => ({ dailyMaxMinutes: one.dailyMaxMinutes + relax.minutes }))
  if (relax.type === 'familyBlocks') return life(() => ({ familyBlocks: week.blocks.map(({ id }) => id) }))
  if (relax.type === 'anyCounselor') return life(() => ({ coverCounselors: week.staff.map(({ id }) => id) }))
  if (relax.type === 'travel') {
    const nearer = (travelMinutes: number) => Math.max(0, travelMinutes - relax.minutes)
    return life(({ sites }) => ({ sites: sites.map((one) => ({ ...one, travelMinutes: nearer(one.travelMinutes) })) }))
  }
  if (relax.type === 'duty')
    return { ...question, week: { ...week, staff: week.staff.map((one) => onDuty(one, relax, question)) } }
  if (relax.type === 'seat') {
    // A seat more is a member less: somebody who is not the person stands up.
    const roomier = (one: Session) =>
      one.id === relax.session ? { ...one, members: withoutOne(one.members, participant) } : one
    return { ...question, sessions: question.sessions.map(roomier) }
  }
  const site = week.staff.find(({ id }) => id === relax.staff)!.site
  const opened = { ...relax, id: `opened for ${participant}`, site, room: freeRoom(question, relax, site), members: [] }
  return { ...question, sessions: [...question.sessions, opened] }
}

function withoutOne(members: readonly string[], kept: string): string[] {
  const leaves = members.find((member) => member !== kept)
  return members.filter((member) => member !== leaves)
}

function onDuty(staff: Staff, relax: Relax & { type: 'duty' }, { reading }: PlainQuestion): Staff {
  if (staff.id !== relax.staff) return staff
  const more = { start: relax.start, end: relax.end }
  if (reading !== 'wide') return { ...staff, duty: [...staff.duty, more] }
  const touching = staff.duty.filter(({ start, end }) => start <= more.end && more.start <= end)
  const all = [...touching, more]
  const joined = {
    start: all.map(({ start }) => start).toSorted()[0]!,
    end: all
      .map(({ end }) => end)
      .toSorted()
      .at(-1)!,
  }
  return { ...staff, duty: [...staff.duty.filter((one) => !touching.includes(one)), joined] }
}

/** Sessions one at a time; of those that differ in nothing but the staff member, one. */
function candidatesOf(question: PlainQuestion): Session[] {
  const { week, participant } = question
  const found = new Map<string, Session>()
  for (const service of week.services) {
    const wanted = week.participants.find(({ id }) => id === participant)!.prescription[service.id] ?? 0
    if (wanted === 0) continue
    const grouped = service.kind === 'group' && question.alone !== true
    const sessions = grouped
      ? question.sessions.filter((one) => hasSeat(question, service, one))
      : startsOf(question, service)
    for (const one of sessions) {
      if (isPast(week, one) || breaches(question, [one]).size > 0) continue
      found.set(JSON.stringify([one.service, one.start, one.telehealth || one.site]), one)
    }
  }
  return [...found.values()]
}

function hasSeat({ week, participant }: PlainQuestion, service: Service, group: Session): boolean {
  const seats = roomsOf(week, group.site).find(({ id }) => id === group.room)?.seats ?? Number.POSITIVE_INFINITY
  const others = group.members.filter((member) => member !== participant).length
  return group.service === service.id && others < Math.min(service.maxMembers, seats)
}

function startsOf(question: PlainQuestion, service: Service): Session[] {
  const { week } = question
  if (service.kind !== 'group' && service.minMembers > 1) return []
  return week.blocks.flatMap((block) => {
    const [from, to] = [minuteOf(week.weekStart, block.start), minuteOf(week.weekStart, block.end)]
    const count = Math.floor((to - from) / week.gridMinutes) + 1
    const starts = Array.from({ length: count }, (_, n) => wallOf(week.weekStart, from + n * week.gridMinutes))
    return starts.flatMap((start) =>
      week.staff.flatMap((staff) =>
        [false, true].flatMap((telehealth) => sessionAt(question, service, { start, staff, telehealth })),
      ),
    )
  })
}

function sessionAt(
  question: PlainQuestion,
  service: Service,
  { start, staff, telehealth }: { start: string; staff: Staff; telehealth: boolean },
): Session[] {
  const session = {
    id: 'new',
    service: service.id,
    start,
    staff: staff.id,
    site: staff.site,
    room: null,
    telehealth,
    members: [],
  }
  if (question.alone !== true && !staffHasTime(question, staff, session)) return []
  const roomless = telehealth || !service.needsRoom
  return roomless || freeRoom(question, session, staff.site) !== null ? [session] : []
}

/** Sessions of others; what the person has one-to-one counts as free, except what has happened. */
function takenBy({ week, sessions, participant }: PlainQuestion): Session[] {
  const kindOf = (id: string) => week.services.find((service) => service.id === id)!.kind
  return sessions.filter(
    (one) => isPast(week, one) || kindOf(one.service) === 'group' || !one.members.includes(participant),
  )
}

function staffHasTime(question: PlainQuestion, staff: Staff, session: Pick<Session, 'service' | 'start'>): boolean {
  const { week, reading } = question
  const lengthOf = (id: string) => week.services.find((service) => service.id === id)!.minutes
  const others = takenBy(question).filter(
    (one) => one.staff === staff.id && !(reading === 'wide' && one.id.startsWith('opened for')),
  )
  const used = others.reduce((sum, one) => sum + lengthOf(one.service), 0)
  return used + lengthOf(session.service) <= staff.maxMinutes && !others.some((one) => meet(week, one, session))
}

/** A suitable room for a session, or null. */
function freeRoom(question: PlainQuestion, session: Pick<Session, 'service' | 'start'>, site: string): string | null {
  const { week } = question
  const service = week.services.find(({ id }) => id === session.service)!
  if (!service.needsRoom || ('telehealth' in session && session.telehealth === true)) return null
  const [from, to] = spanOf(week, session)
  const taken = question.alone === true ? [] : takenBy(question).filter((one) => one.site === site)
  const open = (room: Room) =>
    (room.closed ?? []).every(
      (one) => to <= minuteOf(week.weekStart, one.start) || minuteOf(week.weekStart, one.end) <= from,
    )
  const room = roomsOf(week, site).find(
    (one) =>
      one.kinds.includes(service.kind) &&
      one.seats >= Math.max(1, service.minMembers) &&
      open(one) &&
      !taken.some((other) => other.room === one.id && meet(week, other, session)),
  )
  return room?.id ?? null
}

function roomsOf(week: Week, site: string): readonly Room[] {
  return week.sites.find(({ id }) => id === site)?.rooms ?? []
}

function spanOf(week: Week, { service, start }: Pick<Session, 'service' | 'start'>): [number, number] {
  const from = minuteOf(week.weekStart, start)
  return [from, from + week.services.find(({ id }) => id === service)!.minutes]
}

function meet(week: Week, a: Pick<Session, 'service' | 'start'>, b: Pick<Session, 'service' | 'start'>): boolean {
  const [aFrom, aTo] = spanOf(week, a)
  const [bFrom, bTo] = spanOf(week, b)
  return aFrom < bTo && bFrom < aTo
}
