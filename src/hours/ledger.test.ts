import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minutesIn, type Stage } from './entry.ts'
import { forecastOf } from './forecast.ts'
import { ledgerOf } from './ledger.ts'
import type { PayerPack } from './payer-pack.ts'
import type { SessionEvents, WeekEvents } from './week-events.ts'

const MINUTE = 60_000
const MONDAY = Date.parse('2026-10-26T00:00:00Z')
const DAYS = [0, 1, 2, 3, 4, 5].map((day) => new Date(MONDAY + day * 86_400_000).toISOString().slice(0, 10))

const pack = fc.record({
  threshold: fc.option(fc.constantFrom(60, 120, 180), { nil: null }),
  split: fc.boolean(),
  breaks: fc.boolean(),
  rounding: fc.constantFrom(1, 5, 15),
  nearest: fc.boolean(),
  note: fc.boolean(),
  hold: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
  from: fc.constantFrom(...DAYS),
})

const session = fc.record({
  day: fc.integer({ min: 0, max: 5 }),
  part: fc.integer({ min: 0, max: 1 }),
  place: fc.integer({ min: 0, max: 1 }),
  minutes: fc.integer({ min: 30, max: 90 }),
  pause: fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 30 })),
  status: fc.constantFrom(null, 'here', 'late', 'left-early', 'excused', 'no-show', 'remote'),
  inSeconds: fc.option(fc.integer({ min: -1800, max: 6000 }), { nil: null }),
  outSeconds: fc.option(fc.integer({ min: -1800, max: 6000 }), { nil: null }),
  kind: fc.constantFrom('group', 'individual', 'medical'),
  licensed: fc.boolean(),
  counts: fc.boolean(),
  attendedBy: fc.integer({ min: 0, max: 5 }),
  walkIn: fc.boolean(),
  signed: fc.boolean(),
})

const weeks = fc
  .record({ first: pack, second: pack, sessions: fc.uniqueArray(session, { maxLength: 16, selector: placeOf }) })
  .map(({ first, second, sessions }): WeekEvents => ({
    weekStart: DAYS[0]!,
    prescription: { event: 'rx', weeklyMinutes: 540 },
    packs: [packOf(first, 1), packOf(second, 2)],
    papers: [],
    sessions: sessions.map(sessionOf),
  }))

describe('the ledger', () => {
  it('equals an independent recount, minute by minute', () => {
    fc.assert(
      fc.property(weeks, (week) => {
        const entries = ledgerOf(week)
        for (const stage of ['planned', 'attended', 'countable', 'billable'] as Stage[])
          expect([stage, minutesIn(entries, stage)]).toEqual([stage, recount(week, stage)])
      }),
      { numRuns: 500 },
    )
  })

  it('loses minutes from stage to stage, and never makes any', () => {
    fc.assert(
      fc.property(weeks, (week) => {
        const entries = ledgerOf(week)
        const [attended, countable, billable] = (['attended', 'countable', 'billable'] as const).map((stage) =>
          minutesIn(entries, stage),
        )
        expect(countable).toBeLessThanOrEqual(attended!)
        expect(billable).toBeLessThanOrEqual(countable!)
      }),
    )
  })

  it('names a rule and an event for every number, in the same order for the same events', () => {
    fc.assert(
      fc.property(weeks, (week) => {
        const entries = ledgerOf(week)
        const again = ledgerOf({ ...week, sessions: week.sessions.toReversed(), packs: week.packs.toReversed() })
        expect(again.map(({ stage, subject, minutes }) => [stage, subject, minutes])).toEqual(
          entries.map(({ stage, subject, minutes }) => [stage, subject, minutes]),
        )
        for (const entry of entries) {
          expect(entry.rule).not.toBe('')
          if (entry.minutes > 0) expect(entry.events.length).toBeGreaterThan(0)
        }
      }),
    )
  })

  it('keeps the old rule for days before a new version takes effect', () => {
    const old = packOf({ ...PLAIN, breaks: false, from: DAYS[0]! }, 1)
    const edited = packOf({ ...PLAIN, breaks: true, from: DAYS[3]! }, 2)
    const sessions = [1, 4].map((day) => sessionOf({ ...ATTENDED, day, pause: [10, 10] }))
    const week = { weekStart: DAYS[0]!, prescription: null, papers: [], packs: [edited, old], sessions }
    const countable = ledgerOf(week).filter(({ stage }) => stage === 'countable')
    expect(countable.map(({ minutes, ruleVersion }) => [minutes, ruleVersion])).toEqual([
      [60, 1],
      [50, 2],
    ])
  })

  it('forecasts the planned rest, and says what was lost and what nobody marked', () => {
    const sessions = [
      sessionOf({ ...ATTENDED, day: 0, status: 'no-show' }),
      sessionOf({ ...ATTENDED, day: 1, status: null }),
      sessionOf({ ...ATTENDED, day: 4, status: null }),
    ]
    const prescription = { event: 'rx', weeklyMinutes: 180 }
    const week = { weekStart: DAYS[0]!, prescription, papers: [], packs: [packOf(PLAIN, 1)], sessions }
    const forecast = forecastOf(week, MONDAY + 2 * 86_400_000)
    expect(forecast).toMatchObject({ soFar: 0, atEnd: 60, short: 120, unmarked: [sessions[1]?.session] })
    expect(forecast.lost).toEqual([{ session: sessions[0]?.session, minutes: 60, rule: 'no-show' }])
  })
})

