import { drawWeek } from '../drawn-week.ts'
import type { Week } from '../model/week.ts'

/** One hour, one counselor, one room, one person who wants that hour. */
export function oneHour(): Week {
  const drawn = drawWeek(1, { people: 1, staff: 1, sites: 1, blocks: 1 })
  return {
    ...drawn,
    gridMinutes: 60,
    weights: { ...drawn.weights, short: 100, change: 0 },
    blocks: [{ id: 'mon', start: '2026-11-30T09:00', end: '2026-11-30T10:00', part: 'morning' }],
    services: [
      {
        id: 'talk',
        name: 'Talk',
        kind: 'individual',
        minutes: 60,
        minMembers: 1,
        maxMembers: 1,
        telehealth: false,
        countsTowardHours: true,
        needsRoom: false,
      },
    ],
    sites: [{ id: 'home', rooms: [{ id: 'room', seats: 1, kinds: ['individual'] }] }],
    staff: [
      {
        id: 'c',
        site: 'home',
        role: 'counselor',
        leads: [],
        gives: ['talk'],
        maxMinutes: 600,
        duty: [{ start: '2026-11-30T08:00', end: '2026-11-30T12:00' }],
      },
    ],
    participants: [
      {
        id: 'p',
        prescription: { talk: 1 },
        weeklyMinutesTarget: 0,
        dailyMaxMinutes: 240,
        busy: [],
        sites: [{ site: 'home', travelMinutes: 15 }],
        telehealth: false,
        counselor: 'c',
        coverCounselors: [],
        familyBlocks: [],
        prefers: 'none',
        screenDays: [],
      },
    ],
  }
}
