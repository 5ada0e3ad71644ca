import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { openPlan } from '../planner/check/plan-book.ts'
import { costOf } from '../planner/costs/cost.ts'
import type { Plan } from '../planner/model/plan.ts'
import type { Session, Week } from '../planner/model/week.ts'
import { type Contradiction, contradictionsIn, type Pin } from '../planner/move/pins.ts'
import { contradictionWords, type Pins } from './pin.ts'
import { pinNames, pinsOf, pinsWithMadeUp } from './pin.rows.ts'
import { loadPlanningWeek } from './proposal.rows.ts'

interface Asked {
  readonly weekStart: string
  readonly now: number
}

/** The pins of a week and what contradicts what, in words with the names the reader may see. */
export async function readPins(database: Database, actor: Actor, planner: Actor, asked: Asked): Promise<Pins> {
  const { contradictions } = await judgedPins(database, planner, asked)
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
      contradictions: contradictions.map((one) => contradictionWords(one, names)),
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

/** Pins ahead that can hold together: what a planner is given. */
export async function pinsToKeep(database: Database, planner: Actor, asked: Asked): Promise<Pin[]> {
  const { pins, contradictions } = await judgedPins(database, planner, asked)
  return pins.filter((pin) => !contradictions.some((one) => one.pins.includes(pin)))
}

/** Pins in the form the search wants them: sessions of one member; a group's leader and room stay open. */
export function pinnedSessions(pins: readonly Pin[]): Session[] {
  return pins.map(({ participant, staff, ...at }, index) => ({
    ...at,
    id: `pin-${index + 1}`,
    staff: staff ?? '',
    room: null,
    members: [participant],
  }))
}

/** A plan made with pins costs what it costs, and is bounded by nothing that was proven of the week without them. */
export function planWithPins(week: Week, plan: Plan, pins: readonly Pin[]): Plan {
  if (pins.length === 0) return plan
  return { ...plan, cost: costOf(openPlan(week, plan.sessions)), bound: null }
}

async function judgedPins(
  database: Database,
  planner: Actor,
  { weekStart, now }: Asked,
): Promise<{ pins: Pin[]; contradictions: Contradiction[] }> {
  return database.inTransaction(planner, async (tx) => {
    onRecord(tx, { people: [] })
    const { week } = await loadPlanningWeek(tx, weekStart, now)
    const all = await pinsWithMadeUp(tx, week)
    const pins = all.filter(({ start }) => start >= (week.previous?.frozenBefore ?? ''))
    return { pins, contradictions: contradictionsIn(week, pins) }
  })
}
