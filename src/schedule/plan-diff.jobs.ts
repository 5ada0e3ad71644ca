import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import { minuteOf, wallOf } from '../planner/model/time.ts'
import type { Session, Week } from '../planner/model/week.ts'
import { type Pin, pinsBroken } from '../planner/move/pins.ts'
import { whyChanged } from '../planner/move/why-changed.ts'
import { differencesOf, type SessionChange } from '../planner/repair/difference.ts'
import { keptChanges, toldChanges } from './changed-week.ts'
import type { MoveNames } from './move-words.ts'
import { moveNames, standingPlan } from './move.rows.ts'
import { brokenWords } from './pin.ts'
import { judgePins } from './pin.jobs.ts'
import { pinNames } from './pin.rows.ts'
import { type PlanDiff, whyWords } from './plan-diff.ts'
import { planBefore } from './plan-diff.rows.ts'
import { plannerFor } from './plan-run.jobs.ts'

/**
 * Compares the newest proposal with the published week, or with the plan before it, change by change with a reason each.
 * The planner compares; the reader gets the people they may see. Refusal: `plan-outdated`.
 */
export async function readDiff(
  database: Database,
  actor: Actor,
  asked: { weekStart: string; proposal: string; now: number },
): Promise<PlanDiff> {
  const found = await database.inTransaction(plannerFor(actor), async (tx) => {
    onRecord(tx, { people: [] })
    const { week, sessions } = await standingPlan(tx, { ...asked, from: asked.proposal })
    const before = await planBefore(tx, week, asked.proposal)
    const judged = await judgePins(tx, asked)
    const pins = [...judged.pins, ...seatsOf(judged.held.groups)]
    return { week, sessions, before, broken: pinsBroken(week, sessions, pins), pins }
  })
  const { week, sessions, before } = found
  const ahead = ({ start }: Session) => start >= (week.previous?.frozenBefore ?? '')
  const people = before ? differencesOf(week.services, before.sessions.filter(ahead), sessions.filter(ahead)) : []
  const changes = people.flatMap(({ participant, changes: own }) => own.map((change) => ({ participant, change })))
  const below = belowTarget(week, sessions)
  return database.inTransaction(actor, async (tx) => {
    const names = await moveNames(tx, [...new Set([...people.map(({ participant }) => participant), ...below])])
    const told = await pinNames(tx, found.pins)
    onRecord(tx, { people: [...names.people.keys()], objects: [asked.proposal, asked.weekStart] })
    return {
      against: before?.kind ?? 'nothing',
      people: people.length,
      moved: changes.filter(({ change: { from, to } }) => from && to).length,
      added: changes.filter(({ change: { from } }) => !from).length,
      dropped: changes.filter(({ change: { to } }) => !to).length,
      below: {
        names: below.flatMap((id) => names.people.get(id) ?? []).toSorted(),
        count: below.length,
        before: before ? belowTarget(week, before.sessions).length : null,
      },
      changes: changes.flatMap(({ participant, change }) => {
        const name = names.people.get(participant)
        if (name === undefined) return []
        const person = { id: participant, name }
        const words = toldChanges(keptChanges({ participant, changes: [change] }), told)
        return words.map((one) => ({
          person,
          change: one,
          because: becauseOf({ week, sessions }, { participant, change }, names),
          keep: change.from && change.to ? pinOf(week, participant, change.from) : null,
        }))
      }),
      brokenPins: found.broken.map((pin) => brokenWords(pin, told)),
      weights: week.weights,
    }
  })
}

function becauseOf(
  standing: { week: Week; sessions: readonly Session[] },
  { participant, change }: { participant: string; change: SessionChange },
  names: MoveNames,
): string {
  const why = whyChanged(standing, participant, change)
  const place = change.from ?? change.to!
  const minutes = standing.week.services.find(({ id }) => id === place.service)?.minutes ?? 0
  const end = wallOf(standing.week.weekStart, minuteOf(standing.week.weekStart, place.start) + minutes)
  return whyWords(why, { ...place, end, group: false, joins: isGroup(standing.week, place) ? '' : null }, names)
}

/** The promised seats of recurring groups, as pins. */
function seatsOf(groups: readonly Session[]): Pin[] {
  return groups.flatMap(({ members, service, start, site, telehealth, staff }) =>
    members.map((participant) => ({ participant, service, start, site, telehealth, staff })),
  )
}

function pinOf(week: Week, participant: string, { service, start, staff, site, telehealth }: Session): Pin {
  return { participant, service, start, site, telehealth, staff: isGroup(week, { service }) ? null : staff }
}

function isGroup(week: Week, { service }: Pick<Session, 'service'>): boolean {
  return week.services.find(({ id }) => id === service)?.kind === 'group'
}

/** Ids of people whose sessions that count stay under their weekly target. */
function belowTarget(week: Week, sessions: readonly Session[]): string[] {
  const minutesOf = new Map(week.services.map((one) => [one.id, one.countsTowardHours ? one.minutes : 0]))
  const planned = new Map<string, number>()
  for (const { service, members } of sessions)
    for (const member of members) planned.set(member, (planned.get(member) ?? 0) + (minutesOf.get(service) ?? 0))
  return week.participants
    .filter(({ id, weeklyMinutesTarget }) => (planned.get(id) ?? 0) < weeklyMinutesTarget)
    .map(({ id }) => id)
}
