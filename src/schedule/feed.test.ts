import ICAL from 'ical.js'
import { afterEach, describe, expect, it } from 'vitest'
import { instantOfIso } from '../center/zones.ts'
import { calendarFeed, type FeedSession } from './feed.ts'

const words = { title: 'Appointment', calendarName: 'Calendar' }
const session: FeedSession = {
  id: '0192f3c1-7a00-7000-8000-000000000001',
  startAt: instantOfIso('2026-11-24T23:00Z'),
  endAt: instantOfIso('2026-11-25T02:00Z'),
  sequence: 2,
  changedAt: instantOfIso('2026-11-20T15:30Z'),
}
const serverZone = process.env['TZ']

afterEach(() => {
  if (serverZone === undefined) delete process.env['TZ']
  else process.env['TZ'] = serverZone
})

function readBack(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  return {
    calendar,
    events: calendar.getAllSubcomponents('vevent').map((event) => ({
      uid: event.getFirstPropertyValue('uid'),
      start: String(event.getFirstPropertyValue('dtstart')),
      end: String(event.getFirstPropertyValue('dtend')),
      title: event.getFirstPropertyValue('summary'),
      sequence: event.getFirstPropertyValue('sequence'),
      stamp: String(event.getFirstPropertyValue('dtstamp')),
      status: event.getFirstPropertyValue('status'),
      names: event.getAllProperties().map((property) => property.name),
    })),
  }
}

describe('calendarFeed', () => {
  it('says when and nothing else', () => {
    const { calendar, events } = readBack(calendarFeed([session], words))
    expect(events).toEqual([
      {
        uid: session.id,
        start: '2026-11-24T23:00:00Z',
        end: '2026-11-25T02:00:00Z',
        title: 'Appointment',
        sequence: 2,
        stamp: '2026-11-20T15:30:00Z',
        status: 'CONFIRMED',
        names: ['uid', 'sequence', 'dtstamp', 'dtstart', 'dtend', 'summary', 'status', 'class'],
      },
    ])
    expect(calendar.getFirstPropertyValue('prodid')).toBe('-//Evenkeel//EN')
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH')
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Calendar')
  })

  it('is the same text in every zone of the server and at every time, with CRLF and no zone', () => {
    const texts = ['UTC', 'America/Los_Angeles', 'Asia/Kathmandu'].map((zone) => {
      process.env['TZ'] = zone
      return calendarFeed([session], words)
    })
    expect(new Set(texts).size).toBe(1)
    expect(texts[0]).not.toMatch(/TZID|VTIMEZONE|X-WR-TIMEZONE|[^\r]\n/)
    expect(texts[0]).toMatch(/END:VCALENDAR\r\n$/)
  })

  it('keeps a canceled session, so that phones take it out', () => {
    const { events } = readBack(calendarFeed([{ ...session, canceled: true, sequence: 3 }], words))
    expect(events[0]).toMatchObject({ uid: session.id, sequence: 3, status: 'CANCELLED' })
  })

  it('writes a place only when one is given', () => {
    const text = calendarFeed([{ ...session, place: '12 Main St, 2nd floor' }], words)
    const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')
    expect(event?.getFirstPropertyValue('location')).toBe('12 Main St, 2nd floor')
  })

  it('is a calendar even without sessions', () => {
    expect(readBack(calendarFeed([], words)).events).toEqual([])
  })

  it.each([
    [[session], { ...words, title: 'Cita\r\nDESCRIPTION:group' }],
    [[session], { ...words, calendarName: 'A;B' }],
    [[{ ...session, id: 'x\r\nSUMMARY:y' }], words],
    [[{ ...session, endAt: session.startAt }], words],
  ])('refuses what would break or betray', (sessions, options) => {
    expect(() => calendarFeed(sessions, options)).toThrow(RangeError)
  })
})
