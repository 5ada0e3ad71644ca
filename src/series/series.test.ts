import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type Zone, zoneNamed } from '../center/zones.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { changeSeries, SCOPES, type SeriesWish, withRows } from './series-change.ts'
import { type Meeting, membersOn, mondayOf, occurrenceIn, occurrencesFrom, type Series } from './series.ts'

const NEW_YORK = zoneNamed('America/New_York')!
const BERLIN = zoneNamed('Europe/Berlin')!
const WEEK = '2026-10-05'

function seriesFrom(firstDay: string, startsMinute: number, over: object = {}): Series {
  const version = {
    ...{ revision: 1, firstDay, lastDay: null, startsMinute, everyWeeks: 1, stopped: null },
    ...{ staff: 'ana', room: 'hall', telehealth: false, ...over },
  }
  return { id: 's', service: 'skills', site: 'harbor', versions: [version], exceptions: [] }
}
const weekPlus = (weeks: number, from = WEEK) => dateOf(dayNumber(from) + 7 * weeks)
const at = (start: string) => ({ start, staff: 'luis', room: 'hall', telehealth: false })
const wish = (over: Partial<SeriesWish>): SeriesWish => ({
  ...{ scope: 'this', week: WEEK, to: null, because: 'holiday' },
  ...over,
})
const changed = (
  series: Series,
  asked: Partial<SeriesWish>,
  frozenBefore = '2026-10-01T00:00',
  zone: Zone = NEW_YORK,
) => withRows(series, changeSeries(series, wish(asked), { frozenBefore, zone }))
const starts = (series: Series, weeks: number, zone: Zone = NEW_YORK) =>
  occurrencesFrom(series, WEEK, weeks, zone).map((one) => (one.state === 'meets' ? one.start : one.state))

describe('the wall clock', () => {
  test.each([
    ['America/New_York', '2026-11-02', '2026-10-19'],
    ['America/New_York', '2027-03-15', '2027-03-08'],
    ['Europe/Berlin', '2026-10-26', '2026-10-19'],
  ])('in %s Monday 17:30 stays Monday 17:30 in the week of %s', (name, week, first) => {
    const series = seriesFrom(first, 17 * 60 + 30)
    expect(occurrenceIn(series, week, zoneNamed(name)!)).toMatchObject({ start: `${week}T17:30`, state: 'meets' })
  })

  it('a time the clocks skip is no meeting that week alone, and nobody can move there', () => {
    const sundays = seriesFrom('2027-03-07', 150)
    const state = (week: string) => occurrenceIn(sundays, week, NEW_YORK)?.state
    expect([state('2027-03-01'), state('2027-03-08'), state('2027-03-15')]).toEqual(['meets', 'no-such-time', 'meets'])
    const there = { week: '2027-03-08', to: at('2027-03-14T02:30') }
    expect(() => changed(seriesFrom('2027-03-07', 600), there)).toThrow('The clocks skip 02:30 on 2027-03-14')
    // What the clocks show twice is held the first time.
    expect(occurrenceIn(seriesFrom('2026-10-25', 150), '2026-10-19', BERLIN)?.state).toBe('meets')
  })
})

describe('a change', () => {
  const mondays = seriesFrom('2026-10-05', 1050)

  it('of this one leaves every other week alone', () => {
    const after = changed(mondays, { week: weekPlus(1), to: at('2026-10-14T18:00') })
    expect(starts(after, 3)).toEqual(['2026-10-05T17:30', '2026-10-14T18:00', '2026-10-19T17:30'])
    expect(starts(changed(after, { week: weekPlus(1) }), 3)[1]).toBe('canceled')
  })

  it('of this and the following splits exactly at its week; a canceled week stays canceled', () => {
    const holiday = changed(mondays, { week: weekPlus(3) })
    const after = changed(holiday, { scope: 'following', week: weekPlus(2), to: at('2026-10-21T18:00') })
    expect(starts(after, 5)).toEqual([
      ...['2026-10-05T17:30', '2026-10-12T17:30', '2026-10-21T18:00', 'canceled', '2026-11-04T18:00'],
    ])
  })

  it('of all begins with the first meeting that is still ahead', () => {
    const after = changed(mondays, { scope: 'all', to: at('2026-10-07T09:00') }, '2026-10-13T09:00')
    expect(starts(after, 4)).toEqual(['2026-10-05T17:30', '2026-10-12T17:30', '2026-10-21T09:00', '2026-10-28T09:00'])
  })

  it('asked for again adds no row', () => {
    for (const scope of SCOPES)
      for (const to of [null, at('2026-10-07T09:00')]) {
        const once = changed(mondays, { scope, to })
        expect(changed(once, { scope, to })).toEqual(once)
      }
  })

  it('is refused where it is over, elsewhere, or there is none', () => {
    const frozen = '2026-10-12T18:00'
    expect(() => changed(mondays, { week: weekPlus(1) }, frozen)).toThrow('has begun')
    expect(() => changed(mondays, { week: weekPlus(2), to: at('2026-10-28T17:30') })).toThrow('within its week')
    expect(() => changed(seriesFrom('2026-10-05', 1050, { everyWeeks: 2 }), { week: weekPlus(1) })).toThrow(
      'does not meet',
    )
    const ending = seriesFrom('2026-10-05', 1050, { lastDay: '2026-10-20' })
    expect(() => changed(ending, { scope: 'following', week: weekPlus(2), to: at('2026-10-22T09:00') })).toThrow(
      'ends on',
    )
  })
})

