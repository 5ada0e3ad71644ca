import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readProgram } from './program-file.ts'

const VALID = readFileSync(new URL('../../templates/matrix.json', import.meta.url), 'utf8')
const found = (text: string) => {
  const read = readProgram('program.json', text)
  return 'findings' in read ? read.findings : []
}

/** The first line on which `part` stands. */
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length

describe('a program file', () => {
  it('is read', () => {
    expect(readProgram('program.json', VALID)).toMatchObject({ program: { code: 'matrix' } })
  })

  it('that does not fit has a finding on the line of the value', () => {
    const text = VALID.replace('"relapse-prevention", "perWeek": 2', '"yoga", "perWeek": 2').replace(
      /("service": )"relapse-prevention"/,
      '$1"yoga"',
    )
    const [finding] = found(text)
    expect(finding).toMatchObject({
      column: 'templates[0].phases[0].meetings[1].service',
      line: lineOf(text, '"yoga"'),
    })
  })

  it('that is no JSON has the line where it breaks', () => {
    const text = VALID.replace('"templates": [', '"templates": [,')
    expect(found(text)).toMatchObject([{ line: lineOf(text, '[,'), column: '' }])
    expect(found(VALID.slice(0, -20))[0]?.what).toMatch(/not valid JSON/)
    expect(found('')).toHaveLength(1)
  })

  it('a million levels deep is refused quickly', () => {
    const started = performance.now()
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000)
    expect(found(deep)).toHaveLength(1)
    expect(found(`{"format":${deep}}`).length).toBeGreaterThan(0)
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('with prototype keys is refused and changes no prototype', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      expect(found(VALID.replace('{', `{"${key}":{"polluted":1},`)).length).toBeGreaterThan(0)
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})
