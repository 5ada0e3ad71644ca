import { describe, expect, it } from 'vitest'
import { checkBlocks, checkCenter, checkSites, type BlockRow } from './center.ts'
import { differences } from './differences.ts'
import { nearest } from './finding.ts'
import { zoneNames } from './zones.ts'

const center = (time_zone: string) => ({ code: 'a', name: 'A', time_zone, line: 2 })
const block = (code: string, starts: number, ends: number, line: number): BlockRow => ({
  code,
  day: 1,
  starts,
  ends,
  part: 'evening',
  line,
})

describe('the center', () => {
  it('stands in a zone that exists; a misspelled one gets the nearest names', () => {
    expect(checkCenter([center('America/New_York')], zoneNames())).toEqual([])
    expect(checkCenter([center('America/New_Yrok')], zoneNames())[0]?.fix).toContain('America/New_York')
    expect(checkCenter([center('US/Denver')], zoneNames())[0]?.fix).toContain('America/Denver')
    expect(checkCenter([center('Eastern Standard Time')], zoneNames())).toHaveLength(1)
  })

  it('is one', () => {
    expect(checkCenter([], zoneNames())).toHaveLength(1)
    expect(checkCenter([center('UTC'), { ...center('UTC'), line: 3 }], zoneNames())[0]?.line).toBe(3)
  })

  it('has rooms at sites it has, for something', () => {
    const site = { code: 'a', name: 'A', telehealth_pool: '', line: 2 }
    const room = { site: 'b', code: 'r', name: null, seats: 1, kinds: [], line: 2 }
    expect(
      checkSites([site, { ...site, line: 3 }], [room], new Set(['a'])).map((one) => [one.file, one.line, one.column]),
    ).toEqual([
      ['sites.csv', 3, 'code'],
      ['rooms.csv', 2, 'site'],
      ['rooms.csv', 2, 'kinds'],
    ])
  })

  it('has blocks that end after they start and do not overlap', () => {
    expect(checkBlocks([block('a', 540, 720, 2), block('b', 720, 800, 3)])).toEqual([])
    expect(checkBlocks([block('a', 540, 720, 2), block('b', 719, 800, 3)])[0]?.line).toBe(3)
    expect(checkBlocks([block('a', 720, 540, 2)])[0]?.column).toBe('ends')
    expect(checkBlocks([block('a', 540, 720, 2), { ...block('a', 540, 720, 3), day: 2 }])[0]?.column).toBe('code')
  })
})

describe('the nearest word', () => {
  it('is offered only when it is near', () => {
    expect(nearest('itho', ['ito', 'lee'])).toBe('ito')
    expect(nearest('zzzzzz', ['ito', 'lee'])).toBeUndefined()
  })
})

describe('differences', () => {
  const wanted = [
    { code: 'a', value: { x: 1, y: 2 } },
    { code: 'b', value: { x: 1, y: 2 } },
    { code: 'c', value: { x: 1, y: 2 } },
  ]
  it('tell new, changed, same and gone apart, whatever the order of keys', () => {
    const present = [
      { code: 'b', value: { y: 2, x: 1 }, id: 1 },
      { code: 'c', value: { x: 1, y: 3 }, id: 2 },
      { code: 'd', value: { x: 1, y: 2 }, id: 3 },
    ]
    const found = differences(wanted, present, (row) => row.code)
    expect(found.added.map((row) => row.code)).toEqual(['a'])
    expect(found.changed.map((change) => change.from.id)).toEqual([2])
    expect(found.same).toBe(1)
    expect(found.gone.map((row) => row.code)).toEqual(['d'])
  })
})
