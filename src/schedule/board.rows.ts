import type { Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import type { Plan } from '../planner/model/plan.ts'
import type { Session } from '../planner/model/week.ts'
import { type BoardSource, boardOf, type Names } from './board.ts'
import { planningWeek } from './planning-week.ts'
import { newestProposal } from './proposal.rows.ts'
import { explainedShortfalls } from './relaxation.ts'
import type { ExplainedShortfall, Relaxation } from './relaxation.ts'
import type { WeekBoard } from './week-board.ts'
import { among, loadWeekFacts, publishedSessions } from './week.rows.ts'

export interface BoardAsked {
  readonly weekStart: string
  readonly view: 'published' | 'proposed' | undefined
  /** Whether the reader may plan and publish; only they see proposals. */
  readonly mayPlan: boolean
}

/** The Week board as the actor of `tx` may see it: row-level security has already left out what they may not. */
export async function readBoard(tx: Tx, asked: BoardAsked): Promise<WeekBoard> {
  const facts = await loadWeekFacts(tx, asked.weekStart)
  const center = await tx.selectFrom('center').select(['name', 'time_zone']).executeTakeFirstOrThrow()
  const publication = await latestPublication(tx, asked.weekStart)
  const proposal = asked.mayPlan ? await newestProposal(tx, asked.weekStart) : undefined
  const showProposal =
    proposal !== undefined && (asked.view === 'proposed' || (asked.view === undefined && !publication))
  const body = {
    week: planningWeek(facts).week,
    names: await loadNames(
      tx,
      facts.people.map((person) => person.id),
    ),
    ...(showProposal
      ? { sessions: proposal.plan.sessions, shortfalls: explainedShortfalls(proposal.plan), proof: proposal.plan }
      : {
          sessions: publication ? await seatedSessions(tx, asked.weekStart) : [],
          shortfalls: publication ? await publishedShortfalls(tx, publication.id) : [],
          proof: publication && asked.mayPlan ? await proofOf(tx, publication.proposal_id) : null,
        }),
  } satisfies BoardSource
  const board = boardOf(body)
  onRecord(tx, { people: board.people.map((person) => person.id), objects: [asked.weekStart] })
  return {
    center: center.name,
    timeZone: center.time_zone,
    weekStart: asked.weekStart,
    state: showProposal ? 'proposed' : publication ? 'published' : 'empty',
    proposal: proposal ? { id: proposal.id, madeAt: proposal.madeAt, published: proposal.published } : null,
    publication: publication ? { publishedAt: publication.published_at, publishedBy: publication.published_by } : null,
    mayPlan: asked.mayPlan,
    mayPublish: asked.mayPlan,
    ...board,
  }
}

export async function latestPublication(tx: Tx, weekStart: string) {
  return tx
    .selectFrom('publication')
    .selectAll()
    .where('week_start', '=', weekStart)
    .orderBy('published_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Published sessions with the members the reader may see, and with the number of seats really taken. */
async function seatedSessions(tx: Tx, weekStart: string): Promise<(Session & { taken: number })[]> {
  const counts = await tx
    .selectFrom('session')
    .select(['id', 'taken'])
    .where('week_start', '=', weekStart)
    .where('withdrawn_at', 'is', null)
    .execute()
  const taken = new Map(counts.map((row) => [row.id, row.taken]))
  const sessions = await publishedSessions(tx, weekStart)
  return sessions.map((session) => ({ ...session, taken: taken.get(session.id) ?? session.members.length }))
}

export async function publishedShortfalls(tx: Tx, publication: string): Promise<ExplainedShortfall[]> {
  const rows = await tx.selectFrom('shortfall').selectAll().where('publication_id', '=', publication).execute()
  return rows.map((row) => ({
    participant: row.participant_id,
    service: row.service_id,
    missing: row.missing,
    cause: row.cause as ExplainedShortfall['cause'],
    binding: row.binding as ExplainedShortfall['binding'],
    // Weeks published before this was kept have none.
    relaxations: (row.relaxations ?? []) as unknown as Relaxation[],
  }))
}

async function proofOf(tx: Tx, proposal: string): Promise<Plan | null> {
  const row = await tx.selectFrom('week_proposal').select('plan').where('id', '=', proposal).executeTakeFirst()
  return row ? (row.plan as unknown as Plan) : null
}

/** Names of the places and of these people, with how many warnings each has. */
async function loadNames(tx: Tx, shown: readonly string[]): Promise<Names> {
  const people = await tx
    .selectFrom('participant')
    .select(['participant_id', 'chosen_name'])
    .where(among(shown))
    .execute()
  const warnings = await tx
    .selectFrom('import_warning')
    .select((eb) => ['participant_id', eb.fn.countAll<number>().as('count')])
    .where(among(shown))
    .where('superseded_at', 'is', null)
    .groupBy('participant_id')
    .execute()
  const counted = new Map(warnings.map((row) => [row.participant_id, row.count]))
  const named = async (table: 'staff' | 'site' | 'room') =>
    new Map((await tx.selectFrom(table).select(['id', 'name']).execute()).map((row) => [row.id, row.name]))
  return {
    people: new Map(
      people.map((row) => [
        row.participant_id,
        { name: row.chosen_name, warnings: counted.get(row.participant_id) ?? 0 },
      ]),
    ),
    staff: await named('staff'),
    sites: await named('site'),
    rooms: await named('room'),
  }
}
