/**
 * Calendars that other programs wrote for other readers. What each must keep busy was worked out by hand from its bytes
 * and RFC 5545; the comments say why where it is not plain.
 */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readCalendar, type CalendarReading } from './calendar.ts'

const folder = new URL('../../../shared/data/real/calendars/', import.meta.url)
const present = existsSync(folder)
if (!present) console.log('The calendars in ../shared/data/real are not here: their tests are left out.')

type Window = readonly [from: string, until: string, zone: string]

function read(file: string, [from, until, zone]: Window, change = (text: string) => text): CalendarReading {
  const bytes = readFileSync(new URL(file, folder))
  const answer = readCalendar(Buffer.from(change(bytes.toString('latin1')), 'latin1'), { from, until, zone })
  if ('unreadable' in answer) throw new Error(answer.unreadable)
  return answer
}

/** "2026-11-20T09:00/10:00", the end with its date when it is another one. */
function times({ busy }: CalendarReading): string[] {
  return busy.map(({ startWall, endWall }) => {
    return `${startWall}/${endWall.slice(0, 10) === startWall.slice(0, 10) ? endWall.slice(11) : endWall}`
  })
}

function warned({ warnings }: CalendarReading): string[] {
  return warnings.map(({ code, line }) => `${code} ${line}`)
}

function at(clock: string, ...dates: string[]): string[] {
  return dates.map((date) => `${date}T${clock}`)
}

const opaque = (text: string) => text.replaceAll('TRANSPARENT', 'OPAQUE').replaceAll('STATUS:FREE', 'STATUS:BUSY')

