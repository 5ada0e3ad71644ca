import { openPlan } from '../check/plan-book.ts'
import { costOf } from '../costs/cost.ts'
import { dayNumber } from '../model/time.ts'
import type { Participant, Session, Week } from '../model/week.ts'
import { newWorkbench } from '../person-week/workbench.ts'
import type { Workbench } from '../person-week/workbench.ts'
import { bestWeek } from './best-week.ts'
import type { Terms } from './best-week.ts'
import { figuresOf } from './own-figures.ts'
import type { OwnFigures } from './own-figures.ts'
import { newBreaches, planWith } from './plan-with.ts'
import { drawbacksOf, reasonsFor } from './reason.ts'
import type { Reason } from './reason.ts'
import { newIn } from './same-session.ts'
import { standingWithout } from './standing.ts'
import type { Standing } from './standing.ts'
import { ABOVE_ALL, wishesFor } from './wishes.ts'
import type { Wish } from './wishes.ts'

/** A whole week one person could have instead of the present one. */
export interface WholeWeek {
  /** All their sessions, what has happened included, by start; the person is the only member named. */
  readonly sessions: readonly Session[]
  /** What they would no longer attend, and what is new to them. */
  readonly leaves: readonly Session[]
  readonly joins: readonly Session[]
  readonly figures: OwnFigures
  readonly reasons: readonly Reason[]
  readonly drawbacks: readonly Reason[]
  /** Cost of the whole plan with this week in it (week-format.md section 5). */
  readonly cost: number
}

export interface WholeWeeks {
  readonly now: { readonly sessions: readonly Session[]; readonly figures: OwnFigures }
  readonly weeks: readonly WholeWeek[]
  /** Why there are fewer than three; null when there are three. */
  readonly fewerBecause: 'nothing-ahead' | 'group-too-small' | 'nothing-else-fits' | null
}

export const MOST_WEEKS = 3
/** Two weeks that differ in one session alone are no choice. */
const CLEARLY = 2
/**
 * When no wish is left: what a session costs that another offered week holds already, and a trip. More and more, until
 * weeks differ; only at last may a week cost further trips for the sake of being another one.
 */
const OTHERNESS = [
  { price: 20, weights: { trip: 100 } },
  { price: 200, weights: { trip: 1000 } },
  { price: ABOVE_ALL, weights: {} },
]

/**
 * Up to three whole weeks a person could have with everybody else's week as it is in `sessions` (a plan of the week): each
 * holds at least as many sessions of every service, so never fewer counted minutes, misses no further screen window, takes
 * nobody's seat, leaves no group too small, and differs clearly from the present week and from the others. Exact search,
 * no chance: the same plan gives the same weeks.
 */
export function wholeWeeksFor(week: Week, sessions: readonly Session[], person: string): WholeWeeks {
  const participant = week.participants.find(({ id }) => id === person)
  const present = sessions
    .filter(({ members }) => members.includes(person))
    .map((one) => ({ ...one, members: [person] }))
  if (!participant) return { now: { sessions: present, figures: NOTHING }, weeks: [], fewerBecause: 'nothing-ahead' }
  const figures = figuresOf(week, person, present)
  const own = present.filter(({ start }) => start >= (week.previous?.frozenBefore ?? ''))
  const asked = {
    week,
    sessions,
    participant,
    present,
    own,
    figures,
    bench: newWorkbench(),
    standings: new Map<string, Standing>(),
  }
  const weeks = own.length > 0 ? offered(asked) : []
  return { now: { sessions: present, figures }, weeks, fewerBecause: fewerBecause(asked, weeks.length) }
}

const NOTHING: OwnFigures = {
  countedMinutes: 0,
  trips: 0,
  travelMinutes: 0,
  days: [],
  parts: [],
  weekendVisits: 0,
  cover: 0,
  missedWindows: 0,
}

interface Asked {
  readonly week: Week
  readonly sessions: readonly Session[]
  readonly participant: Participant
  /** The person's sessions of the plan, and those of them that can still change. */
  readonly present: readonly Session[]
  readonly own: readonly Session[]
  readonly figures: OwnFigures
  readonly bench: Workbench
  /** The plan without the person, by how weeks are priced. */
  readonly standings: Map<string, Standing>
}

