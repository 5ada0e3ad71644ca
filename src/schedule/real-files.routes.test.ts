import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { importFolder } from '../import/import-folder.command.ts'
import { TEST_NOW } from '../import/test-center.ts'
import type { Actor } from '../kernel/claims.ts'
import { ROOT } from '../kernel/surroundings.ts'
import { openTestDatabase } from '../kernel/test-center.ts'
import { readBoard } from './board.rows.ts'
import { startPlanRun } from './plan-run.jobs.ts'
import { publishWeek } from './publication.rows.ts'

const REAL = join(ROOT, '..', 'shared', 'data', 'real')
const WEEK = '2026-11-30'
const present = existsSync(REAL)
if (!present) process.stdout.write('real calendars and programs: ../shared is not present, this test does not run\n')

/** The demo center's lives with calendars and programs nobody here wrote. */
describe.skipIf(!present)('real calendars and a real program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-real-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('end in a planned, published week', async () => {
    cpSync(join(ROOT, 'demo', 'harbor-street'), folder, { recursive: true })
    rmSync(join(folder, 'calendars'), { recursive: true })
    const people = readFileSync(join(folder, 'people.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',')[0]!)
    const calendars = readdirSync(join(REAL, 'calendars')).filter((name) => /\.(ics|vcs)$/.test(name))
    calendars.forEach((name, index) =>
      cpSync(join(REAL, 'calendars', name), join(folder, 'calendars', `${people[index]}.ics`)),
    )
    rmSync(join(folder, 'programs'), { recursive: true, force: true })
    const script = join(ROOT, 'scripts', 'program-from-published.mjs')
    execFileSync(process.execPath, [script, join(REAL, 'programs', 'programs.json'), join(folder, 'programs')])

    const { database } = await openTestDatabase()
    const tools = { ...database, now: () => TEST_NOW, log: () => {} }
    const first = await importFolder(folder, { actor: 'import', person: 'front desk' }, tools)
    const unreadable = first.findings.filter((finding) => finding.severity === 'error').map((finding) => finding.file)
    expect(first.outcome).toBe(unreadable.length > 0 ? 'refused' : 'stored')
    const made = await importFolder(folder, { actor: 'import', person: 'front desk', without: unreadable }, tools)
    expect(made.outcome).toBe(unreadable.length > 0 ? 'stored' : 'unchanged')
    expect(made.findings.filter((finding) => finding.file.startsWith('calendars/')).length).toBeGreaterThan(0)

    // Only what the planner and the front desk do: the same functions as behind the routes.
    const desk: Actor = {
      center: made.center,
      role: 'import',
      uid: null,
      session: null,
      purpose: 'import',
      name: 'front desk',
    }
    const run = await startPlanRun(database, desk, { weekStart: WEEK, seconds: 2, seed: 1, now: TEST_NOW })
    const proposal = await run.finished
    expect(proposal).toBeDefined()
    const asked = { weekStart: WEEK, proposal: proposal!, by: desk.name, center: made.center, now: TEST_NOW }
    await database.inTransaction(desk, (tx) => publishWeek(tx, asked))
    const board = await database.inTransaction(desk, (tx) =>
      readBoard(tx, { weekStart: WEEK, view: undefined, mayPlan: true }),
    )
    expect(board.state).toBe('published')
    expect(board.people).toHaveLength(36)
    expect(board.summary.peopleAtTarget).toBeGreaterThan(20)
    const busyPeople = board.people.filter((person) => person.busy.length > 0).length
    expect(busyPeople).toBeGreaterThan(20)
    await database.close()
  })
})
