import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zoneNames } from '../center/zones.ts'
import { dateOf, dayNumber, weekdayOf } from '../planner/model/time.ts'
import { readCalendar, type CalendarOptions, type CalendarReading } from './calendar.ts'

const newYork: CalendarOptions = { from: '2026-11-16', until: '2026-11-23', zone: 'America/New_York' }
const march: CalendarOptions = { ...newYork, from: '2026-03-02', until: '2026-03-16' }
const lateOctober: CalendarOptions = { ...newYork, from: '2026-10-26', until: '2026-11-09' }

/** Characters up to U+00FF as bytes. */
function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

function event(...lines: string[]): string {
  return ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n')
}

function answer(text: string, options = newYork) {
  return readCalendar(bytesOf(text), options)
}

function reading(text: string, options = newYork): CalendarReading {
  const found = answer(text, options)
  if ('unreadable' in found) throw new Error(found.unreadable)
  return found
}

function times(text: string, options = newYork): string[] {
  return reading(text, options).busy.map(({ startWall, endWall }) => `${startWall}/${endWall}`)
}

function codes(text: string, options = newYork): string[] {
  return reading(text, options).warnings.map(({ code }) => code)
}

const nine = ['DTSTART;TZID=America/New_York:20261117T090000', 'DTEND;TZID=America/New_York:20261117T100000']
const daily = ['DTSTART:20261116T090000', 'DTEND:20261116T100000', 'RRULE:FREQ=DAILY;COUNT=4']

describe('what is not busy', () => {
  it.each([
    ['transparent', [...nine, 'TRANSP:TRANSPARENT'], 1],
    ['free in Outlook', [...nine, 'X-MICROSOFT-CDO-BUSYSTATUS:FREE'], 1],
    ['canceled', [...nine, 'STATUS:CANCELLED'], 0],
    ['before the window', ['DTSTART:20261115T090000', 'DTEND:20261116T000000'], 0],
    ['after the window', ['DTSTART:20261123T000000', 'DTEND:20261123T010000'], 0],
  ])('%s', (_, lines, free) => {
    expect(reading(event(...lines))).toEqual({ busy: [], warnings: [], free })
  })

  it('everything of a calendar that cancels', () => {
    const text = `BEGIN:VCALENDAR\nMETHOD:CANCEL\n${event(...nine)}\nEND:VCALENDAR`
    expect(times(text)).toEqual([])
  })

  it('but tentative, working elsewhere and out of office are busy', () => {
    for (const line of ['STATUS:TENTATIVE', 'X-MICROSOFT-CDO-BUSYSTATUS:OOF', 'TRANSP:OPAQUE']) {
      expect(times(event(...nine, line))).toEqual(['2026-11-17T09:00/2026-11-17T10:00'])
    }
  })
})

describe('whole days and lengths', () => {
  it.each([
    ['a date', ['DTSTART;VALUE=DATE:20261117'], '2026-11-17T00:00/2026-11-18T00:00'],
    ['days', ['DTSTART;VALUE=DATE:20261117', 'DTEND;VALUE=DATE:20261120'], '2026-11-17T00:00/2026-11-20T00:00'],
    ['a date that ends on itself', ['DTSTART:20261117', 'DTEND:20261117'], '2026-11-17T00:00/2026-11-18T00:00'],
    ['a length in days', ['DTSTART:20261117', 'DURATION:P2D'], '2026-11-17T00:00/2026-11-19T00:00'],
    ['a length', ['DTSTART:20261117T220000', 'DURATION:PT8H30M'], '2026-11-17T22:00/2026-11-18T06:30'],
    [
      'a shift over midnight',
      ['DTSTART:20261117T220000', 'DTEND:20261118T060000'],
      '2026-11-17T22:00/2026-11-18T06:00',
    ],
    ['a date as end', ['DTSTART:20261117T090000', 'DTEND;VALUE=DATE:20261118'], '2026-11-17T09:00/2026-11-19T00:00'],
    ['into the window', ['DTSTART:20261115T220000', 'DTEND:20261116T060000'], '2026-11-15T22:00/2026-11-16T06:00'],
    [
      'an end in another zone',
      [nine[0]!, 'DTEND;TZID=America/Chicago:20261117T110000'],
      '2026-11-17T09:00/2026-11-17T12:00',
    ],
    ['an end in UTC', ['DTSTART:20261117T090000', 'DTEND:20261117T150000Z'], '2026-11-17T09:00/2026-11-17T10:00'],
  ])('%s', (_, lines, expected) => {
    expect(times(event(...lines))).toEqual([expected])
    expect(codes(event(...lines))).toEqual([])
  })

  it('an event without an end takes no time and is named', () => {
    expect(reading(event('DTSTART:20261117T090000'))).toMatchObject({
      busy: [],
      warnings: [{ code: 'no-length', line: 1 }],
    })
  })
})

