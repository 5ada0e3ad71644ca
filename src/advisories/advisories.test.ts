import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ADVISORIES } from './test-advisories.ts'

const SRC = join(import.meta.dirname, '..')

describe('every advisory', () => {
  it.each(ADVISORIES.map((advisory) => [advisory.id, advisory] as const))('%s is named by its test', (id, { kept }) => {
    expect(readFileSync(join(SRC, kept), 'utf8')).toContain(id)
  })

  it('stands once', () => {
    expect(new Set(ADVISORIES.map(({ id }) => id)).size).toBe(ADVISORIES.length)
    expect(ADVISORIES.length).toBeGreaterThanOrEqual(16)
  })
})
