import type { Actor } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { openPlan } from '../planner/check/plan-book.ts'
import { costOf } from '../planner/costs/cost.ts'
import type { Plan } from '../planner/model/plan.ts'
import type { Session, Week } from '../planner/model/week.ts'
import { type Held, heldGroups } from '../planner/move/held-groups.ts'
import { type Contradiction, contradictionsIn, type Pin } from '../planner/move/pins.ts'
import { contradictionWords, type Pins } from './pin.ts'
import { pinNames, pinsOf, pinsWithMadeUp } from './pin.rows.ts'
import { loadPlanningWeek } from './proposal.rows.ts'
import { objectionNames, seriesGroups } from './series-week.rows.ts'
import { objectionWords } from './series-words.ts'

interface Asked {
  readonly weekStart: string
  readonly now: number
}

/**
 * The pins of a week and what contradicts what, in words with the names the reader may see; what a recurring group cannot
 * keep is among them.
 */
export async function readPins(database: Database, actor: Actor, planner: Actor, asked: Asked): Promise<Pins> {
  const { contradictions, held } = await judgedPins(database, planner, asked)
  return database.inTransaction(actor, async (tx) => {
    const pins = await pinsOf(tx, asked.weekStart)
    const names = await pinNames(tx, pins)
    onRecord(tx, { people: [...names.people.keys()], objects: [asked.weekStart] })
    return {
      pins: pins.map((pin) => ({
        id: pin.id,
        person: { id: pin.participant, name: names.people.get(pin.participant) ?? '' },
        service: names.services.get(pin.service)?.name ?? '',
        start: pin.start,
        with: pin.staff === null ? null : (names.staff.get(pin.staff) ?? ''),
      })),
      contradictions: [
        ...contradictions.map((one) => contradictionWords(one, names)),
        ...(await objectionSentences(tx, held)),
      ],
    }
  })
}

/** Before a week is planned: pins that cannot hold are told, and left out only when somebody says so. Refusal: `pins-contradict`. */
export async function refuseContradictions(
  database: Database,
  actor: Actor,
  planner: Actor,
  asked: Asked,
): Promise<void> {
  const { contradictions, pins } = await judgedPins(database, planner, asked)
  if (contradictions.length === 0) return
  const { asked: _asked, ...unheard } = actor
  const words = await database.inTransaction(unheard, async (tx) => {
    onRecord(tx, { people: [] })
    const names = await pinNames(tx, pins)
    return contradictions.map((one) => contradictionWords(one, names))
  })
  throw new Refusal('pins-contradict', `${words.join(' ')} Maybe take pins off, or plan without these.`)
}

/**
 * Sessions a plan shall keep, in the form the search wants them: pins by hand that can hold together, of one member each,
 * and recurring groups with their leader, room and members. What speaks against a series is told and left out.
 */
export async function sessionsToKeep(database: Database, planner: Actor, asked: Asked): Promise<Session[]> {
  const { kept, held } = await judgedPins(database, planner, asked)
  return [...pinnedSessions(kept), ...held.groups]
}

/** Of a pinned group the leader and room stay open. */
function pinnedSessions(pins: readonly Pin[]): Session[] {
  return pins.map(({ participant, staff, ...at }, index) => ({
    ...at,
    id: `pin-${index + 1}`,
    staff: staff ?? '',
    room: null,
    members: [participant],
  }))
}

/** A plan made with pins costs what it costs, and is bounded by nothing that was proven of the week without them. */
export function planWithPins(week: Week, plan: Plan, kept: readonly Session[]): Plan {
  if (kept.length === 0) return plan
  return { ...plan, cost: costOf(openPlan(week, plan.sessions)), bound: null }
}

interface Judged {
  readonly pins: readonly Pin[]
  readonly contradictions: readonly Contradiction[]
  /** Pins without those that contradict something. */
  readonly kept: readonly Pin[]
  readonly held: Held
}

async function judgedPins(database: Database, planner: Actor, asked: Asked): Promise<Judged> {
  return database.inTransaction(planner, async (tx) => {
    onRecord(tx, { people: [] })
    return judgePins(tx, asked)
  })
}

/** Pins, seats accepted for what was missed, and recurring groups of a week beside its facts, as the planner sees them. */
export async function judgePins(tx: Tx, { weekStart, now }: Asked): Promise<Judged> {
  const { week } = await loadPlanningWeek(tx, weekStart, now)
  const all = await pinsWithMadeUp(tx, week)
  const groups = await seriesGroups(tx, weekStart)
  const pins = all.filter(({ start }) => start >= (week.previous?.frozenBefore ?? ''))
  const contradictions = contradictionsIn(week, pins)
  const kept = pins.filter((pin) => !contradictions.some((one) => one.pins.includes(pin)))
  return { pins, contradictions, kept, held: heldGroups(week, pinnedSessions(kept), groups) }
}

async function objectionSentences(tx: Tx, { objections }: Held): Promise<string[]> {
  if (objections.length === 0) return []
  const { names, services } = await objectionNames(tx, objections)
  return objections.map((one) => objectionWords(one, names, services))
}