const PLAIN = {
  threshold: null,
  split: true,
  breaks: false,
  rounding: 1 as const,
  nearest: false,
  note: false,
  hold: null,
  from: DAYS[0]!,
}
const ATTENDED = {
  day: 0,
  part: 0,
  place: 0,
  minutes: 60,
  pause: [0, 0] as [number, number],
  status: 'here' as const,
  inSeconds: null,
  outSeconds: null,
  kind: 'group' as const,
  licensed: true,
  counts: true,
  attendedBy: 4,
  walkIn: false,
  signed: true,
}

type DrawnPack = typeof pack extends fc.Arbitrary<infer T> ? T : never
type DrawnSession = typeof session extends fc.Arbitrary<infer T> ? T : never

function placeOf({ day, part, place }: DrawnSession): string {
  return `${day} ${part} ${place}`
}

function packOf(drawn: DrawnPack, version: number): PayerPack {
  return {
    id: 'drawn',
    version,
    payer: 'Drawn',
    state: null,
    effectiveFrom: drawn.from,
    source: 'a test',
    verified: false,
    minMinutesPerBillableDay: drawn.threshold,
    minBillableDaysPerWeek: null,
    minScheduledMinutesPerWeek: null,
    minServicesPerDay: null,
    splitDayAllowed: drawn.split,
    clinicalHourMinutes: 60,
    rounding: { minutes: drawn.rounding, direction: drawn.nearest ? 'nearest' : 'down' },
    countableKinds: ['group', 'individual'],
    excludesBreaks: drawn.breaks,
    telehealthGroupAllowed: true,
    telehealthShareMax: null,
    groupMinToHold: drawn.hold,
    requiresSignedNote: drawn.note,
    requiresSignedPlan: false,
    requiresAuthorization: false,
    certificationMaxDays: null,
    belowThreshold: 'discrete',
    codes: [],
  }
}

