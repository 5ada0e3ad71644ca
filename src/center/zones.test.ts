import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  elapsedMinutes,
  instantOf,
  instantOfIso,
  isoOf,
  offsetAt,
  tzVersion,
  wallMilliseconds,
  wallOf,
  wallText,
  zoneNamed,
  zoneNames,
  type Zone,
} from './zones.ts'

const MINUTE = 60_000
const DAY = 86_400_000

function zone(name: string): Zone {
  const known = zoneNamed(name)
  if (!known) throw new Error(`no zone ${name}`)
  return known
}

/** Each zone with each of its changes, and the offsets before and after. */
const changes = zoneNames().flatMap((name) => {
  const known = zone(name)
  return known.changes.map((at, i) => ({ known, at, before: known.offsets[i]!, after: known.offsets[i + 1]! }))
})

describe('the shipped table', () => {
  it('states its version and knows every IANA zone and link, in any case', () => {
    expect(tzVersion).toBe('2026f')
    expect(zoneNames()).toHaveLength(597)
    expect(zone('us/eastern').changes).toEqual(zone('America/New_York').changes)
    expect(zone('US/Eastern').name).toBe('US/Eastern')
    expect(zoneNamed('Mars/Olympus_Mons')).toBeUndefined()
  })

  it('holds 17,091 changes from 2000 to 2037, as many as an independent compilation of 2026f', () => {
    expect(changes).toHaveLength(17_091)
    expect(changes.filter(({ at }) => at >= instantOfIso('2024-01-01T00:00Z'))).toHaveLength(5380)
  })
})

describe('laws of 2026', () => {
  it.each([
    ['America/Vancouver', '2026-12-15T10:00', 'British Columbia stays at -07 (2026b)'],
    ['America/Edmonton', '2026-12-15T11:00', 'Alberta stays at -06 (2026c)'],
    ['America/Inuvik', '2026-12-15T11:00', 'the Northwest Territories stay at -06 (2026d)'],
    ['America/Winnipeg', '2026-12-15T12:00', 'Manitoba stays at -05 (2026e)'],
    ['America/Havana', '2026-12-15T13:00', 'Cuba stays at -04 (2026f)'],
    ['Africa/Casablanca', '2026-12-15T17:00', 'Morocco is at +00 (2026c)'],
    ['Africa/El_Aaiun', '2026-12-15T17:00', 'with Morocco'],
    ['America/New_York', '2026-12-15T12:00', 'unchanged'],
  ])('17:00Z on 15 December is %s %s: %s', (name, wall) => {
    const at = instantOfIso('2026-12-15T17:00:00Z')
    expect(wallOf(zone(name), at)).toBe(wall)
    expect(instantOf(zone(name), wall)).toEqual({ kind: 'one', at })
  })

  it('Cuba sets its clocks back on 7 November 2027', () => {
    expect(wallOf(zone('America/Havana'), instantOfIso('2027-11-06T17:00Z'))).toBe('2027-11-06T13:00')
    expect(wallOf(zone('America/Havana'), instantOfIso('2027-11-08T17:00Z'))).toBe('2027-11-08T12:00')
  })

  it('Morocco leaves +01 on 20 September 2026', () => {
    expect(wallOf(zone('Africa/Casablanca'), instantOfIso('2026-09-19T12:00Z'))).toBe('2026-09-19T13:00')
    expect(wallOf(zone('Africa/Casablanca'), instantOfIso('2026-09-21T12:00Z'))).toBe('2026-09-21T12:00')
  })
})

describe('every change of every zone', () => {
  it('skips the wall times of a gap and repeats those of an overlap', () => {
    for (const { known, at, before, after } of changes) {
      const middle = wallText(at + Math.min(before, after) + Math.abs(after - before) / 2)
      const found = instantOf(known, middle)
      const name = `${known.name} ${middle}`
      if (after > before) expect(found, name).toEqual({ kind: 'gap', at })
      else {
        expect(found.kind, name).toBe('overlap')
        expect(found, name).toMatchObject({
          at: wallMilliseconds(middle) - before,
          second: wallMilliseconds(middle) - after,
        })
      }
    }
  })

  it('has one answer at the edges, and 25 hours before and after', () => {
    for (const { known, at, before, after } of changes) {
      const edges = after > before ? [at - MINUTE, at] : [at - (before - after) - MINUTE, at + (before - after)]
      for (const instant of [...edges, at - 25 * 60 * MINUTE, at + 25 * 60 * MINUTE]) {
        const wall = wallOf(known, instant)
        expect(instantOf(known, wall), `${known.name} ${wall}`).toEqual({ kind: 'one', at: instant })
      }
    }
  })

  it('shows the wall time that was asked for, at any minute of any zone', () => {
    const minutes = fc.integer({ min: 946_684_800_000 / MINUTE, max: 2_145_916_800_000 / MINUTE })
    fc.assert(
      fc.property(fc.constantFrom(...zoneNames()), minutes, (name, minute) => {
        const known = zone(name)
        const wall = wallText(minute * MINUTE)
        const found = instantOf(known, wall)
        if (found.kind !== 'gap') expect(wallOf(known, found.at)).toBe(wall)
        if (found.kind === 'overlap') expect(wallOf(known, found.second)).toBe(wall)
        expect(Math.abs(offsetAt(known, found.at) % MINUTE)).toBe(0)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('elapsed time', () => {
  it.each([
    ['2026-03-07T22:00', '2026-03-08T06:00', 7 * 60],
    ['2026-10-31T22:00', '2026-11-01T06:00', 9 * 60],
    ['2026-11-18T18:00', '2026-11-18T21:00', 3 * 60],
  ])('from %s to %s in New York', (start, end, minutes) => {
    expect(elapsedMinutes(zone('America/New_York'), start, end)).toBe(minutes)
  })
})

describe('outside the table', () => {
  it('keeps the offset of 2000 before it', () => {
    expect(wallOf(zone('America/New_York'), instantOfIso('1999-12-31T17:00Z'))).toBe('1999-12-31T12:00')
    expect(wallOf(zone('America/New_York'), instantOfIso('1970-07-01T17:00Z'))).toBe('1970-07-01T12:00')
  })

  it('repeats the summers and winters of 2037 after it', () => {
    expect(wallOf(zone('America/New_York'), instantOfIso('2045-07-01T16:00Z'))).toBe('2045-07-01T12:00')
    expect(wallOf(zone('America/New_York'), instantOfIso('2045-12-01T17:00Z'))).toBe('2045-12-01T12:00')
    expect(instantOf(zone('Europe/Berlin'), '2048-02-29T09:00')).toEqual({
      kind: 'one',
      at: instantOfIso('2048-02-29T08:00Z'),
    })
  })
})

describe('instants as text', () => {
  it('reads and writes ISO instants in UTC only', () => {
    expect(isoOf(0)).toBe('1970-01-01T00:00:00Z')
    expect(isoOf(instantOfIso('2026-11-23T08:15:30Z'))).toBe('2026-11-23T08:15:30Z')
    expect(instantOfIso('2026-11-23T08:15')).toBeNaN()
    expect(instantOfIso('2026-11-23T08:15:00+01:00')).toBeNaN()
    expect(wallText(wallMilliseconds('2026-11-23T08:15:30'))).toBe('2026-11-23T08:15:30')
    expect(wallMilliseconds('1970-01-02T00:00')).toBe(DAY)
  })
})