/** docs/states/series.md, the first table: what each cell means. */
const VERSIONS: Record<string, object | undefined> = {
  none: undefined,
  stopped: { stopped: 'other' },
  'not a week of its rhythm': { everyWeeks: 2, firstDay: '2026-09-30' },
  'past its last day': { firstDay: '2026-09-30', lastDay: '2026-10-06' },
  meets: {},
  'meets, the clocks skip it': { firstDay: '2027-03-14', startsMinute: 150 },
}
const REVISIONS: Record<string, number> = { 'earlier revision': 4, 'later revision': 6 }

it('each row of the table is what a week says', () => {
  const table = readFileSync(new URL('../../docs/states/series.md', import.meta.url), 'utf8').split('## ')[1]!
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
  expect(rows.length).toBe(10)
  for (const row of rows) {
    const [version = '', exception = '', group = ''] = row
      .split('|')
      .slice(1)
      .map((cell) => cell.trim())
    expect(Object.keys(VERSIONS)).toContain(version)
    const base = seriesFrom('2026-10-07', 1050, { revision: 5, ...VERSIONS[version] })
    const week = version.includes('clocks') ? '2027-03-08' : WEEK
    const [kind = '', when = ''] = exception.split(', ')
    const where = { revision: REVISIONS[when] ?? 6, week }
    const canceled = { ...where, canceled: 'holiday' as const }
    const exceptions = kind === 'moved' ? [{ ...where, ...at('2026-10-08T09:00'), canceled: null }] : [canceled]
    const series = {
      ...base,
      versions: version === 'none' ? [] : base.versions,
      exceptions: kind === 'none' ? [] : exceptions,
    }
    const found = occurrenceIn(series, week, NEW_YORK)
    const said = found?.state === 'meets' ? (found.moved ? 'moved' : 'meets') : (found?.state ?? 'no occurrence')
    expect([row, said.replaceAll('-', ' ')]).toEqual([row, group])
  }
})

const step = fc.record({
  scope: fc.constantFrom(...SCOPES),
  ahead: fc.integer({ min: 0, max: 12 }),
  day: fc.integer({ min: 0, max: 6 }),
  minute: fc.integer({ min: 0, max: 1439 }),
  cancel: fc.boolean(),
  passes: fc.integer({ min: 0, max: 10 }),
})

it('whatever is changed in whatever order, the past stays, and a week holds one meeting at most, inside it', () => {
  fc.assert(
    fc.property(fc.constantFrom(1, 2, 4), fc.array(step, { maxLength: 12 }), (everyWeeks, steps) => {
      let series = seriesFrom('2026-10-07', 1050, { everyWeeks })
      let now = dayNumber('2026-10-01')
      for (const { scope, ahead, day, minute, cancel, passes } of steps) {
        now += passes
        const frozenBefore = `${dateOf(now)}T12:00`
        const week = weekPlus(ahead, mondayOf(dateOf(now)))
        const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
        const to = cancel ? null : at(`${dateOf(dayNumber(week) + day)}T${clock}`)
        const after = tried(series, wish({ scope, week, to }), frozenBefore)
        const past = (one: Series) => all(one).filter(({ start }) => start < frozenBefore)
        expect(past(after)).toEqual(past(series))
        if (scope !== 'all' && after !== series) expectSplit(series, after, { scope, week })
        series = after
      }
      for (const one of all(series)) expect(mondayOf(one.start.slice(0, 10))).toBe(one.week)
      expect(new Set(all(series).map(({ week }) => week)).size).toBe(all(series).length)
    }),
    { numRuns: 60 },
  )
})

it('members have their seat from their first day to their last', () => {
  const members = [
    { person: 'dana', from: '2026-10-05', until: '2026-10-12' },
    { person: 'maria', from: '2026-10-12', until: null },
  ]
  const on = (day: string) => membersOn(members, day)
  expect([on('2026-10-04'), on('2026-10-05'), on('2026-10-12'), on('2026-10-13')]).toEqual([
    ...[[], ['dana'], ['dana', 'maria'], ['maria']],
  ])
})

const all = (series: Series) => occurrencesFrom(series, WEEK, 40, NEW_YORK)

function tried(series: Series, asked: SeriesWish, frozenBefore: string): Series {
  try {
    const rows = changeSeries(series, asked, { frozenBefore, zone: NEW_YORK })
    return rows.versions.length + rows.exceptions.length === 0 ? series : withRows(series, rows)
  } catch {
    return series
  }
}

/** Before the week nothing changed; after it, nothing where only this one was meant. */
function expectSplit(before: Series, after: Series, { scope, week }: Pick<SeriesWish, 'scope' | 'week'>): void {
  const rest = (series: Series) => all(series).filter((one) => (scope === 'this' ? one.week !== week : one.week < week))
  expect(rest(after)).toEqual(rest(before))
  const times = (series: Series) => all(series).flatMap((one) => (one.state === 'meets' ? place(one) : one.state))
  if (scope === 'following') expect(times(after)).not.toEqual(times(before))
}

function place({ start, staff, room, telehealth }: Meeting): string {
  return JSON.stringify([start, staff, room, telehealth])
}
