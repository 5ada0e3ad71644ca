import { sql } from 'kysely'
import { instantOfStamp, zoneNamed } from '../center/zones.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { queueMessages } from '../message/message.rows.ts'
import { breachesOfToday, lineOf } from '../planner/check/check.ts'
import type { Plan } from '../planner/model/plan.ts'
import type { Session, Week } from '../planner/model/week.ts'
import { pinsBroken } from '../planner/move/pins.ts'
import { explainedShortfalls } from './relaxation.ts'
import type { ProposedPlan } from './relaxation.ts'
import { noticedBy, writeNotices } from './changed-week.rows.ts'
import { pinsOfMadeUp } from './made-up.ts'
import { madeUpIn } from './made-up.rows.ts'
import { changesOf, timesOf, type WeekChange } from './publication.ts'
import { loadPlanningWeek } from './proposal.rows.ts'
import { publishedSessions } from './week.rows.ts'

/**
 * Publishes a proposal: a row with who and when, and the sessions and seats it means. The plan is judged again against
 * the facts of this moment, so a life that changed since it was made is never overridden. Refusals: `proposal-unknown`,
 * `already-published`, `taken-back`, `week-changed`.
 */
export async function publishWeek(
  tx: Tx,
  asked: { weekStart: string; proposal: string; by: string; center: string; now: number },
): Promise<{ publication: string; added: number; kept: number; withdrawn: number }> {
  await lockWeek(tx, asked.center, asked.weekStart)
  const proposal = await tx
    .selectFrom('week_proposal')
    .leftJoin('plan_run as run', (join) =>
      join.onRef('run.center_id', '=', 'week_proposal.center_id').onRef('run.id', '=', 'week_proposal.run_id'),
    )
    .leftJoin('proposal_rejection as rejection', (join) =>
      join
        .onRef('rejection.proposal_id', '=', 'week_proposal.id')
        .onRef('rejection.center_id', '=', 'week_proposal.center_id'),
    )
    .select(['week_proposal.id', 'week_proposal.plan', 'week_proposal.made_at', 'run.started_at'])
    .select(['week_proposal.kind', 'rejection.rejected_by'])
    .where('week_proposal.id', '=', asked.proposal)
    .where('week_proposal.week_start', '=', asked.weekStart)
    .executeTakeFirst()
  if (!proposal)
    throw new Refusal('proposal-unknown', 'This proposal is not there any more. Maybe plan the week again.', 404)
  const done = await tx.selectFrom('publication').select('id').where('proposal_id', '=', proposal.id).executeTakeFirst()
  if (done) throw new Refusal('already-published', 'This proposal has been published already.')
  // A repair that somebody refused may be taken all the same; a plan taken back is no plan any more.
  if (proposal.kind === 'plan' && proposal.rejected_by !== null)
    throw new Refusal(
      'taken-back',
      `${proposal.rejected_by} took this proposal back. Maybe look at the week again; nothing was published.`,
    )
  const plan = proposal.plan as unknown as Plan
  const begunAt = proposal.started_at ?? proposal.made_at
  await refuseOlderThanChoice(tx, asked.weekStart, begunAt)
  const { week } = await loadPlanningWeek(tx, asked.weekStart, asked.now)
  refuseChangedWeek(week, plan)
  const made = pinsOfMadeUp(week, await madeUpIn(tx, asked.weekStart))
  const since = made.filter(({ seatedAt }) => instantOfStamp(seatedAt) >= instantOfStamp(begunAt))
  if (pinsBroken(week, plan.sessions, since).length > 0) throw MADE_UP_SINCE
  return putInForce(tx, { ...asked, people: week.participants.map((person) => person.id) }, week, plan)
}

/**
 * Puts a judged plan in force. The week must be locked, loaded since, and found good by the caller; `people` are those the
 * audit trail names; `byChoice`: the plan changes nobody's week but one who chose so.
 */
export async function putInForce(
  tx: Tx,
  asked: {
    weekStart: string
    proposal: string
    by: string
    center: string
    people: readonly string[]
    byChoice?: boolean
    now: number
  },
  week: Week,
  plan: Plan,
): Promise<{ publication: string; added: number; kept: number; withdrawn: number }> {
  // What has happened stays as its rows have it, whoever has left since; the plan's copy of it was compared above (H19).
  const ahead = (session: Session) => session.start >= (week.previous?.frozenBefore ?? '')
  const published = await publishedSessions(tx, asked.weekStart)
  const [before, after] = [published.filter(ahead), plan.sessions.filter(ahead)]
  const change = changesOf(before, after)
  const publication = newId()
  onRecord(tx, { people: asked.people, objects: [publication, asked.weekStart] })
  await tx
    .insertInto('publication')
    .values({
      center_id: asked.center,
      id: publication,
      week_start: asked.weekStart,
      proposal_id: asked.proposal,
      published_by: asked.by,
      by_choice: asked.byChoice ?? false,
    })
    .execute()
  const target = { ...asked, publication, week }
  await withdraw(tx, change.withdraw)
  await storeSessions(tx, target, change)
  await storeShortfalls(tx, target, plan)
  // A week published for the first time is new, not changed; whoever chose another week knows it.
  if (published.length > 0 && !asked.byChoice) await tellChanges(tx, { ...target, ...asked }, before, after)
  const past = published.filter((session) => !ahead(session)).length
  return { publication, added: change.add.length, kept: past + change.keep.length, withdrawn: change.withdraw.length }
}

