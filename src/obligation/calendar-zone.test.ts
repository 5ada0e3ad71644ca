import { describe, expect, it } from 'vitest'
import { instantOfIso, zoneNamed } from '../center/zones.ts'
import { readCalendar } from './calendar.ts'
import { ANYWHERE, clockOf } from './calendar-zone.ts'
import { WINDOWS_DISPLAY_NAMES } from './windows-display-names.ts'
import { WINDOWS_ZONES } from './windows-zones.generated.ts'

function resolved(tzid: string): string | undefined {
  const clock = clockOf(tzid, new Map())
  return clock.kind === 'zone' ? clock.zone.name : undefined
}

describe('clockOf', () => {
  it.each([
    ['America/New_York', 'America/New_York'],
    ['america/new_york', 'America/New_York'],
    ['/mozilla.org/20050126_1/America/New_York', 'America/New_York'],
    ['/freeassociation.sourceforge.net/Tzfile/America/Indiana/Knox', 'America/Indiana/Knox'],
    ['/Europe/Paris', 'Europe/Paris'],
    ['US/Pacific', 'US/Pacific'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['Canada Central Standard Time', 'America/Regina'],
    ['(GMT+10:00) Canberra, Melbourne, Sydney', 'Australia/Sydney'],
    ['(UTC+10:00) Canberra, Melbourne, Sydney', 'Australia/Sydney'],
    ['(UTC-05:00) Eastern Time (US & Canada)', 'America/New_York'],
    ['"(UTC-03:00) Brasília"', 'America/Sao_Paulo'],
    ['(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London', 'Europe/London'],
    ['(UTC) Coordinated Universal Time', 'Etc/UTC'],
  ])('%s is %s', (tzid, name) => {
    expect(resolved(tzid)).toBe(name)
  })

  it('bounds an offset by summer time, and an unknown name by the Earth', () => {
    const hour = 3_600_000
    const offset = (least: number) => ({ kind: 'bounds', least, most: least + hour, named: true })
    expect(clockOf('(GMT +01:00)', new Map())).toEqual(offset(hour))
    expect(clockOf('UTC-3', new Map())).toEqual(offset(-3 * hour))
    expect(clockOf('GMT+0545', new Map())).toEqual(offset(5.75 * hour))
    expect(clockOf('UTC+99', new Map())).toBe(ANYWHERE)
    expect(clockOf('', new Map())).toBe(ANYWHERE)
    expect(clockOf('Home', new Map())).toBe(ANYWHERE)
  })

  it('knows the zone of every Windows name and every shown name', () => {
    for (const [name, zone] of Object.entries(WINDOWS_ZONES)) {
      expect(zoneNamed(resolved(name) ?? '')?.changes, name).toEqual(zoneNamed(zone)?.changes)
    }
    for (const [name, shown] of Object.entries(WINDOWS_DISPLAY_NAMES)) {
      expect(WINDOWS_ZONES[name], name).toBeDefined()
      for (const display of shown) expect(resolved(`(UTC+00:00) ${display}`), display).toBe(WINDOWS_ZONES[name])
    }
  })
})

describe('a zone that only the file knows', () => {
  const observance = (kind: string, ...lines: string[]) => [`BEGIN:${kind}`, ...lines, `END:${kind}`]
  const calendar = (...parts: string[]) =>
    [
      'BEGIN:VCALENDAR',
      'BEGIN:VTIMEZONE',
      'TZID:Customized Time Zone',
      ...parts,
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'DTSTART;TZID=Customized Time Zone:20261005T090000',
      'DURATION:PT1H',
      'RRULE:FREQ=WEEKLY',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\n')
  const winter = ['DTSTART:16010101T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100']
  const summer = ['DTSTART:16010101T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200']
  const lastSunday = (month: number, sunday = -1) => `RRULE:FREQ=YEARLY;BYDAY=${sunday}SU;BYMONTH=${month}`

  function starts(text: string): (number | undefined)[] {
    const found = readCalendar(Buffer.from(text), { from: '2026-10-15', until: '2026-11-06', zone: 'UTC' })
    if ('unreadable' in found) throw new Error(found.unreadable)
    return found.busy.map(({ startAt, widened }) => (widened ? undefined : startAt))
  }

  it('changes its clock on the fourth Sunday of October', () => {
    const text = calendar(
      ...observance('STANDARD', ...winter, lastSunday(10, 4)),
      ...observance('DAYLIGHT', ...summer, lastSunday(3)),
    )
    expect(starts(text)).toEqual(['2026-10-19T07:00Z', '2026-10-26T08:00Z', '2026-11-02T08:00Z'].map(instantOfIso))
  })

  it('keeps its last offset when its rules have ended or there is none', () => {
    const ended = calendar(
      ...observance('STANDARD', ...winter, `${lastSunday(10)};UNTIL=20101031T010000Z`),
      ...observance('DAYLIGHT', ...summer, `${lastSunday(3)};UNTIL=20100328T010000Z`),
    )
    expect(starts(ended)[0]).toBe(instantOfIso('2026-10-19T08:00Z'))
    const single = calendar(
      ...observance('STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:-0300', 'TZOFFSETTO:-0300'),
    )
    expect(starts(single)[0]).toBe(instantOfIso('2026-10-19T12:00Z'))
  })

  it.each([
    ['no parts', []],
    ['an unreadable offset', observance('STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:1', 'TZOFFSETTO:+0100')],
    ['an unreadable rule', observance('STANDARD', ...winter, 'RRULE:FREQ=SOMETIMES')],
    ['half of it readable', [...observance('STANDARD', ...winter), ...observance('DAYLIGHT', 'TZOFFSETTO:+0200')]],
  ])('is no zone with %s: the time is kept wide', (_, parts) => {
    expect(starts(calendar(...parts))).toEqual([undefined, undefined, undefined])
  })
})