function sessionOf(drawn: DrawnSession): SessionEvents {
  const startsAt = MONDAY + (drawn.day * 24 + (drawn.part === 0 ? 9 : 17) + drawn.place * 1.5) * 60 * MINUTE
  const [from, length] = drawn.pause
  const name = placeOf(drawn)
  return {
    session: name,
    service: drawn.kind,
    kind: drawn.kind,
    day: DAYS[drawn.day]!,
    block: `${drawn.day} ${drawn.part}`,
    startsAt,
    endsAt: startsAt + drawn.minutes * MINUTE,
    breaks: [{ startsAt: startsAt + from * MINUTE, endsAt: startsAt + (from + length) * MINUTE }],
    countsTowardHours: drawn.counts,
    licensed: drawn.licensed,
    telehealth: false,
    attendedBy: drawn.attendedBy,
    seat: drawn.walkIn ? null : `seat ${name}`,
    mark:
      drawn.status === null
        ? null
        : {
            event: `mark ${name}`,
            status: drawn.status,
            inAt: drawn.inSeconds === null ? null : startsAt + drawn.inSeconds * 1000,
            outAt: drawn.outSeconds === null ? null : startsAt + drawn.outSeconds * 1000,
          },
    signature: drawn.signed ? `signature ${name}` : null,
  }
}

/** The same sums by another way: present or not, second by second, without any code of the ledger. */
function recount(week: WeekEvents, stage: Stage): number {
  const attendedSeconds = (one: SessionEvents, counts: (second: number) => boolean) => {
    if (!one.mark || ['no-show', 'excused'].includes(one.mark.status)) return 0
    let seconds = 0
    for (let at = one.startsAt; at < one.endsAt; at += 1000) {
      const came = one.mark.inAt === null || at >= one.mark.inAt
      const left = one.mark.outAt !== null && at >= one.mark.outAt
      if (came && !left && counts(at)) seconds += 1
    }
    return seconds
  }
  const rules = (one: SessionEvents) => {
    let best: PayerPack | undefined
    for (const pack of week.packs)
      if (pack.effectiveFrom <= one.day)
        if (
          !best ||
          pack.effectiveFrom > best.effectiveFrom ||
          (pack.effectiveFrom === best.effectiveFrom && pack.version > best.version)
        )
          best = pack
    return best
  }
  const countable = (one: SessionEvents) => {
    const by = rules(one)
    if (!by || !one.mark || !one.licensed || !one.countsTowardHours || one.kind === 'medical') return 0
    if (one.kind === 'group' && by.groupMinToHold !== null && one.attendedBy < by.groupMinToHold) return 0
    const inBreak = (at: number) => one.breaks.some((pause) => pause.startsAt <= at && at < pause.endsAt)
    const whole = Math.floor(attendedSeconds(one, () => true) / 60)
    const paused = Math.ceil(attendedSeconds(one, inBreak) / 60)
    const minutes = by.excludesBreaks ? Math.max(0, whole - paused) : whole
    const step = by.rounding.minutes
    const down = minutes - (minutes % step)
    if (by.rounding.direction === 'down') return down
    return minutes % step >= step / 2 ? Math.min(minutes, down + step) : down
  }
  const sum = (all: readonly SessionEvents[], minutes: (one: SessionEvents) => number) =>
    all.reduce((total, one) => total + minutes(one), 0)
  if (stage === 'planned')
    return sum(week.sessions, (one) => (one.seat === null ? 0 : (one.endsAt - one.startsAt) / MINUTE))
  if (stage === 'attended') return sum(week.sessions, (one) => Math.floor(attendedSeconds(one, () => true) / 60))
  if (stage === 'countable') return sum(week.sessions, countable)
  return DAYS.reduce((total, day) => {
    const ofDay = week.sessions.filter((one) => one.day === day)
    const by = ofDay[0] && rules(ofDay[0])
    if (!by) return total
    const payable = (one: SessionEvents) => (by.requiresSignedNote && one.signature === null ? 0 : countable(one))
    const parts = [0, 1].map((part) =>
      sum(
        ofDay.filter((one) => one.block.endsWith(` ${part}`)),
        payable,
      ),
    )
    const minutes = by.splitDayAllowed ? parts[0]! + parts[1]! : Math.max(...parts)
    return minutes >= (by.minMinutesPerBillableDay ?? 1) ? total + minutes : total
  }, 0)
}
