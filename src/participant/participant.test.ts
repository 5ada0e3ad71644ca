import { describe, expect, it } from 'vitest'
import { checkParticipants, type ParticipantColumns } from './participant.ts'

const person: ParticipantColumns = {
  code: 'p001',
  chosen_name: 'Dana R.',
  admitted_on: null,
  sites: [{ code: 'harbor', count: 30 }],
  counselor: 'ito',
  cover: ['lee'],
  line: 2,
}
const found = (...people: ParticipantColumns[]) =>
  checkParticipants(people, new Set(['harbor']), new Set(['ito', 'lee'])).map(
    (one) => `${one.severity} ${one.line} ${one.column}`,
  )

describe('participants', () => {
  it('have a code of their own, a home site and counselors who work here', () => {
    expect(found(person)).toEqual([])
    expect(found(person, { ...person, chosen_name: 'Sam', line: 3 })).toEqual(['error 3 code'])
    expect(found({ ...person, sites: [] })).toEqual(['error 2 sites'])
    expect(found({ ...person, sites: [{ code: 'haven', count: 1 }] })).toEqual(['error 2 sites'])
    expect(found({ ...person, counselor: 'itho' })).toEqual(['error 2 counselor'])
    expect(found({ ...person, cover: ['lea'] })).toEqual(['error 2 cover'])
    expect(found({ ...person, cover: ['ito'] })).toEqual(['error 2 cover'])
  })

  it('may share a name, which is said without the name', () => {
    const twin = { ...person, code: 'p002', chosen_name: 'dana  r.', line: 3 }
    expect(found(person, twin)).toEqual(['warning 3 chosen_name'])
    const [finding] = checkParticipants([person, twin], new Set(['harbor']), new Set(['ito', 'lee']))
    expect(`${finding?.what} ${finding?.fix}`).not.toMatch(/dana/i)
  })
})