describe('clock changes', () => {
  it('a weekly 09:00 stays at 09:00 in every zone', () => {
    const zones = zoneNames().filter((name) => !name.startsWith('Etc/'))
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 3000 }), (zone, offset) => {
        const from = dateOf(dayNumber('2024-01-01') + offset)
        const start = dateOf(dayNumber('2023-12-04') + weekdayOf(from)).replaceAll('-', '')
        const text = event(`DTSTART;TZID=${zone}:${start}T090000`, 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY')
        const until = dateOf(dayNumber(from) + 364)
        const found = reading(text, { from, until, zone })
        const clocks = found.busy.map(({ startWall, endWall }) => `${startWall.slice(11)}/${endWall.slice(11)}`)
        // Samoa skipped a day once, before this window; no zone changes its clock at nine.
        expect(new Set(clocks)).toEqual(new Set(['09:00/10:00']))
        expect(found.busy).toHaveLength(52)
      }),
      { numRuns: 150 },
    )
  })

  it('a time in the gap begins at its end', () => {
    const text = event('DTSTART:20260308T023000', 'DTEND:20260308T033000')
    expect(times(text, march)).toEqual(['2026-03-08T03:00/2026-03-08T04:00'])
  })

  it('a time in the overlap is busy from its first to its second showing', () => {
    const text = event('DTSTART:20261101T010000', 'DTEND:20261101T013000')
    const [item] = reading(text, lateOctober).busy
    expect(item).toMatchObject({ startWall: '2026-11-01T01:00', endWall: '2026-11-01T01:30' })
    expect((item!.endAt - item!.startAt) / 60_000).toBe(90)
  })

  it('a night shift keeps the later of its end and its hours', () => {
    const shift = (day: string, next: string) => event(`DTSTART:${day}T220000`, `DTEND:${next}T060000`)
    expect(times(shift('20260307', '20260308'), march)).toEqual(['2026-03-07T22:00/2026-03-08T07:00'])
    expect(times(shift('20261031', '20261101'), lateOctober)).toEqual(['2026-10-31T22:00/2026-11-01T06:00'])
  })

  it('a whole day of 23 or 25 hours ends at midnight', () => {
    expect(times(event('DTSTART:20260308'), march)).toEqual(['2026-03-08T00:00/2026-03-09T00:00'])
    expect(times(event('DTSTART:20261101'), lateOctober)).toEqual(['2026-11-01T00:00/2026-11-02T00:00'])
  })

  it('Edmonton has no winter time in 2026: nine there is eleven in New York', () => {
    const text = event('DTSTART;TZID=America/Edmonton:20261117T090000', 'DURATION:PT1H')
    expect(times(text)).toEqual(['2026-11-17T10:00/2026-11-17T11:00'])
  })
})

