import { describe, expect, it } from 'vitest'
import shipped from '../../payers/h0015-per-day.json' with { type: 'json' }
import { packsOfDays, refuseImpossiblePaper } from './coverage.ts'
import { packOn, PayerPack } from './payer-pack.ts'

const packOf = (id: string, version: number, effectiveFrom: string) =>
  PayerPack.parse({ ...shipped, id, version, effectiveFrom, certificationMaxDays: 60 })
const packs = new Map([
  ['program-hours', [packOf('program-hours', 1, '2026-01-01')]],
  ['old', [packOf('old', 1, '2026-01-01'), packOf('old', 2, '2026-11-26')]],
  // Version 3 was entered later than version 2 and begins earlier.
  ['new', [packOf('new', 1, '2026-01-01'), packOf('new', 2, '2026-11-20'), packOf('new', 3, '2026-11-10')]],
])

describe('the pack that judges a day', () => {
  const coverages = [
    { pack: 'old', from: '2026-11-03' },
    { pack: 'none', from: '2026-11-25' },
    { pack: 'new', from: '2026-11-25' },
  ]
  it.each([
    ['2026-11-02', 'program-hours 1'],
    ['2026-11-03', 'old 1'],
    ['2026-11-24', 'old 1'],
    ['2026-11-25', 'new 2'],
    // The old payer's next version begins after the person has left it.
    ['2026-11-27', 'new 2'],
  ])('on %s is %s', (day, expected) => {
    const pack = packOn(packsOfDays(coverages, packs), day)
    expect(`${pack?.id} ${pack?.version}`).toBe(expected)
  })
})

describe('a certification', () => {
  const certification = (until: string | null) => () =>
    refuseImpossiblePaper({ kind: 'certification', from: '2026-11-01', until }, packs.get('old') ?? [])
  it('lasts as many days as the payer says, and no longer', () => {
    expect(certification('2026-12-30')).not.toThrow()
    expect(certification('2026-12-31')).toThrow(/at most until 2026-12-30/)
    expect(certification(null)).toThrow(/last 60 days/)
  })
})
