import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Week } from '../model/week.ts'
import { lineOf } from './check.ts'
import { exampleWeekAndPlan, withGivenTimetable, withMondayFrozen } from './example-week.ts'
import { hardRules } from './hard-rules.ts'
import { openPlan } from './plan-book.ts'
import { readWeek } from './well-formed.ts'

function linesOf(json: unknown): string[] {
  const read = readWeek(json)
  return 'violations' in read ? read.violations.map(lineOf) : []
}

/** The example with everything given, so that every kind of finding can be provoked in it. */
function fullWeek(): Week {
  const { week, plan } = exampleWeekAndPlan()
  withGivenTimetable(week, plan)
  withMondayFrozen(week, plan)
  return week
}

/** Replaces what the path `staff[0].duty[1].end` leads to. */
function put(week: object, path: string, value: unknown): void {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '')
  const last = steps.pop() ?? ''
  const target = steps.reduce((place, step) => (place as Record<string, object>)[step] as object, week)
  Reflect.set(target, last, value)
}

test('a week with a given timetable and a past is well formed', () => {
  expect(linesOf(fullWeek())).toEqual([])
})

test.each<[path: string, value: unknown, finding: RegExp]>([
  ['format', 'evenkeel-week/2', /^W format: /],
  ['mood', 'good', /^W the file: unknown field "mood"/],
  ['weights.idle', undefined, /^W weights\.idle: /],
  ['weights.idle', 1.5, /^W weights\.idle: /],
  ['weights.idle', -1, /^W weights\.idle: /],
  ['weights.idle', 1e300, /^W weights\.idle: /],
  ['participants[1].busy[0].end', 'noon', /^W participants\[1\]\.busy\[0\]\.end: a local time/],
  ['weekStart', '2026-12-01', /^W weekStart: 2026-12-01 is not a Monday/],
  ['weekStart', '2026-11-31', /^W weekStart: 2026-11-31 is no day of the calendar/],
  ['timeZone', 'east coast', /^W timeZone: /],
  ['gridMinutes', 0, /^W gridMinutes: /],
  ['blocks[1].id', 'mon-evening', /^W blocks\[1\]: mon-evening is listed already/],
  ['blocks[1].start', '2026-12-01T17:60', /^W blocks\[1\]\.start: .* no time/],
  ['blocks[1].end', '2026-12-01T17:30', /^W blocks\[1\]: it ends 2026-12-01T17:30, not after its start/],
  ['blocks[1].end', '2026-12-02T01:00', /^W blocks\[1\]: it does not lie within one day/],
  ['blocks[1].end', '2026-12-02T10:00', /^W blocks\[2\]: it starts Wed 09:00, before tue-evening ends/m],
  [
    'blocks[0]',
    { id: 'b', start: '2026-11-29T09:00', end: '2026-11-29T12:00', part: 'morning' },
    /^W blocks\[0\]: .*outside/,
  ],
  [
    'blocks[0]',
    { id: 'b', start: '2026-12-07T00:00', end: '2026-12-07T01:00', part: 'morning' },
    /^W blocks\[0\]: .*outside/,
  ],
  ['services[1].id', 'process', /^W services\[1\]: process is listed already/],
  ['services[1].minutes', 0, /^W services\[1\]\.minutes: /],
  ['services[2].maxMembers', 2, /^W services\[2\]\.maxMembers: a service of kind individual is one to one/],
  ['sites[1].id', 'harbor', /^W sites\[1\]: harbor is listed already/],
  ['sites[0].rooms[1].id', 'hall', /^W sites\[0\]\.rooms\[1\]: hall is listed already/],
  ['sites[0].rooms[0].closed[0].end', '2026-12-03T00:00', /^W sites\[0\]\.rooms\[0\]\.closed\[0\]: it ends/],
  ['staff[1].id', 'c1', /^W staff\[1\]: c1 is listed already/],
  ['staff[0].site', 'pier', /^W staff\[0\]\.site: pier is not in sites/],
  ['staff[0].leads[1]', 'sauna', /^W staff\[0\]\.leads\[1\]: sauna is not in services/],
  ['staff[0].leads[1]', 'individual', /^W staff\[0\]\.leads\[1\]: individual is one to one/],
  ['staff[0].gives[0]', 'process', /^W staff\[0\]\.gives\[0\]: process is a group/],
  ['staff[0].duty[1].start', '2026-12-01T25:00', /^W staff\[0\]\.duty\[1\]\.start: /],
  [
    'staff[0].duty[1].start',
    '2026-11-30T21:30',
    /^W staff\[0\]\.duty\[1\]: it overlaps or touches staff\[0\]\.duty\[0\]/,
  ],
  ['participants[1].id', 'p1', /^W participants\[1\]: p1 is listed already/],
  ['participants[0].prescription.sauna', 0, /^W participants\[0\]\.prescription: sauna is not in services/],
  ['participants[0].busy[0].end', '2026-11-30T07:59', /^W participants\[0\]\.busy\[0\]: it ends/],
  ['participants[0].sites[0].site', 'pier', /^W participants\[0\]\.sites\[0\]: pier is not in sites/],
  [
    'participants[0].sites[1]',
    { site: 'harbor', travelMinutes: 1 },
    /^W participants\[0\]\.sites\[1\]: harbor is listed/,
  ],
  ['participants[0].counselor', 'c9', /^W participants\[0\]\.counselor: c9 is not in staff/],
  [
    'participants[2].coverCounselors[0]',
    'toString',
    /^W participants\[2\]\.coverCounselors\[0\]: toString is not in staff/,
  ],
  ['participants[1].familyBlocks[0]', 'sunday', /^W participants\[1\]\.familyBlocks\[0\]: sunday is not in blocks/],
  ['participants[0].screenDays[1][0]', '2026-11-31', /^W participants\[0\]\.screenDays\[1\]: 2026-11-31 is no day/],
  [
    'participants[0].screenDays[1][0]',
    '2026-12-01',
    /^W participants\[0\]\.screenDays\[1\]: 2026-12-01 is in group 0 already/,
  ],
  [
    'participants[0].screenDays[1][0]',
    '2026-12-07',
    /^W participants\[0\]\.screenDays\[1\]: 2026-12-07 is not in this week/,
  ],
  ['fixedGroups[1].id', 's1', /^W fixedGroups\[1\]: s1 is listed already/],
  ['fixedGroups[0].service', 'individual', /^W fixedGroups\[0\]\.service: individual is one to one/],
  ['fixedGroups[0].start', '2026-11-30T24:00', /^W fixedGroups\[0\]\.start: /],
  ['fixedGroups[0].room', 'attic', /^W fixedGroups\[0\]\.room: attic is not in the rooms of harbor/],
  ['fixedGroups[0].pinned', ['p9'], /^W fixedGroups\[0\]\.pinned\[0\]: p9 is not in participants/],
  ['fixedGroups[0].pinned', ['p1', 'p1'], /^W fixedGroups\[0\]\.pinned\[1\]: p1 is listed already/],
  ['fixedGroups[2].pinned', ['p2'], /^W fixedGroups: the pinned seats break H11: p2 .* busy Wed/],
  ['previous.frozenBefore', '2026-11-30T18:00', /^W previous\.frozenBefore: Mon 18:00 is inside mon-evening/],
  ['previous.frozenBefore', '2026-13-01T00:00', /^W previous\.frozenBefore: /],
  ['previous.sessions[1].id', 's1', /^W previous\.sessions\[1\]: s1 is listed already/],
  ['previous.sessions[6].service', 'sauna', /^W previous\.sessions\[6\]\.service: sauna is not in services/],
  ['previous.sessions[6].staff', 'c9', /^W previous\.sessions\[6\]\.staff: c9 is not in staff/],
  ['previous.sessions[6].members', ['p9'], /^W previous\.sessions\[6\]\.members\[0\]: p9 is not in participants/],
  [
    'previous.sessions[0].staff',
    'n1',
    /^W previous\.sessions: what has happened breaks H2: s1: n1 may not lead process/,
  ],
])('W finds %s = %j', (path, value, finding) => {
  const week = fullWeek()
  put(week, path, value)
  expect(linesOf(week).join('\n')).toMatch(finding)
})

