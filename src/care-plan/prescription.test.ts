import { describe, expect, it } from 'vitest'
import { checkPrescriptions, type Offer, type PrescriptionColumns } from './prescription.ts'

const service = (code: string, kind: 'group' | 'individual', minutes: number) =>
  [code, { code, kind, minutes, counts_toward_hours: code !== 'screen' }] as const
const license = (staff: string, code: string, valid_until: string | null = null) => ({
  staff,
  service: code,
  valid_from: '2026-01-01',
  valid_until,
})
const OFFER: Offer = {
  services: new Map([
    service('early', 'group', 60),
    service('individual', 'individual', 60),
    service('long', 'group', 300),
    service('screen', 'group', 60),
  ]),
  licenses: [
    license('ito', 'early'),
    license('ito', 'individual'),
    license('lee', 'individual'),
    license('lee', 'screen'),
    license('lee', 'long'),
  ],
  blockCodes: new Set(['mon-evening']),
  templateCodes: new Set(['iop']),
  file: 'people.csv',
}
const person: PrescriptionColumns = {
  code: 'p001',
  counselor: 'ito',
  prescription: [
    { code: 'early', count: 8 },
    { code: 'individual', count: 1 },
  ],
  valid_from: '2026-11-30',
  weekly_minutes: 540,
  below_540: null,
  daily_max_minutes: 240,
  review_on: null,
  screens_per_week: 0,
  prefers: 'none',
  telehealth: false,
  template: null,
  family_blocks: [],
  line: 2,
}
const found = (change: Partial<PrescriptionColumns>, offer: Partial<Offer> = {}) =>
  checkPrescriptions([{ ...person, ...change }], { ...OFFER, ...offer }).map((one) => `${one.severity} ${one.column}`)

describe('a prescription', () => {
  it('of nine hours that somebody can give is in order', () => {
    expect(found({})).toEqual([])
  })

  it('names only what the center has', () => {
    expect(found({ prescription: [{ code: 'yoga', count: 1 }] })).toEqual(['error prescription'])
    expect(found({ family_blocks: ['sun-evening'] })).toEqual(['error family_blocks'])
    expect(found({ template: 'matrix' })).toEqual(['error template'])
  })

  it('fits into a week and each service into a day', () => {
    expect(found({ prescription: [{ code: 'early', count: 29 }] })).toEqual(['error prescription'])
    expect(found({ prescription: [{ code: 'early', count: 28 }] })).toEqual([])
    expect(found({ prescription: [...person.prescription, { code: 'long', count: 1 }] })).toEqual([
      'error daily_max_minutes',
    ])
  })

  it('below nine hours is a warning, unless it is agreed', () => {
    expect(found({ weekly_minutes: 480 })).toEqual(['warning weekly_minutes'])
    expect(found({ weekly_minutes: 480, below_540: 'agreed' })).toEqual([])
  })

  it('that cannot reach its target is a warning; what does not count does not help', () => {
    expect(found({ prescription: [{ code: 'early', count: 8 }] })).toEqual(['warning prescription'])
    expect(
      found({
        prescription: [
          { code: 'early', count: 8 },
          { code: 'screen', count: 1 },
        ],
      }),
    ).toEqual(['warning prescription'])
  })

  it('that nobody is licensed for on its first day is a warning', () => {
    const licenses = [license('ito', 'early', '2026-11-29'), license('ito', 'individual')]
    expect(found({}, { licenses })).toEqual(['warning prescription'])
    expect(found({ valid_from: '2026-11-29' }, { licenses })).toEqual([])
  })

  it('of individual counseling wants an own counselor who may give it', () => {
    const licenses = [license('ito', 'early'), license('lee', 'individual')]
    expect(found({}, { licenses })).toEqual(['warning counselor'])
    expect(found({ counselor: 'lee' }, { licenses })).toEqual([])
  })

  it('has findings that name the person, for the person’s page', () => {
    expect(checkPrescriptions([{ ...person, weekly_minutes: 1 }], OFFER)[0]?.person).toBe('p001')
  })
})