describe('series', () => {
  const days = (text: string) => times(text).map((time) => time.slice(8, 16))

  it('leaves out dates and times, also in another zone and in lists', () => {
    expect(days(event(...daily, 'EXDATE:20261117T090000,20261119T140000Z'))).toEqual(['16T09:00', '18T09:00'])
    expect(days(event(...daily, 'EXDATE;VALUE=DATE:20261117,20261118'))).toEqual(['16T09:00', '19T09:00'])
    expect(days(event(...daily, 'EXDATE;TZID=America/Chicago:20261117T080000'))).toEqual([
      '16T09:00',
      '18T09:00',
      '19T09:00',
    ])
  })

  it('adds dates and periods once', () => {
    const text = event(...daily, 'RDATE:20261116T090000,20261121T090000', 'RDATE;VALUE=PERIOD:20261122T080000/PT4H')
    expect(times(text).slice(4)).toEqual(['2026-11-21T09:00/2026-11-21T10:00', '2026-11-22T08:00/2026-11-22T12:00'])
    expect(times(text)).toHaveLength(6)
  })

  it('moves, cancels and frees occurrences, listed before or after the series', () => {
    const change = (day: string, ...lines: string[]) => event('UID:a', `RECURRENCE-ID:202611${day}T090000`, ...lines)
    const moved = change('17', 'DTSTART:20261117T150000', 'DTEND:20261117T160000')
    const canceled = change('18', ...daily.slice(0, 2), 'STATUS:CANCELLED')
    const freed = change('19', ...daily.slice(0, 2), 'TRANSP:TRANSPARENT')
    const master = event('UID:a', ...daily)
    for (const order of [
      [master, moved, canceled, freed],
      [freed, moved, master, canceled],
    ]) {
      expect(days(order.join('\n'))).toEqual(['16T09:00', '17T15:00'])
    }
  })

  it('moves an occurrence into the window from outside, and alone', () => {
    const text = event('UID:a', 'RECURRENCE-ID:20261201T090000', 'DTSTART:20261117T150000', 'DURATION:PT1H')
    expect(days(text)).toEqual(['17T15:00'])
  })

  it('changes an occurrence and all that follow', () => {
    const change = event(
      'UID:a',
      'RECURRENCE-ID;RANGE=THISANDFUTURE:20261118T090000',
      'DTSTART:20261118T130000',
      'DURATION:PT2H',
    )
    expect(times([event('UID:a', ...daily), change].join('\n')).slice(1)).toEqual([
      '2026-11-17T09:00/2026-11-17T10:00',
      '2026-11-18T13:00/2026-11-18T15:00',
      '2026-11-19T13:00/2026-11-19T15:00',
    ])
  })

  it('takes the newest version whatever the order, and the canceled one if that is it', () => {
    const version = (sequence: number, hour: string, ...more: string[]) =>
      event('UID:a', `SEQUENCE:${sequence}`, `DTSTART:20261117T${hour}0000`, 'DURATION:PT1H', ...more)
    expect(days([version(2, '11'), version(10, '12'), version(1, '10')].join('\n'))).toEqual(['17T12:00'])
    expect(days([version(3, '11', 'STATUS:CANCELLED'), version(2, '10')].join('\n'))).toEqual([])
  })

  it('takes the later stamp between equal sequences, and compares only versions of the same occurrence', () => {
    const stamped = (stamp: string, hour: string) =>
      event('UID:a', `DTSTAMP:${stamp}T000000Z`, `DTSTART:20261117T${hour}0000`, 'DURATION:PT1H')
    expect(days([stamped('20261103', '11'), stamped('20261104', '12'), stamped('20261102', '10')].join('\n'))).toEqual([
      '17T12:00',
    ])
    const move = (day: string, sequence: number) =>
      event(
        'UID:a',
        `SEQUENCE:${sequence}`,
        `RECURRENCE-ID:202611${day}T090000`,
        `DTSTART:202611${day}T150000`,
        'DURATION:PT1H',
      )
    const moved = [event('UID:a', ...daily), move('17', 1), move('18', 2)].join('\n')
    expect(days(moved)).toEqual(['16T09:00', '17T15:00', '18T15:00', '19T09:00'])
  })

  it('keeps both of two versions that claim to be the same, and all items without UID', () => {
    const text = [event('UID:a', ...nine), event('UID:a', ...daily.slice(0, 2)), event(...nine)].join('\n')
    expect(days(text)).toEqual(['16T09:00', '17T09:00', '17T09:00'])
  })
})