describe.skipIf(!present)('real calendars', () => {
  it('exchange-owa-display-name-tzids: Sydney 13:30 is 22:30 the day before; a start on a Monday counts', () => {
    const answer = read('exchange-owa-display-name-tzids.ics', ['2020-10-26', '2020-11-09', 'America/New_York'])
    expect(times(answer)).toEqual([
      '2020-10-27T22:30/2020-10-28T00:00',
      '2020-10-28T13:30/15:00',
      '2020-11-02T13:30/15:00',
      '2020-11-02T13:30/15:00',
      '2020-11-05T13:30/15:00',
      '2020-11-06T13:30/15:00',
    ])
    expect(answer.warnings).toEqual([])
  })

  it('google-weekday-class-12-exdates: the malformed rule keeps its hour on every day', () => {
    const answer = read('google-weekday-class-12-exdates.ics', ['2020-10-12', '2020-10-19', 'America/Denver'])
    const recess = at('09:40/09:50', '2020-10-12', '2020-10-13', '2020-10-14', '2020-10-16')
    const academic = at(
      '09:50/10:40',
      '2020-10-12',
      '2020-10-13',
      '2020-10-14',
      '2020-10-16',
      '2020-10-17',
      '2020-10-18',
    )
    expect(times(answer)).toEqual([...recess, ...academic].sort())
    expect(warned(answer)).toEqual(['unreadable-rule 50'])
    const december = read('google-weekday-class-12-exdates.ics', ['2020-12-21', '2020-12-22', 'Europe/Budapest'])
    expect(warned(december)).toEqual(['unreadable-rule 50', 'no-length 68'])
  })

  it('google-biweekly-shift-comma-exdates: weeks begin on Sunday; UNTIL is 23:59:59 on 13 August in Chicago', () => {
    const answer = read('google-biweekly-shift-comma-exdates.ics', ['2017-07-02', '2017-08-15', 'America/Chicago'])
    expect(times(answer)).toEqual(at('09:00/19:00', '2017-07-03', '2017-07-31', '2017-08-14'))
    const winter = read('google-biweekly-shift-comma-exdates.ics', ['2017-12-18', '2017-12-21', 'America/Chicago'])
    expect(times(winter)).toEqual(at('08:00/18:00', '2017-12-18', '2017-12-19'))
    expect(warned(winter)).toEqual(['unmatched-exception 27', 'unmatched-exception 26'])
  })

  it('exchange-all-day-moved-occurrence: free; were it busy, Thursday 26 moves to Friday and 18 August is the last', () => {
    const file = 'exchange-all-day-moved-occurrence.ics'
    expect(read(file, ['2026-02-19', '2026-03-05', 'Europe/Berlin'])).toEqual({ busy: [], warnings: [], free: 2 })
    const busy = read(file, ['2026-02-19', '2026-03-05', 'Europe/Berlin'], opaque)
    expect(times(busy)).toEqual([
      '2026-02-19T00:00/2026-02-20T00:00',
      '2026-02-24T00:00/2026-02-25T00:00',
      '2026-02-27T00:00/2026-02-28T00:00',
      '2026-03-03T00:00/2026-03-04T00:00',
    ])
    const end = read(file, ['2026-08-12', '2026-09-12', 'Europe/Berlin'], opaque)
    expect(times(end)).toEqual(['2026-08-13T00:00/2026-08-14T00:00', '2026-08-18T00:00/2026-08-19T00:00'])
  })

  it('apple-floating-utc-tzid-date-mix: one clock time in five writings', () => {
    const answer = read('apple-floating-utc-tzid-date-mix.ics', ['2002-10-27', '2002-10-30', 'America/New_York'])
    expect(times(answer)).toEqual([
      '2002-10-27T20:20:30/2002-10-28T20:20:30',
      '2002-10-28T00:00/2002-10-29T00:00',
      '2002-10-28T00:00/2002-10-29T00:00',
      '2002-10-28T01:20:30/2002-10-29T01:20:30',
      '2002-10-28T01:20:30/2002-10-29T01:20:30',
    ])
    expect(answer.warnings).toEqual([])
  })

  it('exchange-windows-zones-tz-header: the quote that swallowed a start is mended', () => {
    const file = 'exchange-windows-zones-tz-header.ics'
    const answer = read(file, ['2020-09-07', '2020-09-21', 'Europe/Berlin'])
    expect(times(answer)).toEqual(['2020-09-10T09:00/09:30', '2020-09-15T17:30/18:30'])
    expect(answer).toMatchObject({ warnings: [], free: 2 })
    const busy = read(file, ['2020-06-08', '2020-06-12', 'Europe/Berlin'], opaque)
    expect(times(busy)).toEqual(at('09:00/09:30', '2020-06-09', '2020-06-10', '2020-06-11'))
    const pacific = read(file, ['2020-07-19', '2020-07-27', 'America/Los_Angeles'], opaque)
    const noon = times(pacific).filter((time) => time.includes('T12:00/12:30'))
    expect(noon).toEqual(at('12:00/12:30', '2020-07-19', '2020-07-24', '2020-07-26'))
  })

  it('sabredav-school-holidays-all-day: transparent; were it busy, 40 whole days', () => {
    const file = 'sabredav-school-holidays-all-day.ics'
    expect(read(file, ['2018-07-01', '2018-08-15', 'Europe/Berlin'])).toEqual({ busy: [], warnings: [], free: 1 })
    expect(times(read(file, ['2018-07-01', '2018-08-15', 'Europe/Berlin'], opaque))).toEqual([
      '2018-07-02T00:00/2018-08-11T00:00',
    ])
  })

  it('weekly-child-lesson-offset-tzid: "(GMT +01:00)" may or may not have summer time', () => {
    const answer = read('weekly-child-lesson-offset-tzid.ics', ['2022-10-24', '2022-12-12', 'Europe/Berlin'])
    const winter = at('13:00/15:00', '2022-11-01', '2022-11-08', '2022-11-15', '2022-11-22', '2022-11-29')
    expect(times(answer)).toEqual(['2022-10-25T14:00/16:00', ...winter])
    expect(answer.busy.every(({ widened }) => widened)).toBe(true)
    expect(warned(answer)).toEqual(['offset-zone 8'])
  })

  it('zimbra-freebusy-only: busy times without titles', () => {
    const answer = read('zimbra-freebusy-only.ics', ['2014-04-16', '2014-04-18', 'America/Vancouver'])
    expect(times(answer)).toEqual(['2014-04-16T08:15/12:00', '2014-04-16T12:55/16:15', '2014-04-17T12:30/13:30'])
    expect(answer.busy.map(({ title }) => title)).toEqual(['', '', ''])
    expect(read('zimbra-freebusy-only.ics', ['2014-04-01', '2014-06-01', 'America/Vancouver']).busy).toHaveLength(29)
  })

  it('duplicate-uid-sequence: the highest SEQUENCE wins, first or last', () => {
    const answer = read('duplicate-uid-sequence.ics', ['2024-01-01', '2024-02-01', 'UTC'])
    expect(times(answer)).toEqual(['2024-01-15T10:00/11:00', '2024-01-20T14:00/15:00'])
  })

  it('apple-icloud-home: one daily series ends a minute before the other begins', () => {
    const answer = read('apple-icloud-home.ics', ['2022-09-25', '2022-09-28', 'America/Los_Angeles'])
    expect(times(answer)).toEqual(at('09:00/10:00', '2022-09-25', '2022-09-26', '2022-09-27', '2022-09-27'))
    const days = read('apple-icloud-home.ics', ['2023-10-10', '2023-10-19', 'America/Los_Angeles'])
    expect(times(days).filter((time) => time.includes('T00:00/'))).toEqual([
      '2023-10-11T00:00/2023-10-13T00:00',
      '2023-10-15T00:00/2023-10-18T00:00',
    ])
    expect(days.busy).toHaveLength(2 + 9)
  })

  it('google-until-date-on-datetime-series: the date of UNTIL counts whole', () => {
    const answer = read('google-until-date-on-datetime-series.ics', ['2023-12-18', '2024-01-15', 'America/New_York'])
    expect(times(answer)).toEqual(at('09:00/10:00', '2023-12-21', '2023-12-28'))
  })

  it('exchange-customized-time-zone-pl: every second Tuesday, two left out; a series of one', () => {
    const file = 'exchange-customized-time-zone-pl.ics'
    const answer = read(file, ['2024-12-16', '2025-03-12', 'Europe/Warsaw'])
    const tuesdays = ['2024-12-17', '2025-01-14', '2025-01-28', '2025-02-11', '2025-03-11']
    expect(times(answer)).toEqual(at('15:00/16:00', ...tuesdays))
    expect(answer.busy[0]?.title).toBe('Wstępna akceptacja')
    expect(times(read(file, ['2024-05-01', '2024-05-20', 'Europe/Warsaw']))).toEqual(['2024-05-02T11:00/12:00'])
  })

  it('google-exdate-date-on-datetime-series: a date left out of a timed series', () => {
    const window: Window = ['2003-02-01', '2003-03-01', 'America/Argentina/Buenos_Aires']
    const answer = read('google-exdate-date-on-datetime-series.ics', window)
    const days = ['03', '04', '05', '06', '07', '10', '11', '12'].map((day) => `2003-02-${day}`)
    expect(times(answer)).toEqual(at('17:00/19:00', ...days))
  })

  it('exchange-cdo-gmt-offset-tzid: blanks in BYDAY; the file’s own zone; UNTIL is the last start', () => {
    const answer = read('exchange-cdo-gmt-offset-tzid.ics', ['2015-07-01', '2015-08-01', 'Europe/Berlin'])
    const days = ['03', '06', '07', '08', '09', '10', '13', '14', '15', '16', '17', '20', '21', '22']
    expect(times(answer)).toEqual(at('10:00/10:30', ...days.map((day) => `2015-07-${day}`)))
    expect(answer.warnings).toEqual([])
  })

  it('non-ascii-tzid: Brasília, without UID, stamp or title', () => {
    const answer = read('non-ascii-tzid.ics', ['2017-05-01', '2017-06-01', 'America/Sao_Paulo'])
    expect(times(answer)).toEqual(['2017-05-11T13:30/14:00'])
    expect(answer.busy[0]).toMatchObject({ uid: undefined, title: '', line: 19, widened: false })
  })

  it('google-empty-exdate: both series stay, the empty date is named', () => {
    const answer = read('google-empty-exdate.ics', ['2008-03-01', '2008-04-01', 'America/New_York'])
    const days = Array.from({ length: 21 }, (_, i) => i + 3).filter((day) => day !== 11)
    for (const line of [6, 13]) {
      const found = answer.busy
        .filter((item) => item.line === line)
        .map(({ startWall }) => Number(startWall.slice(8, 10)))
      expect(found).toEqual(days)
    }
    expect(warned(answer)).toEqual(['unreadable-exception 19'])
  })

  it('utf8-bom: an empty calendar', () => {
    expect(read('utf8-bom.ics', ['2026-01-01', '2027-01-01', 'UTC'])).toEqual({ busy: [], warnings: [], free: 0 })
  })

  it('exdates-on-separate-lines: a bare event; UNTIL is the last start', () => {
    const answer = read('exdates-on-separate-lines.ics', ['2012-01-01', '2013-01-01', 'Europe/Vienna'])
    const days = ['03-27', '04-24', '05-08', '05-15', '05-22', '06-05', '06-12', '06-19', '06-26', '07-03']
    expect(times(answer)).toEqual(at('10:00/18:00', ...days.map((day) => `2012-${day}`)))
  })

  it('google-fri-sat-exdate: UNTIL is the evening of Thursday 24 October in New York', () => {
    const answer = read('google-fri-sat-exdate.ics', ['2013-09-01', '2014-01-01', 'America/New_York'])
    const days = ['09-07', '09-13', '09-14', '09-20', '09-21', '09-27', '09-28', '10-04', '10-05', '10-18', '10-19']
    expect(times(answer)).toEqual(at('12:00/17:00', ...days.map((day) => `2013-${day}`)))
  })

  it('google-apple-structured-location: weekdays at 14:00 across the end of summer time', () => {
    const answer = read('google-apple-structured-location.ics', ['2016-10-24', '2016-11-08', 'Europe/Zurich'])
    const days = ['10-28', '10-31', '11-01', '11-02', '11-03', '11-04', '11-07']
    expect(times(answer)).toEqual(at('14:00/14:30', ...days.map((day) => `2016-${day}`)))
  })

  it('google-toronto-moved-occurrences: moves listed before their series; the year 0000 does no harm', () => {
    const answer = read('google-toronto-moved-occurrences.ics', ['2009-08-17', '2009-09-07', 'America/Toronto'])
    expect(times(answer)).toEqual([
      '2009-08-17T07:00/13:00',
      '2009-08-19T06:30/10:30',
      '2009-08-21T09:00/10:00',
      '2009-08-26T06:30/10:30',
      '2009-08-27T08:30/09:30',
      '2009-08-31T08:30/09:30',
      '2009-09-02T06:30/10:30',
    ])
    expect(answer.warnings).toEqual([])
  })

  it('latin1-bytes-event-list: 39 floating events and one without length in 1969', () => {
    const answer = read('latin1-bytes-event-list.ics', ['2006-11-01', '2007-05-01', 'America/New_York'])
    expect(answer.busy).toHaveLength(39)
    expect(times(answer)[0]).toBe('2006-11-01T07:30/08:30')
    expect(times(answer).at(-1)).toBe('2007-04-02T09:00/10:00')
    expect(answer.busy[0]?.title).toBe('UNC vs. St. Augustine’s (exhibition)')
    expect(answer.warnings).toEqual([])
    expect(warned(read('latin1-bytes-event-list.ics', ['1969-12-31', '1970-01-01', 'UTC']))).toEqual(['no-length 161'])
  })

  it('outlook-2007-line-folds: free', () => {
    const answer = read('outlook-2007-line-folds.ics', ['2009-06-01', '2009-07-01', 'America/New_York'])
    expect(answer).toEqual({ busy: [], warnings: [], free: 1 })
    const busy = read('outlook-2007-line-folds.ics', ['2009-06-01', '2009-07-01', 'America/New_York'], opaque)
    expect(times(busy)).toEqual(['2009-06-21T00:00/2009-06-22T00:00'])
    expect(busy.busy[0]?.uid).toMatch(/^040000008200E.*0000000001000.*EDDE228038E71F$/)
  })

  it('apple-us-holidays: nth weekdays; seven November days every fourth year', () => {
    const answer = read('apple-us-holidays.ics', ['2026-11-01', '2026-12-31', 'America/New_York'])
    expect(answer.busy.map(({ startWall }) => startWall.slice(5, 10))).toEqual(['11-11', '11-26', '12-25'])
    const election = read('apple-us-holidays.ics', ['2028-11-01', '2028-12-01', 'America/New_York'])
    const days = ['11-02', '11-03', '11-04', '11-05', '11-06', '11-07', '11-08', '11-11', '11-23']
    expect(election.busy.map(({ startWall }) => startWall.slice(5, 10))).toEqual(days)
  })

  it('outlook-2010-meeting-request: tentative counts as busy', () => {
    const answer = read('outlook-2010-meeting-request.ics', ['2013-06-01', '2013-07-01', 'America/New_York'])
    expect(times(answer)).toEqual(['2013-06-10T12:00/13:00'])
  })

  it('vcalendar-1.0: refused in words', () => {
    const bytes = readFileSync(new URL('vcalendar-1.0.vcs', folder))
    expect(readCalendar(bytes, { from: '1996-01-01', until: '1997-01-01', zone: 'UTC' })).toEqual({
      unreadable:
        'This is vCalendar 1.0, the format before iCalendar. Export the calendar again as iCalendar 2.0 (.ics).',
      line: 2,
    })
  })

  it('monthly-nth-weekday-exdates: a start beside the rule counts, dates left out before the start do no harm', () => {
    const answer = read('monthly-nth-weekday-exdates.ics', ['2005-01-01', '2006-01-01', 'Australia/Brisbane'])
    const fourth = ['05-23', '06-27', '07-25', '08-22', '09-26', '11-28']
    const third = ['03-14', '04-18', '05-16', '06-20', '07-18', '08-15', '09-19', '10-17', '11-21', '12-19']
    const days = [...fourth, ...third].sort().map((day) => `2005-${day}`)
    expect(times(answer)).toEqual(at('09:30/11:30', ...days))
  })

  it('apple-long-vtimezone-exdate: COUNT counts the dates left out', () => {
    const answer = read('apple-long-vtimezone-exdate.ics', ['2006-01-01', '2006-02-01', 'Australia/Brisbane'])
    expect(times(answer)).toEqual(at('12:00/13:00', ...['01', '02', '05', '06', '07'].map((day) => `2006-01-${day}`)))
  })

  it.each([
    ['lotus-notes-repeating-request.ics', '09:00/10:00'],
    ['lotus-notes-reschedule-rdate-period.ics', '10:00/11:00'],
  ])('%s: five days in a zone that only the file knows', (file, clock) => {
    const answer = read(file, ['2005-04-01', '2005-05-01', 'America/New_York'])
    expect(times(answer)).toEqual(at(clock, ...['11', '12', '13', '14', '15'].map((day) => `2005-04-${day}`)))
    expect(answer.warnings).toEqual([])
  })
})
