import { expect, it } from 'vitest'
import { demoPeople, findSession, openDemoSession } from '../access/sign-in.rows.ts'
import { instantOfIso } from '../center/zones.ts'
import { openTestDatabase } from '../kernel/test-center.ts'
import { newestProposal } from '../schedule/proposal.rows.ts'
import { addObligation } from '../schedule/person-week.rows.ts'
import { publishedSessions } from '../schedule/week.rows.ts'
import { runDemo, seedDemo } from './demo.jobs.ts'

const MONDAY = instantOfIso('2026-11-23T15:00:00Z')
const A_WEEK = 7 * 86_400_000
const NEXT_WEEK = '2026-11-30'

it('starts a week later although somebody proposed the week and then changed a life in it', async () => {
  const { database } = await openTestDatabase()
  const tools = { database, clock: () => MONDAY, log: () => {} }
  await seedDemo(tools)
  await runDemo(tools)
  const desk = (await demoPeople(database)).find((person) => person.role === 'front-desk')!
  const token = (await openDemoSession(database, desk.account_id, 'front-desk'))!
  const { actor } = (await findSession(database, token))!
  await database.inTransaction(actor, async (tx) => {
    const session = (await newestProposal(tx, NEXT_WEEK))!.plan.sessions[0]!
    const day = session.start.slice(0, 10)
    const busy = { start: `${day}T00:00`, end: `${day}T23:59`, why: undefined }
    await addObligation(tx, { center: actor.center, participant: session.members[0]!, ...busy })
  })
  await runDemo({ ...tools, clock: () => MONDAY + A_WEEK })
  const sessions = await database.inTransaction(actor, (tx) => publishedSessions(tx, NEXT_WEEK))
  expect(sessions.length).toBeGreaterThan(50)
  await database.close()
})
