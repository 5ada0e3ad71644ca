import fc from 'fast-check'
import ICAL from 'ical.js'
import { RRuleTemporal } from 'rrule-temporal'
import { describe, expect, it } from 'vitest'
import { wallMilliseconds, wallText } from '../center/zones.ts'
import { MOST_OCCURRENCES, occurrencesOf } from './calendar-recurrence.ts'
import { readRule } from './calendar-rule.ts'

const budget = () => ({ steps: 200_000 })

function expand(start: string, text: string, from: string, until: string): string[] | undefined {
  const rule = readRule(text)
  if (!rule) throw new Error(`not a rule: ${text}`)
  const series = { rule, start: wallMilliseconds(start), wholeDays: false }
  return occurrencesOf(series, wallMilliseconds(from), wallMilliseconds(until), budget())?.map(wallText)
}

/** The same question to ical.js, without zones. */
function expandByIcal(start: string, text: string, from: string, until: string): string[] {
  const iterator = ICAL.Recur.fromString(text).iterator(ICAL.Time.fromDateTimeString(`${start}:00`))
  const found: string[] = []
  for (let i = 0; i < 40_000; i++) {
    const next = iterator.next()?.toString()
    if (!next || next >= `${until}:00`) break
    if (next >= `${from}:00`) found.push(next.endsWith(':00') ? next.slice(0, 16) : next)
  }
  return found
}

/** The same question to rrule-temporal, in UTC, where a wall time and an instant are the same thing. */
function expandByTemporal(start: string, text: string, from: string, until: string): string[] {
  const compact = `${start.replaceAll('-', '').replace(':', '')}00Z`
  const rule = new RRuleTemporal({ rruleString: `DTSTART:${compact}\nRRULE:${text}`, maxIterations: 1_000_000 })
  return rule
    .between(new Date(`${from}:00Z`), new Date(`${until}:00Z`), true)
    .map((found) => found.toString().slice(0, 16))
    .filter((found) => found < until)
}

describe('examples of RFC 5545 section 3.8.5.3', () => {
  const cases: [start: string, rule: string, expected: string[]][] = [
    ['1997-09-02T09:00', 'FREQ=DAILY;COUNT=3', ['1997-09-02T09:00', '1997-09-03T09:00', '1997-09-04T09:00']],
    [
      '1997-09-02T09:00',
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;WKST=SU;BYDAY=TU,TH',
      ['1997-09-02T09:00', '1997-09-04T09:00', '1997-09-16T09:00', '1997-09-18T09:00'],
    ],
    [
      '1997-08-05T09:00',
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
      ['1997-08-05T09:00', '1997-08-10T09:00', '1997-08-19T09:00', '1997-08-24T09:00'],
    ],
    [
      '1997-08-05T09:00',
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
      ['1997-08-05T09:00', '1997-08-17T09:00', '1997-08-19T09:00', '1997-08-31T09:00'],
    ],
    [
      '1997-09-05T09:00',
      'FREQ=MONTHLY;COUNT=3;BYDAY=1FR',
      ['1997-09-05T09:00', '1997-10-03T09:00', '1997-11-07T09:00'],
    ],
    [
      '1997-09-22T09:00',
      'FREQ=MONTHLY;COUNT=3;BYDAY=-2MO',
      ['1997-09-22T09:00', '1997-10-20T09:00', '1997-11-17T09:00'],
    ],
    [
      '1997-09-28T09:00',
      'FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=3',
      ['1997-09-28T09:00', '1997-10-29T09:00', '1997-11-28T09:00'],
    ],
    [
      '1997-09-04T09:00',
      'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3',
      ['1997-09-04T09:00', '1997-10-07T09:00', '1997-11-06T09:00'],
    ],
    [
      '1997-09-29T09:00',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3',
      ['1997-09-29T09:00', '1997-10-30T09:00', '1997-11-27T09:00'],
    ],
    [
      '1997-01-01T09:00',
      'FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200',
      ['1997-01-01T09:00', '1997-04-10T09:00', '1997-07-19T09:00', '2000-01-01T09:00'],
    ],
    [
      '1997-05-19T09:00',
      'FREQ=YEARLY;BYDAY=20MO;COUNT=3',
      ['1997-05-19T09:00', '1998-05-18T09:00', '1999-05-17T09:00'],
    ],
    [
      '1997-05-12T09:00',
      'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3',
      ['1997-05-12T09:00', '1998-05-11T09:00', '1999-05-17T09:00'],
    ],
    [
      '1996-11-05T09:00',
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3',
      ['1996-11-05T09:00', '2000-11-07T09:00', '2004-11-02T09:00'],
    ],
    [
      '1997-09-02T09:00',
      'FREQ=HOURLY;INTERVAL=3;COUNT=3',
      ['1997-09-02T09:00', '1997-09-02T12:00', '1997-09-02T15:00'],
    ],
    [
      '1997-09-02T09:00',
      'FREQ=MINUTELY;INTERVAL=90;COUNT=4',
      ['1997-09-02T09:00', '1997-09-02T10:30', '1997-09-02T12:00', '1997-09-02T13:30'],
    ],
    [
      '2007-01-15T09:00',
      'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5',
      ['2007-01-15T09:00', '2007-01-30T09:00', '2007-02-15T09:00', '2007-03-15T09:00', '2007-03-30T09:00'],
    ],
  ]
  it.each(cases)('%s %s', (start, rule, expected) => {
    expect(expand(start, rule, '1990-01-01T00:00', '2020-01-01T00:00')).toEqual(expected)
  })
})