test('limits that are allowed: blocks that touch, end at midnight, a frozen moment at the edge of a block', () => {
  const week = fullWeek()
  week.blocks.push({ id: 'late', start: '2026-12-02T12:00', end: '2026-12-03T00:00', part: 'evening' })
  put(week, 'previous.frozenBefore', '2026-11-30T20:30')
  expect(linesOf(week)).toEqual([])
})

test('an empty center is well formed', () => {
  const { week } = exampleWeekAndPlan()
  expect(linesOf({ ...week, blocks: [], services: [], sites: [], staff: [], participants: [] })).toEqual([])
})

test('hostile values are answered', () => {
  const text = JSON.stringify(fullWeek())
  const hidden = JSON.parse(text.replaceAll('"prescription":{', '"prescription":{"__proto__":2,'))
  expect(linesOf(hidden)[0]).toMatch(/^W participants\[0\]\.prescription: __proto__ cannot be prescribed/)
  expect(linesOf(JSON.parse(text.replace('{', '{"__proto__":{"format":1},')))[0]).toMatch(/unknown field "__proto__"/)
  const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)
  expect(linesOf(deep)).toHaveLength(1)
  expect(linesOf({ ...fullWeek(), note: deep })).toHaveLength(1)
  expect(linesOf({ ...fullWeek(), participants: Array.from({ length: 300_000 }, () => null) })).toHaveLength(101)
  for (const value of [null, undefined, true, 0, '', [], {}, Number.NaN])
    expect(linesOf(value).length).toBeGreaterThan(0)
})

const folder = fileURLToPath(new URL('../../../../shared/data/weeks/', import.meta.url))
const files = existsSync(folder) ? readdirSync(folder) : []
if (files.length === 0) console.log('The development weeks are not here; the tests that read them are skipped.')

describe.skipIf(files.length === 0)('development weeks', () => {
  test.each(files)('%s is well formed, and its past keeps every rule', (file) => {
    const read = readWeek(JSON.parse(readFileSync(folder + file, 'utf8')))
    if ('violations' in read) expect(read.violations.map(lineOf)).toEqual([])
    else if (read.week.previous) expect(brokenBeforeTheEvent(read.week, read.week.previous.sessions)).toEqual([])
  })

  test.each([1, 2, 3, 4, 5])('what was planned for repair %i was valid in the week before the event', (n) => {
    const before = JSON.parse(readFileSync(`${folder}harbor-120-1.json`, 'utf8'))
    const after: Week = JSON.parse(readFileSync(`${folder}harbor-120-1-repair-${n}.json`, 'utf8'))
    const read = readWeek(before)
    expect('week' in read && brokenBeforeTheEvent(read.week, after.previous?.sessions ?? [])).toEqual([])
  })

  function brokenBeforeTheEvent(week: Week, sessions: NonNullable<Week['previous']>['sessions']): string[] {
    const past = week.previous ? sessions.filter(({ start }) => start < (week.previous?.frozenBefore ?? '')) : sessions
    const book = openPlan(week, past)
    return hardRules.flatMap((rule) => rule.breaches(book)).map(lineOf)
  }
})
