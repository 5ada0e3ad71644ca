import { describe, expect, it } from 'vitest'
import type { PersonWeek } from '../../src/schedule/week-board.ts'
import { daysOf, nextMeeting, wallNow } from './person-days.ts'

const meeting = { service: 'Group', kind: 'group', with: '', place: '', telehealth: false, travelMinutes: 0 } as const
const week: PersonWeek = {
  person: { id: 'a', name: 'Dana' },
  timeZone: 'America/New_York',
  weekStart: '2026-11-30',
  published: true,
  targetMinutes: 540,
  plannedMinutes: 180,
  sessions: [
    { id: 'late', start: '2026-12-01T17:30', end: '2026-12-01T19:00', ...meeting },
    { id: 'soon', start: '2026-11-30T09:00', end: '2026-11-30T10:30', ...meeting },
  ],
  busy: [{ id: 'night', start: '2026-11-30T22:00', end: '2026-12-01T06:00', why: null }],
  shortfalls: [],
  warnings: [],
  feed: { active: false },
}

describe("a person's days", () => {
  it('are seven, and a night shift stands on both of its days', () => {
    const days = daysOf(week)
    expect(days.map(({ sessions }) => sessions.length)).toEqual([1, 1, 0, 0, 0, 0, 0])
    expect(days.map(({ busy }) => busy.length)).toEqual([1, 1, 0, 0, 0, 0, 0])
  })

  it('know the next meeting until it has ended', () => {
    expect(nextMeeting(week, '2026-11-30T10:29')?.id).toBe('soon')
    expect(nextMeeting(week, '2026-11-30T10:30')?.id).toBe('late')
    expect(nextMeeting(week, '2026-12-01T19:00')).toBeUndefined()
  })

  it('read the clock of the center, not of the browser', () => {
    expect(wallNow(Date.UTC(2026, 10, 30, 14, 5), 'America/New_York')).toBe('2026-11-30T09:05')
  })
})