describe('agreement with two libraries', () => {
  const day = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')
  const days = fc.uniqueArray(day, { minLength: 1, maxLength: 4 }).map((list) => `BYDAY=${list.join(',')}`)
  const numbers = (name: string, choices: number[]) =>
    fc
      .uniqueArray(fc.constantFrom(...choices), { minLength: 1, maxLength: 3 })
      .map((list) => `${name}=${list.sort((a, b) => a - b).join(',')}`)
  const nth = fc.tuple(fc.constantFrom(-1, 1, 2, 3, 4), day).map(([place, name]) => `BYDAY=${place}${name}`)
  const nothing = fc.constant('')
  const rule = fc
    .oneof(
      fc.tuple(fc.constant('FREQ=WEEKLY'), fc.oneof(days, nothing), fc.oneof(nothing, fc.constant('WKST=SU'))),
      fc.tuple(fc.constant('FREQ=MONTHLY'), fc.oneof(nth, numbers('BYMONTHDAY', [1, 15, 31, -1]), days, nothing)),
      fc.tuple(fc.constant('FREQ=MONTHLY'), days, fc.constantFrom('BYSETPOS=1', 'BYSETPOS=-1', 'BYSETPOS=2,3')),
      fc.tuple(fc.constant('FREQ=DAILY'), fc.oneof(days, numbers('BYMONTH', [1, 6, 11]), nothing)),
      fc.tuple(fc.constant('FREQ=DAILY'), numbers('BYHOUR', [7, 12, 22]), numbers('BYMINUTE', [0, 15, 45])),
      fc.tuple(fc.constant('FREQ=YEARLY'), numbers('BYMONTH', [2, 3, 11]), fc.oneof(nth, nothing)),
      fc.tuple(fc.constant('FREQ=YEARLY'), fc.oneof(numbers('BYYEARDAY', [1, 60, 366, -1]), nothing)),
      fc.tuple(fc.constant('FREQ=HOURLY'), fc.oneof(days, numbers('BYHOUR', [6, 13]), nothing)),
    )
    .map((parts) => parts.filter((part) => part !== '').join(';'))
  const series = fc.record({
    rule,
    interval: fc.integer({ min: 1, max: 4 }),
    count: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
    start: fc
      .integer({ min: 0, max: 900 })
      .map((number) => wallText(wallMilliseconds('2024-01-01T07:15') + number * 86_400_000)),
  })

  it('finds what they find, on random rules', () => {
    fc.assert(
      fc.property(series, ({ rule: text, interval, count, start }) => {
        const full = `${text};INTERVAL=${interval}${count === undefined ? '' : `;COUNT=${count}`}`
        const window = ['2026-01-01T00:00', '2026-07-01T00:00'] as const
        // Both libraries leave out a start that the rule does not meet, and count differently then.
        fc.pre(expandByTemporal(start, full, start, `${start.slice(0, 11)}23:59`)[0] === start)
        const found = expand(start, full, ...window)
        expect(found).toEqual(expandByTemporal(start, full, ...window))
        expect(found).toEqual(expandByIcal(start, full, ...window))
      }),
      { numRuns: 150 },
    )
  })
})

describe('limits', () => {
  it('names a series of more than 5,000 occurrences instead of listing it', () => {
    expect(expand('2002-01-01T00:00', 'FREQ=SECONDLY', '2026-11-16T00:00', '2026-11-23T00:00')).toBeUndefined()
    expect(expand('2026-01-01T00:00', 'FREQ=DAILY', '2026-01-01T00:00', '2026-02-01T00:00')).toHaveLength(31)
    const hours = expand('2026-01-01T00:00', 'FREQ=HOURLY', '2026-01-01T00:00', '2026-07-28T08:00')
    expect(hours).toHaveLength(MOST_OCCURRENCES)
    expect(expand('2026-01-01T00:00', 'FREQ=HOURLY', '2026-01-01T00:00', '2026-07-28T09:00')).toBeUndefined()
  })

  it.each([
    'FREQ=SECONDLY;COUNT=2000000000',
    'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3',
    'FREQ=MINUTELY;BYSETPOS=7;COUNT=99999999',
    `FREQ=DAILY;COUNT=99999999;BYHOUR=${upTo(24)};BYMINUTE=${upTo(60)};BYSECOND=${upTo(60)}`,
    'FREQ=DAILY;INTERVAL=999999999',
  ])('answers %s within a second', (rule) => {
    const begun = performance.now()
    expand('1601-01-01T00:00', rule, '2026-11-16T00:00', '2026-11-23T00:00')
    expect(performance.now() - begun).toBeLessThan(1000)
  })
})

describe('readRule', () => {
  it.each([
    '',
    'FREQ=SOMETIMES',
    'RRULE:AnythingRandom;FREQ=WEEKLY',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;COUNT=-1',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=MONTHLY;BYMONTHDAY=32',
    'FREQ=DAILY;BYEASTER=1',
    'FREQ=YEARLY;RSCALE=HEBREW',
  ])('does not understand "%s"', (text) => expect(readRule(text)).toBeUndefined())

  it('ignores blanks, order and extension parts', () => {
    expect(readRule('BYDAY=MO, TU;FREQ=WEEKLY;X-NOTE=1;INTERVAL=2')).toMatchObject({
      frequency: 'WEEKLY',
      interval: 2,
      byDay: [
        { weekday: 0, nth: 0 },
        { weekday: 1, nth: 0 },
      ],
    })
  })
})

function upTo(end: number): string {
  return Array.from({ length: end }, (_, i) => i).join(',')
}
