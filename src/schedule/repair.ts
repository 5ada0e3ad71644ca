import { z } from 'zod'
import type { Session, Week } from '../planner/model/week.ts'
import { differencesOf, type PersonChange } from '../planner/repair/difference.ts'
import type { RepairProposal } from '../planner/repair/repair.ts'
import { firstChange, KeptChange, keptChanges, ToldChange } from './changed-week.ts'
import { PlanRun, WallTime } from './week-board.ts'

/** A repair: up to three proposals for a published week in which something changed, each with what it asks of people. */

export const StartRepair = z.strictObject({
  seconds: z.int().min(1).max(60).default(6),
  seed: z.int().min(1).default(1),
})

/** What a proposal costs, against the published week; people are counted, minutes are of everybody together. */
const Figures = z.object({
  people: z.int(),
  moved: z.int(),
  added: z.int(),
  dropped: z.int(),
  minutesLost: z.int(),
  minutesGained: z.int(),
  /** Individual sessions ahead, and how many of them the own counselor gives. */
  individual: z.int(),
  ownCounselor: z.int(),
  /** When the first change takes effect; null when nothing changes. */
  firstChange: WallTime.nullable(),
})
export type Figures = z.infer<typeof Figures>

/** The figures as they are stored, with every change by person. */
export const KeptFigures = Figures.extend({ changes: z.record(z.uuid(), z.array(KeptChange)) })
export type KeptFigures = z.infer<typeof KeptFigures>

export const Proposals = z.object({
  run: PlanRun,
  /** Each round takes the place of the one before. */
  round: z.int(),
  proposals: z.array(
    Figures.extend({
      id: z.uuid(),
      labels: z.array(z.enum(['fewest-people', 'balanced', 'most-hours'])),
      /** Whole hours from now to the first change; negative when it has begun. */
      noticeHours: z.int().nullable(),
      people: z.int(),
      /** Those whom the reader may see by name. */
      told: z.array(z.object({ id: z.uuid(), name: z.string(), changes: z.array(ToldChange) })),
      published: z.boolean(),
      rejected: z.object({ by: z.string(), at: z.string() }).nullable(),
    }),
  ),
})
export type Proposals = z.infer<typeof Proposals>

/** What the proposal changes against the published sessions of the week, those that have begun left out. */
export function figuresOf(week: Week, proposal: Pick<RepairProposal, 'sessions'>): KeptFigures {
  const ahead = ({ start }: Session) => start >= (week.previous?.frozenBefore ?? '')
  const before = (week.previous?.sessions ?? []).filter(ahead)
  const after = proposal.sessions.filter(ahead)
  const people = differencesOf(week.services, before, after)
  const changes = people.flatMap((person) => keptChanges(person))
  const minutes = people.map((person) => minutesGained(week, person))
  const individual = after.filter(
    ({ service }) => week.services.find(({ id }) => id === service)?.kind === 'individual',
  )
  return {
    people: people.length,
    moved: changes.filter(({ from, to }) => from && to).length,
    added: changes.filter(({ from }) => !from).length,
    dropped: changes.filter(({ to }) => !to).length,
    minutesLost: minutes.reduce((sum, gained) => sum + Math.max(0, -gained), 0),
    minutesGained: minutes.reduce((sum, gained) => sum + Math.max(0, gained), 0),
    individual: individual.length,
    ownCounselor: individual.filter((session) => hasOwn(week, session)).length,
    firstChange: changes.length > 0 ? firstChange(changes) : null,
    changes: Object.fromEntries(people.map((person) => [person.participant, keptChanges(person)])),
  }
}

/** Minutes toward weekly hours that a person has more than before; negative when fewer. */
function minutesGained({ services }: Week, { changes }: PersonChange): number {
  const minutesOf = (session: Session | null) => {
    const service = services.find(({ id }) => id === session?.service)
    return service?.countsTowardHours ? service.minutes : 0
  }
  return changes.reduce((sum, { from, to }) => sum + minutesOf(to) - minutesOf(from), 0)
}

function hasOwn({ participants }: Week, session: Session): boolean {
  return participants.some(({ id, counselor }) => session.members.includes(id) && counselor === session.staff)
}
