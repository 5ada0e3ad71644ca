import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { centersHere, demoPeople, findSession, openDemoSession } from '../access/sign-in.rows.ts'
import { instantOfIso } from '../center/zones.ts'
import { centerEvents } from '../hours/at-risk.rows.ts'
import { coveredBy } from '../hours/coverage.rows.ts'
import { forecastOf } from '../hours/forecast.ts'
import { ledgerActor } from '../hours/settle.jobs.ts'
import { payerWords } from '../hours/verdict-words.ts'
import type { Tx } from '../kernel/database.ts'
import { openTestDatabase } from '../kernel/test-center.ts'
import { newestProposal } from '../schedule/proposal.rows.ts'
import { addObligation } from '../schedule/person-week.rows.ts'
import { publishedSessions } from '../schedule/week.rows.ts'
import { runDemo, seedDemo } from './demo.jobs.ts'

const MONDAY = instantOfIso('2026-11-23T15:00:00Z')
const A_WEEK = 7 * 86_400_000
const A_DAY = 86_400_000
const THIS_WEEK = '2026-11-23'
const NEXT_WEEK = '2026-11-30'

function marksOfNextWeek(tx: Tx) {
  return tx
    .selectFrom('attendance_mark as mark')
    .innerJoin('session', 'session.id', 'mark.session_id')
    .select(['mark.status', sql<string>`starts_wall::date::text`.as('day')])
    .where('session.week_start', '=', NEXT_WEEK)
    .orderBy('starts_wall')
    .execute()
}

it('has payers, starts a week later and lives its days although somebody proposed the week and then changed a life in it', async () => {
  const { database } = await openTestDatabase()
  const tools = { database, clock: () => MONDAY, log: () => {} }
  await seedDemo(tools)
  await runDemo(tools)
  const ledger = ledgerActor((await centersHere(database))[0]!.center_id)
  await database.inTransaction(ledger, async (tx) => {
    const covered = await coveredBy(tx, MONDAY)
    expect(Object.fromEntries(covered)).toEqual({
      'h0015-per-day': 12,
      'medicare-iop': 6,
      'new-york-822-ios': 3,
      'program-hours': 15,
    })
    const weeks = [...(await centerEvents(tx, THIS_WEEK)).values()]
    const words = weeks.map((week) => payerWords(forecastOf(week, MONDAY).verdict))
    expect(words).toContainEqual(expect.stringMatching(/Not payable: \d short days?; this payer asks for 3 h a day/))
    const ending = weeks.flatMap(({ papers }) => papers.filter(({ until }) => until !== null && until < NEXT_WEEK))
    expect(ending.map(({ kind }) => kind).toSorted()).toEqual(['authorization', 'certification'])
  })
  const desk = (await demoPeople(database)).find((person) => person.role === 'front-desk')!
  const token = (await openDemoSession(database, desk.account_id, 'front-desk'))!
  const { actor } = (await findSession(database, token))!
  const lived = () => database.inTransaction(actor, marksOfNextWeek)
  await database.inTransaction(actor, async (tx) => {
    const session = (await newestProposal(tx, NEXT_WEEK))!.plan.sessions[0]!
    const day = session.start.slice(0, 10)
    const busy = { start: `${day}T00:00`, end: `${day}T23:59`, why: undefined }
    await addObligation(tx, { center: actor.center, participant: session.members[0]!, ...busy })
  })
  await runDemo({ ...tools, clock: () => MONDAY + A_WEEK })
  const sessions = await database.inTransaction(actor, (tx) => publishedSessions(tx, NEXT_WEEK))
  expect(sessions.length).toBeGreaterThan(50)
  expect(await lived()).toEqual([])

  await runDemo({ ...tools, clock: () => MONDAY + A_WEEK + 2 * A_DAY })
  const days = await lived()
  expect([...new Set(days.map(({ day }) => day))]).toEqual(['2026-11-30', '2026-12-01'])
  expect(new Set(days.map(({ status }) => status))).toContain('here')
  await runDemo({ ...tools, clock: () => MONDAY + A_WEEK + 3 * A_DAY })
  expect(await lived()).toHaveLength(days.length)
  await database.close()
})
