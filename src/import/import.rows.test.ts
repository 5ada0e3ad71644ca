import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestCenter } from '../kernel/test-center.ts'
import { actorOf, importFolder, type ImportOptions, type ImportTools } from './import-folder.command.ts'
import { importCommand } from './import.command.ts'

// Monday 2026-11-23, 15:00 UTC.
const NOW = Date.parse('2026-11-23T15:00:00Z')
const BY_DESK: ImportOptions = { actor: 'import', person: 'Pat of the front desk' }
const CALENDAR = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:shift@example.org
DTSTAMP:20261101T000000Z
DTSTART;TZID=America/New_York:20261124T090000
DTEND;TZID=America/New_York:20261124T170000
RRULE:FREQ=WEEKLY;COUNT=3
SUMMARY:Night and day shop
END:VEVENT
END:VCALENDAR
`.replaceAll('\n', '\r\n')

let center: TestCenter
let owner: pg.Client
let folder: string
let tools: ImportTools
const lines: string[] = []

beforeAll(async () => {
  center = await openTestDatabase()
  owner = new pg.Client({ ...center.owner })
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  tools = { ...center.database, now: () => NOW, log: (line) => lines.push(line) }
})

afterAll(async () => {
  await owner.end()
  await center.database.close()
})

beforeEach(async () => {
  await owner.query('TRUNCATE evenkeel.center CASCADE')
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-import-'))
  lines.length = 0
  expect(await importCommand(['--template', folder], tools)).toBe(0)
  return () => rmSync(folder, { recursive: true, force: true })
})

const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
const change = (file: string, from: string, to: string) => {
  const before = readFileSync(join(folder, file), 'utf8')
  expect(before).toContain(from)
  write(file, before.replace(from, to))
}

/** Rows of every table, and a digest of what they hold, seen past all policies. */
async function everything(): Promise<Record<string, string>> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'evenkeel' ORDER BY 1`,
  )
  const found: Record<string, string> = {}
  for (const { name } of rows) {
    const digest = `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS d FROM evenkeel.${name} t`
    found[name] = (await owner.query<{ d: string }>(digest)).rows[0]?.d ?? ''
  }
  return found
}

const asked = async (query: string) => (await owner.query({ text: query, rowMode: 'array' })).rows

