import { join } from 'node:path'
import {
  centersHere,
  closeSession,
  demoPeople,
  findSession,
  openDemoSession,
  putAccount,
} from '../access/sign-in.rows.ts'
import { centerDay } from '../attendance/attendance-rule.rows.ts'
import { mondayAt, weekBegin } from '../center/this-week.rows.ts'
import type { Role } from '../access/sign-in.ts'
import { openAccount } from '../import/accounts.rows.ts'
import { importFolder } from '../import/import-folder.command.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { ROOT } from '../kernel/surroundings.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { readBoard } from '../schedule/board.rows.ts'
import { startPlanRun } from '../schedule/plan-run.jobs.ts'
import { newestProposal } from '../schedule/proposal.rows.ts'
import { publishWeek } from '../schedule/publication.rows.ts'
import { attendPassedDays } from './demo-attendance.jobs.ts'
import { coverDemoPeople } from './demo-payers.jobs.ts'
import { DEMO_ACCOUNTS, DEMO_SECONDS, DEMO_STEPS, DEMO_SUPPORTER, summaryLines } from './demo.ts'

export interface DemoTools {
  readonly database: Database
  readonly clock: () => number
  /** Takes one line per step done. */
  readonly log: (line: string) => void
}

/** Makes the demo center through the import door, where no center is stored yet. */
export async function seedDemo({ database, clock, log }: DemoTools): Promise<void> {
  if ((await centersHere(database)).length > 0) return
  const tools = { ...database, now: clock, log }
  const options = { actor: 'setup', person: 'set-up', demo: true } as const
  const made = await importFolder(join(ROOT, 'demo', 'harbor-street'), options, tools)
  if (made.outcome === 'refused')
    throw new Error(`The demo center's files were refused: ${made.findings[0]?.what ?? ''}`)
  const setUp: Actor = {
    center: made.center,
    role: 'setup',
    uid: null,
    session: null,
    purpose: 'import',
    name: 'set-up',
  }
  await database.inTransaction(setUp, async (tx) => {
    for (const code of DEMO_ACCOUNTS) {
      if (!(await openAccount(tx, code))) throw new Error(`The demo center has nobody with the code ${code}.`)
    }
    await putAccount(tx, { ...DEMO_SUPPORTER, staffId: null, participantId: null })
    await waitSinceLately(tx, clock())
  })
  const thisWeek = await database.inTransaction(setUp, async (tx) => mondayAt((await centerNow(tx)).time_zone, clock()))
  await actingAs(database, 'biller', (biller) => coverDemoPeople(database, biller, thisWeek))
}

/** Does something as the demo's first person of a role, in a session of theirs; undefined where there is none. */
async function actingAs<Result>(
  database: Database,
  role: Role,
  act: (actor: Actor) => Promise<Result>,
): Promise<Result | undefined> {
  const person = (await demoPeople(database)).find((one) => one.role === role)
  const token = person && (await openDemoSession(database, person.account_id, role))
  if (!token) return undefined
  try {
    const session = await findSession(database, token)
    return session && (await act(session.actor))
  } finally {
    await closeSession(database, token)
  }
}

function centerNow(tx: Tx): Promise<{ name: string; time_zone: string }> {
  return tx.selectFrom('center').select(['name', 'time_zone']).executeTakeFirstOrThrow()
}

/** The files' dates stand still; whoever waits in the demo began to in the last weeks, one every three days. */
async function waitSinceLately(tx: Tx, now: number): Promise<void> {
  const { time_zone } = await centerNow(tx)
  const entries = await tx
    .selectFrom('waiting_list_entry')
    .select(['participant_id', 'id'])
    .orderBy('since', 'desc')
    .execute()
  const thisWeek = dayNumber(mondayAt(time_zone, now))
  for (const [at, { id }] of entries.entries())
    await tx
      .updateTable('waiting_list_entry')
      .set({ since: dateOf(thisWeek - 3 * (at + 1)) })
      .where('id', '=', id)
      .execute()
}

/**
 * Keeps the demo living: this week published, the next one proposed, both by the front desk through the same doors as
 * anybody's. Returns the lines that describe the coming week.
 */
export async function runDemo(tools: DemoTools): Promise<string[]> {
  if (!(await centersHere(tools.database)).some((one) => one.demo)) return []
  return (await actingAs(tools.database, 'front-desk', (desk) => keepWeeks(tools, desk))) ?? []
}

async function keepWeeks({ database, clock, log }: DemoTools, actor: Actor): Promise<string[]> {
  const now = clock()
  const zone = await database.inTransaction(actor, centerNow)
  const thisWeek = mondayAt(zone.time_zone, now)
  const nextWeek = dateOf(dayNumber(thisWeek) + 7)
  // This week was planned and published before it began, whatever day the demo is started on.
  const before = weekBegin(zone.time_zone, thisWeek) - 1
  await ensurePlanned({ database, log }, actor, thisWeek, before)
  await ensurePublished({ database, log }, actor, thisWeek, before)
  const today = await database.inTransaction(actor, (tx) => centerDay(tx, now))
  await attendPassedDays(database, actor, { weekStart: thisWeek, today })
  await ensurePlanned({ database, log }, actor, nextWeek, now)
  const board = await database.inTransaction(actor, (tx) =>
    readBoard(tx, { weekStart: nextWeek, view: 'proposed', mayPlan: true }),
  )
  return [`${zone.name}   demo center, nothing leaves this machine`, ...summaryLines(board)]
}

async function ensurePlanned(
  { database, log }: Pick<DemoTools, 'database' | 'log'>,
  actor: Actor,
  weekStart: string,
  now: number,
): Promise<void> {
  if (await database.inTransaction(actor, (tx) => newestProposal(tx, weekStart))) return
  await planAnew({ database, log }, actor, weekStart, now)
}

async function planAnew(
  { database, log }: Pick<DemoTools, 'database' | 'log'>,
  actor: Actor,
  weekStart: string,
  now: number,
): Promise<void> {
  const begun = Date.now()
  const { finished } = await startPlanRun(database, actor, {
    weekStart,
    seconds: DEMO_SECONDS,
    steps: DEMO_STEPS,
    seed: 1,
    now,
  })
  await finished
  log(`plan week of ${weekStart} ${((Date.now() - begun) / 1000).toFixed(1)} s`)
}

/** A week that somebody has published is theirs. A proposal that no longer fits the lives in it is planned anew. */
async function ensurePublished(
  tools: Pick<DemoTools, 'database' | 'log'>,
  actor: Actor,
  weekStart: string,
  now: number,
): Promise<void> {
  const publishNewest = () => tools.database.inTransaction(actor, (tx) => publishOnce(tx, actor, weekStart, now))
  try {
    await publishNewest()
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'week-changed') throw error
    await planAnew(tools, actor, weekStart, now)
    await publishNewest()
  }
}

async function publishOnce(tx: Tx, actor: Actor, weekStart: string, now: number): Promise<void> {
  const published = await tx
    .selectFrom('publication')
    .select('id')
    .where('week_start', '=', weekStart)
    .executeTakeFirst()
  const proposal = published ? undefined : await newestProposal(tx, weekStart)
  if (!proposal) return
  await publishWeek(tx, { weekStart, proposal: proposal.id, by: actor.name, center: actor.center, now })
}
