import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  type ConsentDocument,
  ConsentForm,
  consentStateOf,
  documentOf,
  ELEMENTS,
  missingElements,
  type Standing,
  standingAt,
  wronglyCombined,
} from './consent.ts'
import { NOTICE_LONG, NOTICE_SHORT } from './notice.ts'

const FACTS = join(import.meta.dirname, '../../../shared/facts/confidentiality.md')

const form = ConsentForm.parse({
  kind: 'tpo',
  recipient: { name: 'My treating providers, health plans and people helping to run this program' },
  classes: ['C1', 'C2'],
  information: 'Times of appointments, summaries of treatment',
  purpose: 'for treatment, payment, and health care operations',
  expiry: { event: 'none' },
  statements: ['may-revoke', 'may-be-redisclosed', 'if-you-refuse'],
  signature: 'Dana Reyes',
})
const facts = {
  participant: 'Dana R.',
  discloser: 'Harbor Street IOP',
  method: 'paper',
  signedOn: '2026-11-23',
} as const
const complete = documentOf(form, facts)
const without = (about: string) => complete.statements.filter((one) => one.about !== about)

describe('42 CFR 2.31(a)', () => {
  it('finds nothing missing in a complete consent', () => {
    expect(missingElements(complete)).toEqual([])
  })

  it.each<[(typeof ELEMENTS)[number], Partial<ConsentDocument>]>([
    ['name of the participant', { participant: ' ' }],
    ['who discloses', { discloser: '' }],
    ['what is shared', { information: '' }],
    ['what is shared', { classes: [] }],
    ['who receives it', { recipient: '' }],
    ['purpose', { purpose: '' }],
    ['right to revoke', { statements: without('may-revoke') }],
    ['expiration date or event', { expiry: null }],
    ['signature', { signature: '' }],
    ['date signed', { signedOn: '' }],
    ['redisclosure and consequence of refusing', { statements: without('may-be-redisclosed') }],
    ['redisclosure and consequence of refusing', { statements: without('if-you-refuse') }],
  ])('misses the element "%s" when it is taken away', (element, change) => {
    expect(missingElements({ ...complete, ...change })).toEqual([element])
  })

  it('names all that is missing, in the order of the regulation', () => {
    const empty = documentOf(ConsentForm.parse({ kind: 'tpo' }), {
      ...facts,
      participant: '',
      discloser: '',
      signedOn: '',
    })
    expect(missingElements(empty)).toEqual([...ELEMENTS])
  })

  it('allows an open end for treatment, payment and operations only', () => {
    expect(missingElements({ ...complete, kind: 'other' })).toEqual(['expiration date or event'])
    expect(missingElements({ ...complete, kind: 'other', expiry: { on: '2026-12-31' } })).toEqual([])
  })

  it('keeps counseling notes apart and unconditional, and family to the week and summaries', () => {
    const alone = { ...complete, kind: 'counseling-notes', classes: ['C4'] } as const
    const notCondition = [{ about: 'not-a-condition', words: 'Your treatment does not depend on it.' }] as const
    expect(wronglyCombined(complete)).toBeUndefined()
    expect(wronglyCombined({ ...complete, classes: ['C2', 'C4'] })).toMatch(/of their own/)
    expect(wronglyCombined({ ...alone, classes: ['C2', 'C4'] })).toMatch(/of their own/)
    expect(wronglyCombined({ ...alone, classes: ['C4'] })).toMatch(/does not depend/)
    expect(wronglyCombined({ ...alone, classes: ['C4'], statements: [...notCondition] })).toBeUndefined()
    expect(wronglyCombined({ ...complete, kind: 'supporter', classes: ['C1', 'C3'] })).toMatch(/Family/)
  })
})

describe('a consent in time', () => {
  const standing: Standing = { classes: ['C1'], beginsAt: 100, endsAt: 200, endedWithTreatment: false, revoked: false }

  it('counts until its end, its event or its revocation', () => {
    expect(standingAt(standing, 199)).toBe('in-force')
    expect(standingAt(standing, 200)).toBe('expired')
    expect(standingAt({ ...standing, endedWithTreatment: true }, 150)).toBe('expired')
    expect(standingAt({ ...standing, revoked: true }, 150)).toBe('revoked')
  })

  it('is the best of several', () => {
    const revoked = { ...standing, revoked: true }
    const other = { ...standing, classes: ['C2'] }
    expect(consentStateOf([], 'C1', 150)).toBe('none')
    expect(consentStateOf([revoked], 'C1', 150)).toBe('revoked')
    expect(consentStateOf([revoked, other], 'C1', 150)).toBe('other')
    expect(consentStateOf([revoked, other, standing], 'C1', 150)).toBe('in-force')
    expect(consentStateOf([other, standing], 'C1', 250)).toBe('expired')
  })
})

describe.skipIf(!existsSync(FACTS))('the notice of 42 CFR 2.32, against ../shared/facts', () => {
  it('is the text of the regulation, byte for byte', () => {
    const quoted = readFileSync(FACTS, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('> '))
      .map((line) => line.slice(2))
    expect(quoted).toContain(NOTICE_LONG)
    expect(quoted).toContain(NOTICE_SHORT)
  })
})

if (!existsSync(FACTS))
  process.stdout.write('consent.test.ts: ../shared/facts is not here, the notice is not compared.\n')