/** Tells those whose own sessions differ, on their screens and by a message. */
async function tellChanges(
  tx: Tx,
  target: Target & { readonly by: string; readonly now: number },
  before: readonly Session[],
  after: readonly Session[],
): Promise<void> {
  await writeNotices(tx, target, before, after)
  const people = await noticedBy(tx, target.publication)
  const asked = { reason: 'week-changed', about: target.publication, people, now: target.now } as const
  await queueMessages(tx, { center: target.center, name: target.by }, asked)
}

/** Two publications of one week wait for each other. */
export async function lockWeek(tx: Tx, center: string, weekStart: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`week|${center}|${weekStart}`}, 0))`.execute(tx)
}

/** A plan begun before somebody chose another week knows nothing of it, and would take it back without a word. */
async function refuseOlderThanChoice(tx: Tx, weekStart: string, startedAt: string): Promise<void> {
  const chosen = await tx
    .selectFrom('publication')
    .select('id')
    .where('week_start', '=', weekStart)
    .where('by_choice', '=', true)
    .where('published_at', '>', startedAt)
    .limit(1)
    .executeTakeFirst()
  if (chosen)
    throw new Refusal(
      'week-changed',
      'Somebody chose another week since this plan was begun. Plan the week again; nothing was published.',
    )
}

/** The same of a plan begun before somebody accepted a seat for what they missed. */
const MADE_UP_SINCE = new Refusal(
  'week-changed',
  'Somebody accepted a session for a missed one since this plan was begun. Plan the week again; nothing was published.',
)

/** Costs may differ by now (weights, travel); a broken hard rule may not. */
function refuseChangedWeek(week: Week, plan: Plan): void {
  const broken = breachesOfToday(week, plan)
  if (broken.length === 0) return
  throw new Refusal(
    'week-changed',
    `Something changed since this week was planned, and ${broken.length} rules no longer hold ` +
      `(first: ${lineOf(broken[0]!).split(' ')[0]}). Plan the week again; nothing was published.`,
  )
}

async function withdraw(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('seat')
    .set({ withdrawn_at: sql`now()` })
    .where('session_id', 'in', ids)
    .where('withdrawn_at', 'is', null)
    .execute()
  await tx
    .updateTable('session')
    .set({ withdrawn_at: sql`now()` })
    .where('id', 'in', ids)
    .execute()
}

interface Target {
  readonly center: string
  readonly weekStart: string
  readonly publication: string
  readonly week: Week
}

async function storeSessions(tx: Tx, target: Target, change: WeekChange): Promise<void> {
  const services = new Map(target.week.services.map((service) => [service.id, service]))
  const seats = new Map(target.week.sites.flatMap((site) => site.rooms.map((room) => [room.id, room.seats])))
  const zone = zoneNamed(target.week.timeZone)
  if (!zone) throw new Error(`zone ${target.week.timeZone} is unknown`)
  const placed = [...change.keep, ...change.add.map((session) => ({ session, id: newId() }))]
  const times = (session: Session) =>
    timesOf(zone, target.weekStart, session.start, services.get(session.service)!.minutes)
  // Seats first leave, then come: a person who moves between two kept groups must not be counted twice in between.
  await leaveSeats(tx, change)
  for (const { session, id } of change.keep) {
    await tx.updateTable('session').set({ taken: session.members.length }).where('id', '=', id).execute()
  }
  const rows = placed.slice(change.keep.length).map(({ session, id }) => ({
    center_id: target.center,
    id,
    publication_id: target.publication,
    week_start: target.weekStart,
    service_id: session.service,
    staff_id: session.staff,
    site_id: session.site,
    room_id: session.room,
    telehealth: session.telehealth,
    ...times(session),
    capacity: Math.min(services.get(session.service)!.maxMembers, session.room ? seats.get(session.room)! : Infinity),
    taken: session.members.length,
  }))
  if (rows.length > 0) await tx.insertInto('session').values(rows).execute()
  const taken = placed.flatMap(({ session, id }) => {
    const { starts_at, ends_at } = times(session)
    return session.members.map((participant_id) => ({
      center_id: target.center,
      participant_id,
      session_id: id,
      week_start: target.weekStart,
      starts_at,
      ends_at,
    }))
  })
  if (taken.length === 0) return
  await tx
    .insertInto('seat')
    .values(taken)
    .onConflict((row) =>
      row
        .columns(['center_id', 'participant_id', 'session_id'])
        .doUpdateSet({ seated_at: sql`now()`, withdrawn_at: null })
        .where('seat.withdrawn_at', 'is not', null),
    )
    .execute()
}

async function leaveSeats(tx: Tx, change: WeekChange): Promise<void> {
  for (const { session, id } of change.keep) {
    await tx
      .updateTable('seat')
      .set({ withdrawn_at: sql`now()` })
      .where('session_id', '=', id)
      .where('withdrawn_at', 'is', null)
      .where('participant_id', 'not in', session.members)
      .execute()
  }
}

async function storeShortfalls(tx: Tx, target: Target, plan: ProposedPlan): Promise<void> {
  const rows = explainedShortfalls(plan).map((shortfall) => ({
    center_id: target.center,
    participant_id: shortfall.participant,
    publication_id: target.publication,
    service_id: shortfall.service,
    missing: shortfall.missing,
    cause: shortfall.cause,
    binding: JSON.stringify(shortfall.binding),
    relaxations: JSON.stringify(shortfall.relaxations),
  }))
  if (rows.length > 0) await tx.insertInto('shortfall').values(rows).execute()
}
