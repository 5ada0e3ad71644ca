import { wallOf, zoneNamed } from '../center/zones.ts'
import type { Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import type { Fit } from '../planner/lab/fit.ts'
import type { Week } from '../planner/model/week.ts'
import type { LabInput } from './lab.worker.ts'
import { planningWeek } from './planning-week.ts'
import { newestProposal } from './proposal.rows.ts'
import type { WaitingList } from './waiting-fit.ts'
import { dosesInForce, livesOf, loadWeekFacts, publishedSessions } from './week.rows.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'

export interface StandingWeek extends LabInput {
  readonly plan: WaitingList['plan']
}

/**
 * A week's plan as it stands and the lives of everybody who waits, for the lab's thread. Read as the planner: what one
 * reader may not see still takes its seat. Only counts and the reader's own people are given out, so nobody is named in
 * the trail here.
 */
export async function loadStandingWeek(tx: Tx, weekStart: string, now: number): Promise<StandingWeek> {
  onRecord(tx, { people: [] })
  const facts = await loadWeekFacts(tx, weekStart)
  const entries = await waitingEntries(tx)
  const lives = await livesOf(
    tx,
    entries.map((entry) => entry.participant_id),
    weekStart,
  )
  // Nobody has a counselor yet; the lab tries all who may be one.
  const waiting = planningWeek({ ...facts, people: lives.map((life) => ({ ...life, own: life.own ?? '' })) })
  const { week } = planningWeek(facts)
  const zone = zoneNamed(facts.timeZone)
  if (!zone) throw new Error(`zone ${facts.timeZone} is unknown`)
  const begun = wallOf(zone, now).slice(0, 16) > `${weekStart}T00:00`
  const published = await publishedSessions(tx, weekStart)
  const proposal = published.length > 0 ? undefined : await newestProposal(tx, weekStart)
  const sessions = published.length > 0 ? published : (proposal?.plan.sessions ?? [])
  const plan = begun ? 'begun' : published.length > 0 ? 'published' : proposal ? 'proposed' : 'none'
  return { week, sessions, waiting: waiting.week.participants, plan }
}

/** The list as the actor of `tx` may see it, with the fits that were worked out. */
export async function readWaitingList(
  tx: Tx,
  asked: { readonly weekStart: string; readonly mayChange: boolean },
  { week, plan }: StandingWeek,
  fits: readonly Fit[],
): Promise<WaitingList> {
  const entries = await waitingEntries(tx)
  const people = entries.map((entry) => entry.participant_id)
  onRecord(tx, { people, objects: [asked.weekStart] })
  const doses = await dosesInForce(tx, people, dateOf(dayNumber(asked.weekStart) + 6))
  const staff = new Map(
    (await tx.selectFrom('staff').select(['id', 'name']).execute()).map((row) => [row.id, row.name]),
  )
  const fitOf = new Map(fits.map((fit) => [fit.participant, fit]))
  return {
    weekStart: asked.weekStart,
    plan,
    mayChange: asked.mayChange,
    people: entries.map((entry) => {
      const dose = doses.get(entry.participant_id)
      const fit = fitOf.get(entry.participant_id)
      return {
        id: entry.participant_id,
        name: entry.chosen_name,
        since: entry.since,
        targetMinutes: dose?.weekly_minutes_target ?? 0,
        prefers: (dose?.prefers ?? 'none') as 'none',
        fit: fit ? shownFit(week, staff, fit) : null,
      }
    }),
    counselors: counselorsOf(week).map((id) => ({ id, name: staff.get(id) ?? '' })),
  }
}

/** Everybody on the list, the longest wait first. */
export async function waitingEntries(tx: Tx) {
  return tx
    .selectFrom('waiting_list_entry as entry')
    .leftJoin('participant as person', (join) =>
      join
        .onRef('person.center_id', '=', 'entry.center_id')
        .onRef('person.participant_id', '=', 'entry.participant_id'),
    )
    .select(['entry.participant_id', 'entry.since'])
    .select((eb) => eb.fn.coalesce('person.chosen_name', eb.val('')).as('chosen_name'))
    .where('entry.left_at', 'is', null)
    .orderBy('entry.since')
    .orderBy('entry.participant_id')
    .execute()
}

function counselorsOf({ services, staff }: Week): string[] {
  const individual = new Set(services.filter(({ kind }) => kind === 'individual').map(({ id }) => id))
  return staff.filter(({ gives }) => gives.some((id) => individual.has(id))).map(({ id }) => id)
}

function shownFit(
  { services, blocks }: Week,
  staff: ReadonlyMap<string, string>,
  { minutes, counselors, oneMore }: Fit,
): WaitingList['people'][number]['fit'] {
  const block = blocks.find(({ start, end }) => oneMore !== null && start <= oneMore.start && oneMore.start < end)
  return {
    minutes,
    counselors: counselors.map(({ staff: id, freeMinutes }) => ({ id, name: staff.get(id) ?? '', freeMinutes })),
    oneMore: oneMore && {
      ...oneMore,
      service: services.find(({ id }) => id === oneMore.service)?.name ?? '',
      part: block?.part ?? 'evening',
    },
  }
}