function offered(asked: Asked): WholeWeek[] {
  const { week, participant, figures, own } = asked
  const dates = [...new Set(own.map(({ start }) => start.slice(0, 10)))].toSorted()
  const days = dates.map((date) => ({ day: dayNumber(date) - dayNumber(week.weekStart), date }))
  const found: WholeWeek[] = []
  for (const wish of wishesFor(participant, figures, days)) {
    if (found.length === MOST_WEEKS) return found
    const one = candidate(asked, wish, (slot) => (wish.freeDays.includes(slot.day) ? ABOVE_ALL : 0))
    if (one && wish.isMet(one.figures)) found.push(...whenOffered(asked, found, one))
  }
  for (const { price, weights } of OTHERNESS) {
    for (let more = true; more && found.length < MOST_WEEKS;) {
      const known = [own, ...found.map(({ sessions }) => sessions)].flat()
      const times = (slot: { service: string; start: string }) =>
        known.filter(({ service, start }) => service === slot.service && start === slot.start).length
      const one = candidate(asked, { weights }, (slot) => price * times(slot))
      const next = one ? whenOffered(asked, found, one) : []
      found.push(...next)
      more = next.length > 0
    }
  }
  return found
}

interface Candidate {
  /** From now on, without what has happened. */
  readonly ahead: readonly Session[]
  readonly sessions: readonly Session[]
  readonly figures: OwnFigures
}

function candidate(
  asked: Asked,
  wish: Pick<Wish, 'weights' | 'prefers'>,
  price: Terms['price'],
): Candidate | undefined {
  const { week, participant, present, own } = asked
  const best = bestWeek(standingFor(asked, wish), asked.bench, { own, price })
  if (!best) return undefined
  const past = present.filter((session) => !own.includes(session))
  const sessions = [...past, ...best].toSorted((a, b) => (a.start < b.start ? -1 : 1))
  return { ahead: best, sessions, figures: figuresOf(week, participant.id, sessions) }
}

function standingFor(
  { week, sessions, participant, standings }: Asked,
  wish: Pick<Wish, 'weights' | 'prefers'>,
): Standing {
  const key = JSON.stringify([wish.weights, wish.prefers])
  const known = standings.get(key) ?? standingWithout(week, sessions, participant.id, wish)
  standings.set(key, known)
  return known
}

/** The week as it is offered; nothing when it is too much like another or breaks what must hold. */
function whenOffered(asked: Asked, found: readonly WholeWeek[], one: Candidate): WholeWeek[] {
  const { week, sessions, participant, own, figures } = asked
  if (!isClearlyNew(asked, found, one) || one.figures.missedWindows > figures.missedWindows) return []
  const changed = planWith(week, sessions, { person: participant.id, week: one.ahead })
  if (changed.gone.length > 0 || newBreaches(week, sessions, changed.sessions).length > 0) return []
  return [
    {
      sessions: one.sessions,
      leaves: newIn(one.ahead, own),
      joins: newIn(own, one.ahead),
      figures: one.figures,
      reasons: reasonsFor(figures, one.figures),
      drawbacks: drawbacksOf(figures, one.figures),
      cost: costOf(openPlan(week, changed.sessions)),
    },
  ]
}

function isClearlyNew({ present }: Asked, found: readonly WholeWeek[], one: Candidate): boolean {
  return [present, ...found.map(({ sessions }) => sessions)].every(
    (other) => Math.max(newIn(other, one.sessions).length, newIn(one.sessions, other).length) >= CLEARLY,
  )
}

function fewerBecause(asked: Asked, count: number): WholeWeeks['fewerBecause'] {
  if (count === MOST_WEEKS) return null
  if (asked.own.length === 0) return 'nothing-ahead'
  return standingFor(asked, { weights: {} }).held.size > 0 ? 'group-too-small' : 'nothing-else-fits'
}