describe('what cannot be read stays busy', () => {
  it.each([
    [
      'an unknown zone',
      ['DTSTART;TZID=Mars:20261118T120000', 'DURATION:PT1H'],
      'unknown-zone',
      '2026-11-17T17:00/2026-11-18T20:00',
    ],
    [
      'a start with an offset',
      ['DTSTART:20261118T120000-0500', 'DURATION:PT1H'],
      'unreadable-start',
      '2026-11-17T05:00/2026-11-19T07:00',
    ],
    ['a 25th hour', ['DTSTART:20261118T250000'], 'unreadable-start', '2026-11-17T05:00/2026-11-19T07:00'],
    [
      'an end in words',
      ['DTSTART:20261118T120000', 'DTEND:noon'],
      'unreadable-end',
      '2026-11-18T00:00/2026-11-20T00:00',
    ],
    [
      'a length in words',
      ['DTSTART:20261118T120000', 'DURATION:long'],
      'unreadable-end',
      '2026-11-18T00:00/2026-11-20T00:00',
    ],
    [
      'a backward length',
      ['DTSTART:20261118T120000', 'DURATION:-PT1H'],
      'unreadable-end',
      '2026-11-18T00:00/2026-11-20T00:00',
    ],
    [
      'an end before the start',
      ['DTSTART:20261118T220000', 'DTEND:20261118T060000'],
      'end-before-start',
      '2026-11-18T00:00/2026-11-20T00:00',
    ],
    ['an addition', [...nine, 'RDATE:20261119T99'], 'unreadable-addition', '2026-11-18T05:00/2026-11-20T07:00'],
  ])('%s', (_, lines, code, expected) => {
    const found = reading(event('SUMMARY:Secret', ...lines))
    const wide = found.busy.find(({ widened }) => widened)
    expect(`${wide?.startWall}/${wide?.endWall}`).toBe(expected)
    expect(found.warnings.map((warning) => warning.code)).toEqual([code])
    expect(JSON.stringify(found.warnings)).not.toContain('Secret')
  })

  it('an unreadable rule becomes every day, up to its UNTIL if that can be read', () => {
    const rule = (text: string) => event('DTSTART:20261110T090000', 'DURATION:PT1H', `RRULE:${text}`)
    expect(times(rule('FREQ=FORTNIGHTLY'))).toHaveLength(7)
    expect(times(rule('FREQ=FORTNIGHTLY;UNTIL=20261118'))).toHaveLength(3)
    expect(codes(rule('FREQ=FORTNIGHTLY'))).toEqual(['unreadable-rule'])
  })

  it('without any date nothing can be kept, and that is said', () => {
    expect(reading(event('SUMMARY:x'))).toMatchObject({ busy: [], warnings: [{ code: 'no-start', line: 1 }] })
    expect(codes(event('DTSTART:tomorrow'))).toEqual(['no-start'])
  })

  it('an unreadable exception, move or old rule leaves the series as it is', () => {
    expect(codes(event(...daily, 'EXDATE:soon'))).toEqual(['unreadable-exception'])
    expect(codes(event(...daily, 'EXRULE:FREQ=DAILY'))).toEqual(['exception-rule'])
    const move = event('UID:a', 'RECURRENCE-ID:then', 'DTSTART:20261120T090000', 'DURATION:PT1H')
    expect(times([event('UID:a', 'SEQUENCE:1', ...daily), move].join('\n')).length).toBeGreaterThanOrEqual(4)
    expect(codes(event('UID:a', ...daily.slice(0, 2), 'RECURRENCE-ID:then'))).toEqual(['unreadable-move'])
  })

  it('an unreadable start reaches to the date of the end', () => {
    expect(times(event('DTSTART:2026-11-17 9am', 'DTEND:20261119T120000'))).toEqual([
      '2026-11-16T05:00/2026-11-20T07:00',
    ])
    expect(times(event('DTSTART:20261117T99', 'DURATION:P2D'))).toEqual(['2026-11-16T05:00/2026-11-19T07:00'])
  })

  it('an exception of a whole-day series may be its date at any midnight', () => {
    const days = ['DTSTART;VALUE=DATE:20261116', 'RRULE:FREQ=DAILY;COUNT=3']
    for (const exception of ['EXDATE:20261117T000000Z', 'EXDATE:20261117T050000Z', 'EXDATE:20261117T120000']) {
      expect(reading(event(...days, exception)).busy.map(({ startWall }) => startWall.slice(8, 10))).toEqual([
        '16',
        '18',
      ])
    }
  })

  it('an unreadable free/busy period keeps its day', () => {
    const text =
      'BEGIN:VFREEBUSY\nFREEBUSY:20261117T090000Z/PT1H,20261118T0900\nFREEBUSY;FBTYPE=FREE:20261119T090000Z/PT1H\nEND:VFREEBUSY'
    expect(times(text)).toEqual(['2026-11-17T04:00/2026-11-17T05:00', '2026-11-17T05:00/2026-11-19T07:00'])
    expect(codes(text)).toEqual(['unreadable-period'])
  })

  it('what is wrong outside the asked days is nobody’s trouble', () => {
    expect(codes(event('DTSTART;TZID=Mars:20200101T090000', 'DURATION:PT1H'))).toEqual([])
    expect(codes(event('DTSTART:20200101T090000', 'RRULE:FREQ=DAILY;UNTIL=20200201'))).toEqual([])
  })
})

