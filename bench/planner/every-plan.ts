import { hardRules } from '../../src/planner/check/hard-rules.ts'
import { openPlan } from '../../src/planner/check/plan-book.ts'
import { prescribed } from '../../src/planner/check/week-book.ts'
import { costOf } from '../../src/planner/costs/cost.ts'
import { minuteOf, wallOf } from '../../src/planner/model/time.ts'
import type { Service, Session, Week } from '../../src/planner/model/week.ts'

/** More combinations than this are not worth the wait. */
const MOST_PLANS = 6_000

/**
 * Cost of the best plan by trying every one, with nothing but the checker to say what is allowed: for very small weeks.
 * Undefined when there would be too many to try; infinite when no plan is valid.
 */
export function cheapestOfAll(week: Week): number | undefined {
  const from = week.previous?.frozenBefore ?? ''
  const frozen = (week.previous?.sessions ?? []).filter(({ start }) => start < from)
  const sessions = everySession(week).filter((one) => one.start >= from && !breaks(week, [...frozen, one]))
  let tried = 0
  let best = Number.POSITIVE_INFINITY
  const extend = (plan: Session[], at: number): void => {
    tried += 1
    if (tried > MOST_PLANS) return
    const session = sessions[at]
    if (!session) {
      if (hardBreaches(week, plan).length === 0) best = Math.min(best, costOf(openPlan(week, plan)))
      return
    }
    if (!breaks(week, [...plan, session])) extend([...plan, session], at + 1)
    extend(plan, at + 1)
  }
  extend(frozen, 0)
  return tried > MOST_PLANS ? undefined : best
}

/** Every session of licensed staff for those who are prescribed it, most of them nonsense all the same. */
function everySession(week: Week): Session[] {
  return week.services.flatMap((service) => {
    const circles = circlesOf(week, service)
    const staff = week.staff.filter(({ leads, gives }) => [...leads, ...gives].includes(service.id))
    return startsOf(week).flatMap((start) =>
      staff.flatMap(({ id: staff, site }) =>
        placesOf(week, site).flatMap(({ room, telehealth }) =>
          circles.map((members) => {
            const session = { service: service.id, start, staff, site, room, telehealth, members }
            return { id: idOf(week, session), ...session }
          }),
        ),
      ),
    )
  })
}

function idOf(week: Week, session: Omit<Session, 'id'>): string {
  const { members, ...same } = session
  const given = (week.fixedGroups ?? []).find(
    ({ id: _id, pinned: _pinned, ...group }) => JSON.stringify(ordered(group)) === JSON.stringify(ordered(same)),
  )
  return given?.id ?? `${JSON.stringify(ordered(same))} ${members.join()}`
}

function ordered(record: Record<string, unknown>): unknown[] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function startsOf({ weekStart, blocks, gridMinutes }: Week): string[] {
  return blocks.flatMap((block) => {
    const start = minuteOf(weekStart, block.start)
    const steps = Math.ceil((minuteOf(weekStart, block.end) - start) / gridMinutes)
    return Array.from({ length: steps }, (_, n) => wallOf(weekStart, start + n * gridMinutes))
  })
}

function placesOf(week: Week, site: string): { room: string | null; telehealth: boolean }[] {
  const rooms = week.sites.find(({ id }) => id === site)?.rooms ?? []
  const inPerson = [null, ...rooms.map(({ id }) => id)].map((room) => ({ room, telehealth: false }))
  return [...inPerson, { room: null, telehealth: true }]
}

/** Every set of people who are prescribed a service, but the empty one; single people when it is one-to-one. */
function circlesOf({ participants }: Week, { id, kind }: Service): string[][] {
  let circles: string[][] = [[]]
  for (const participant of participants.filter((one) => prescribed(one, id) > 0)) {
    circles = [...circles, ...circles.map((circle) => [...circle, participant.id])]
  }
  return circles.filter(({ length }) => length === 1 || (length > 1 && kind === 'group'))
}

/** Whether no session added to these could make a valid plan of them. Somebody pinned may still be seated. */
function breaks(week: Week, sessions: readonly Session[]): boolean {
  return hardBreaches(week, sessions).some(({ text }) => !text.includes('pinned'))
}

function hardBreaches(week: Week, sessions: readonly Session[]) {
  const book = openPlan(week, sessions)
  return hardRules.flatMap((rule) => rule.breaches(book))
}