describe('a folder that is in order', () => {
  it('is stored as it was written', async () => {
    write('calendars/p001.ics', CALENDAR)
    const result = await importFolder(folder, BY_DESK, tools)
    expect(result.findings.filter((finding) => finding.severity === 'error')).toEqual([])
    expect(result.outcome).toBe('stored')
    await owner.query('SET search_path = evenkeel')
    expect(await asked('SELECT code, name, time_zone, demo FROM center')).toEqual([
      ['river-house', 'River House', 'America/New_York', false],
    ])
    expect(await asked('SELECT code, seats, kinds FROM room')).toEqual([['hall-1', 12, ['group', 'family']]])
    expect(await asked('SELECT code, start_offsets FROM service')).toEqual([['early-recovery', [0, 60, 120]]])
    expect(
      await asked('SELECT weekly_minutes_target, daily_max_minutes, review_on::text, telehealth FROM prescription'),
    ).toEqual([[540, 240, '2026-12-28', true]])
    expect(await asked('SELECT sessions_per_week FROM prescribed_service')).toEqual([[9]])
    expect(await asked('SELECT admitted_on::text FROM episode')).toEqual([['2026-11-02']])
    expect(await asked('SELECT kind, from_date::text FROM caseload')).toEqual([['own', '2026-11-23']])
    expect(await asked("SELECT weekday, starts_minute, ends_minute FROM obligation WHERE source = 'file'")).toEqual([
      [1, 480, 990],
    ])
    expect(
      await asked(
        "SELECT starts_wall::text, starts_at AT TIME ZONE 'UTC' = '2026-11-24 14:00' FROM obligation WHERE source = 'calendar' ORDER BY 1",
      ),
    ).toEqual([
      ['2026-11-24 09:00:00', true],
      ['2026-12-01 09:00:00', false],
      ['2026-12-08 09:00:00', false],
    ])
    expect(await asked('SELECT covers_from::text, covers_until::text FROM calendar_coverage')).toEqual([
      ['2026-11-23', '2027-02-21'],
    ])
    expect(await asked('SELECT count(*)::int FROM curriculum_topic')).toEqual([[8]])
    expect((await asked('SELECT code FROM program_template ORDER BY 1')).flat()).toEqual([
      'matrix-16',
      'medicare-iop-9',
      'tip47-9',
    ])
    expect(await asked('SELECT actor, for_person FROM import_run')).toEqual([['import', 'Pat of the front desk']])
  })

  it('keeps reasons and titles in their own table of class C5', async () => {
    write('calendars/p001.ics', CALENDAR)
    await importFolder(folder, BY_DESK, tools)
    const reasons = (await asked('SELECT DISTINCT words FROM evenkeel.obligation_reason ORDER BY 1')).flat()
    expect(reasons).toEqual(['Night and day shop', 'work'])
    const elsewhere = (await asked('SELECT t::text FROM evenkeel.obligation t')).flat().join(' ')
    expect(elsewhere).not.toContain('shop')
    expect(elsewhere).not.toContain('example.org')
  })

  it('changes nothing the second time, and says so', async () => {
    write('calendars/p001.ics', CALENDAR)
    await importFolder(folder, BY_DESK, tools)
    const before = await everything()
    const again = await importFolder(folder, BY_DESK, tools)
    expect(again.outcome).toBe('unchanged')
    expect(Object.entries(again.counts).filter(([, tally]) => tally.added + tally.changed + tally.gone > 0)).toEqual([])
    expect(await everything()).toEqual(before)
  })

  it('stores nothing with --preview, but counts what it would', async () => {
    const before = await everything()
    const result = await importFolder(folder, { ...BY_DESK, preview: true }, tools)
    expect(result.outcome).toBe('previewed')
    expect(result.counts['people']).toEqual({ added: 1, changed: 0, same: 0, gone: 0 })
    expect(await everything()).toEqual(before)
  })

  it('marks a center as a demo only when it is made', async () => {
    await importFolder(folder, { ...BY_DESK, actor: 'setup', demo: true }, tools)
    await importFolder(folder, BY_DESK, tools)
    expect(await asked('SELECT demo FROM evenkeel.center')).toEqual([[true]])
  })
})

describe('a waiting list', () => {
  const WAITING = `code,chosen_name,since,sites,prescription
w001,Nadia F.,2026-11-02,river:30,early-recovery:9
w002,Oscar T.,2026-11-05,river:15,early-recovery:9
`
  const entries = () =>
    asked(`SELECT p.code, e.since::text, e.left_because FROM evenkeel.waiting_list_entry e
      JOIN evenkeel.participant p USING (center_id, participant_id) ORDER BY 1`)

  it('is stored with lives and wanted doses, without episodes or counselors, and only once', async () => {
    write('waiting.csv', WAITING)
    write('obligations.csv', 'person,day,starts,ends,from,until,why\nw001,mon,08:00,16:30,,,work\n')
    const result = await importFolder(folder, BY_DESK, tools)
    expect(result).toMatchObject({ outcome: 'stored', counts: { 'waiting list': { added: 2 } } })
    expect(await entries()).toEqual([
      ['w001', '2026-11-02', null],
      ['w002', '2026-11-05', null],
    ])
    expect(await asked('SELECT count(*)::int FROM evenkeel.episode')).toEqual([[1]])
    expect(await asked('SELECT count(*)::int FROM evenkeel.caseload')).toEqual([[1]])
    expect(await asked('SELECT count(*)::int FROM evenkeel.prescription')).toEqual([[3]])
    const before = await everything()
    expect((await importFolder(folder, BY_DESK, tools)).outcome).toBe('unchanged')
    expect(await everything()).toEqual(before)
  })

  it('loses whoever was admitted by file, and does not take them back', async () => {
    write('waiting.csv', WAITING)
    await importFolder(folder, BY_DESK, tools)
    const people = readFileSync(join(folder, 'people.csv'), 'utf8')
    write('people.csv', people + people.split('\n')[1]!.replace('p001,Sam T.', 'w001,Nadia F.') + '\n')
    expect((await importFolder(folder, BY_DESK, tools)).outcome).toBe('refused')
    write('waiting.csv', WAITING.replace(/w001.*\n/, ''))
    expect((await importFolder(folder, BY_DESK, tools)).outcome).toBe('stored')
    expect(await entries()).toEqual([
      ['w001', '2026-11-02', 'admitted'],
      ['w002', '2026-11-05', null],
    ])
    write('people.csv', people)
    write('waiting.csv', WAITING)
    const again = await importFolder(folder, BY_DESK, tools)
    expect(again.findings.map(({ file, person }) => [file, person])).toContainEqual(['people.csv', 'w001'])
    expect((await entries())[0]).toEqual(['w001', '2026-11-02', 'admitted'])
  })
})