describe('broken files', () => {
  it.each([
    ['no END', `BEGIN:VCALENDAR\nBEGIN:VEVENT\n${nine.join('\n')}\nBEGIN:VEVENT\n${nine.join('\n')}`],
    ['bare line ends', `BEGIN:VCALENDAR\r${event(...nine).replaceAll('\r\n', '\r')}\r${event(...nine)}`],
    ['small letters', `begin:vcalendar\n${event(...nine).toLowerCase()}\n${event(...nine)}\nend:vcalendar`],
    [
      'lines of nonsense',
      `BEGIN:VCALENDAR\n:::\n;;;=\n${event(...nine, 'ATTENDEE;CN="a', '"')}\n\u0000\n${event(...nine)}`,
    ],
    [
      'an alarm inside',
      `${event(...nine, 'BEGIN:VALARM', 'DURATION:PT99H', 'DTSTART:1', 'END:VALARM')}\n${event(...nine)}`,
    ],
    ['END of nothing', `END:VEVENT\n${event(...nine)}\nEND:VCALENDAR\nEND:VEVENT\n${event(...nine)}`],
  ])('%s', (_, text) => {
    const both = ['2026-11-17T09:00/2026-11-17T10:00', '2026-11-17T09:00/2026-11-17T10:00']
    expect(times(text)).toEqual(both)
  })

  it.each([
    ['', 'not a calendar'],
    ['%PDF-1.7', 'not a calendar'],
    ['BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR', 'vCalendar 1.0'],
    ['BEGIN:VEVENT\n' + 'BEGIN:VALARM\n'.repeat(1_000_000), 'deep'],
    ['BEGIN:VEVENT\nEND:VEVENT\n'.repeat(200_002), 'more than 200000 items'],
  ])('refuses %.20s', (text, words) => {
    expect(answer(text)).toMatchObject({ unreadable: expect.stringContaining(words) as string })
  })

  it('refuses 20 MB and a byte, and an unknown center zone', () => {
    expect(readCalendar(new Uint8Array(20 * 1024 * 1024 + 1), newYork)).toMatchObject({
      unreadable: expect.stringContaining('20 MB') as string,
    })
    expect(() => answer(event(...nine), { ...newYork, zone: 'Mars' })).toThrow(RangeError)
  })
})

describe('bounded work', () => {
  it.each([
    'FREQ=SECONDLY',
    'FREQ=SECONDLY;COUNT=1000000000',
    'FREQ=SECONDLY;COUNT=1000000000;BYDAY=MO,TU,WE,TH,FR,SA,SU',
    'FREQ=MINUTELY;BYSECOND=0,1,2,3,4,5,6,7,8,9',
    'FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7,8,9;BYSECOND=0,1,2,3,4,5,6,7,8,9',
  ])('%s is kept busy as one time, named, in under a second', (rule) => {
    const begun = performance.now()
    const text = event('DTSTART:20020101T000000', 'DURATION:PT1S', `RRULE:${rule}`)
    expect(codes(text)).toEqual(['too-many'])
    const [item, ...more] = reading(text).busy
    expect(more).toEqual([])
    expect(item!.startWall <= '2026-11-16T00:00' && item!.endWall >= '2026-11-23T00:00').toBe(true)
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it('a series that ends before the window stays out even if it cannot be listed', () => {
    const text = event('DTSTART:20020101T000000', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY;UNTIL=20260101T000000')
    expect(reading(text)).toEqual({ busy: [], warnings: [], free: 0 })
  })

  it('a thousand hostile series answer in seconds, each named', () => {
    const text = event('DTSTART:20020101T000000', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY;BYSECOND=0,7;COUNT=1000000000')
    const begun = performance.now()
    const found = reading(Array.from({ length: 1000 }, () => text).join('\n'))
    expect(found.warnings).toHaveLength(1000)
    expect(found.busy).toHaveLength(1000)
    expect(performance.now() - begun).toBeLessThan(30_000)
  })

  it('twenty thousand versions and changes of one event answer in seconds', () => {
    const masters = event('UID:a', ...daily)
      .concat('\n')
      .repeat(10_000)
    const change = event('UID:a', 'RECURRENCE-ID;RANGE=THISANDFUTURE:20261117T090000', ...daily.slice(0, 2))
    const begun = performance.now()
    expect(answer(masters + change.concat('\n').repeat(10_000))).toBeDefined()
    expect(performance.now() - begun).toBeLessThan(30_000)
  })

  it('a line of 10 MB does no harm', () => {
    const found = reading(
      event(...nine, `EXDATE:${'20261117T090000,'.repeat(600_000)}`, `SUMMARY:${'x'.repeat(9_000_000)}`),
    )
    expect(found.busy).toHaveLength(1)
    expect(found.warnings.map(({ code }) => code)).toEqual(['unreadable-exception'])
  })

  it('refuses more than 200,000 busy times', () => {
    const text = event('DTSTART:20261116T000000', 'DURATION:PT1M', 'RRULE:FREQ=MINUTELY;INTERVAL=5')
    expect(answer(Array.from({ length: 120 }, () => text).join('\n'))).toMatchObject({
      unreadable: expect.stringContaining('more than 200000 busy times') as string,
    })
  })

  it('never throws, whatever the bytes', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'BEGIN:VEVENT\n',
        'END:VEVENT\n',
        'DTSTART:',
        'DTSTART;TZID=',
        'RRULE:',
        '20261117T090000',
        '\n',
        ' ',
        '"',
      ),
      fc.constantFrom(
        'FREQ=DAILY',
        ';',
        ',',
        ':',
        'EXDATE;VALUE=DATE:',
        'DURATION:PT1H\n',
        'BEGIN:VTIMEZONE\n',
        'TZOFFSETTO:',
      ),
      fc.string({ maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const found = answer(`BEGIN:VEVENT\n${pieces.join('')}`)
        if ('busy' in found) for (const item of found.busy) expect(item.endAt).toBeGreaterThan(item.startAt)
      }),
      { numRuns: 2000 },
    )
  })
})