describe('a folder that changed', () => {
  beforeEach(async () => {
    await importFolder(folder, BY_DESK, tools)
  })

  it('updates what a changed row describes, and records a new dose beside the old one', async () => {
    change('people.csv', 'Sam T.', 'Samuel T.')
    change('people.csv', 'early-recovery:9', 'early-recovery:10')
    change('sites.csv', 'River House', 'River House East')
    const result = await importFolder(folder, BY_DESK, tools)
    expect(result.outcome).toBe('stored')
    expect(result.counts['people']?.changed).toBe(1)
    expect(await asked('SELECT chosen_name FROM evenkeel.participant')).toEqual([['Samuel T.']])
    expect(await asked('SELECT name FROM evenkeel.site')).toEqual([['River House East']])
    expect(await asked('SELECT sessions_per_week FROM evenkeel.prescribed_service ORDER BY 1')).toEqual([[9], [10]])
  })

  it('withdraws an obligation that is gone, and keeps its row', async () => {
    change('obligations.csv', 'p001,mon,08:00,16:30', 'p001,tue,22:00,06:00')
    const result = await importFolder(folder, BY_DESK, tools)
    expect(result.counts['obligations']).toEqual({ added: 1, changed: 0, same: 0, gone: 1 })
    expect(
      await asked(
        'SELECT weekday, starts_minute, ends_minute, withdrawn_at IS NULL FROM evenkeel.obligation ORDER BY 1',
      ),
    ).toEqual([
      [1, 480, 990, false],
      [2, 1320, 1800, true],
    ])
  })

  it('keeps and names people who are no longer in the file', async () => {
    change('people.csv', 'p001,Sam T.', 'p002,Alex W.')
    write('obligations.csv', 'person,day,starts,ends,from,until,why\n')
    const result = await importFolder(folder, BY_DESK, tools)
    expect(result.outcome).toBe('stored')
    expect(result.findings).toContainEqual(
      expect.objectContaining({ severity: 'warning', file: 'people.csv', person: 'p001' }),
    )
    expect((await asked('SELECT code FROM evenkeel.participant ORDER BY 1')).flat()).toEqual(['p001', 'p002'])
    expect((await asked('SELECT withdrawn_at FROM evenkeel.obligation')).flat()).toEqual([null])
  })

  it('ends the caseload of a counselor who is no longer named', async () => {
    write('staff.csv', `${readFileSync(join(folder, 'staff.csv'), 'utf8')}ortiz,Rosa Ortiz,counselor,river,1320\n`)
    change('people.csv', ',lee,', ',ortiz,')
    await importFolder(folder, BY_DESK, { ...tools, now: () => NOW + 86_400_000 })
    const found = `SELECT s.code, c.from_date::text, c.until_date::text FROM evenkeel.caseload c
      JOIN evenkeel.staff s ON s.id = c.staff_id ORDER BY 1`
    expect(await asked(found)).toEqual([
      ['lee', '2026-11-23', '2026-11-23'],
      ['ortiz', '2026-11-24', null],
    ])
  })

  it('takes a part of a folder, checked against what is stored', async () => {
    const left = ['center', 'sites', 'rooms', 'blocks', 'services', 'staff', 'licenses', 'roster', 'people']
    for (const name of left) rmSync(join(folder, `${name}.csv`))
    rmSync(join(folder, 'programs'), { recursive: true })
    const without = left.map((name) => `${name}.csv`)
    write('obligations.csv', 'person,day,starts,ends,from,until,why\np001,sun,10:00,11:00,,,\n')
    const result = await importFolder(folder, { ...BY_DESK, without }, tools)
    expect(result).toMatchObject({ outcome: 'stored', counts: { obligations: { added: 1, gone: 1 } } })
    write('obligations.csv', 'person,day,starts,ends,from,until,why\np00l,sun,10:00,11:00,,,\n')
    const wrong = await importFolder(folder, { ...BY_DESK, without }, tools)
    expect(wrong.outcome).toBe('refused')
    expect(wrong.findings).toContainEqual(expect.objectContaining({ line: 2, column: 'person', fix: 'Maybe "p001".' }))
  })

  it('stores warnings with the run and the person, and lets them go when they are mended', async () => {
    change('people.csv', ',540,,240', ',300,,240')
    await importFolder(folder, BY_DESK, tools)
    const found = `SELECT p.code, w.file, w.line, w.column_name FROM evenkeel.import_warning w
      JOIN evenkeel.participant p USING (participant_id)
      WHERE w.superseded_at IS NULL`
    expect(await asked(found)).toEqual([['p001', 'people.csv', 2, 'weekly_minutes']])
    change('rooms.csv', ',', ' ,')
    await importFolder(folder, { ...BY_DESK, without: ['people.csv'] }, tools)
    expect(await asked(found)).toEqual([['p001', 'people.csv', 2, 'weekly_minutes']])
    change('people.csv', ',300,,240', ',300,agreed,240')
    await importFolder(folder, BY_DESK, tools)
    expect(await asked(found)).toEqual([])
  })
})

describe('nothing half imported', () => {
  const mistakes: [what: string, file: string, from: string, to: string][] = [
    ['a person at an unknown site', 'people.csv', 'river:30', 'rivver:30'],
    ['an unclosed quote in the last file', 'obligations.csv', 'work', '"work'],
    ['a program that is no JSON', 'programs/matrix.json', '"templates"', 'templates'],
  ]
  it.each(mistakes)('%s leaves the database untouched', async (_, file, from, to) => {
    const empty = await everything()
    change(file, from, to)
    expect((await importFolder(folder, BY_DESK, tools)).outcome).toBe('refused')
    expect(await everything()).toEqual(empty)
    change(file, to, from)
    await importFolder(folder, BY_DESK, tools)
    const full = await everything()
    expect(full).not.toEqual(empty)
    change(file, from, to)
    change('sites.csv', 'River House', 'Another name')
    expect((await importFolder(folder, BY_DESK, tools)).outcome).toBe('refused')
    expect(await everything()).toEqual(full)
  })

  it('an interrupted transaction stores nothing', async () => {
    const before = await everything()
    const interrupted: ImportTools = {
      ...tools,
      inTransaction: (actor, work) =>
        center.database.inTransaction(actor, async (tx) => {
          await work(tx)
          throw new Error('the power went out')
        }),
    }
    await expect(importFolder(folder, BY_DESK, interrupted)).rejects.toThrow('the power went out')
    expect(await everything()).toEqual(before)
  })

  it('two imports at once make one center', async () => {
    const both = await Promise.allSettled([importFolder(folder, BY_DESK, tools), importFolder(folder, BY_DESK, tools)])
    expect(both.some((one) => one.status === 'fulfilled' && one.value.outcome === 'stored')).toBe(true)
    expect(await asked('SELECT count(*)::int FROM evenkeel.center')).toEqual([[1]])
    expect(await asked('SELECT count(*)::int FROM evenkeel.participant')).toEqual([[1]])
  })

  it('an actor of another center sees and stores nothing here', async () => {
    const { center: id } = await importFolder(folder, BY_DESK, tools)
    const stranger = actorOf({ ...BY_DESK, center: id.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) })
    const seen = await center.database.inTransaction(stranger, (tx) =>
      tx.selectFrom('participant').selectAll().execute(),
    )
    expect(seen).toEqual([])
  })
})
