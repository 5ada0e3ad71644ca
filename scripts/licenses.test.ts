import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
// @ts-expect-error plain JavaScript: it must run before anything is installed
import { licenseFaults } from './licenses.mjs'

let modules: string

beforeEach(() => {
  modules = mkdtempSync(join(tmpdir(), 'evenkeel-licenses-'))
  // the named exceptions must be there, or the list says that they are stale
  for (const name of ['cli-table', 'pako']) put(name, undefined)
})

afterEach(() => rmSync(modules, { recursive: true, force: true }))

function put(path: string, license: unknown): void {
  mkdirSync(join(modules, path), { recursive: true })
  writeFileSync(
    join(modules, path, 'package.json'),
    JSON.stringify({ name: path.split('node_modules/').at(-1), version: '1.0.0', license }),
  )
}

it.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-only)', true],
  ['MIT AND CC-BY-4.0', true],
  ['GPL-3.0-only', false],
  ['AGPL-3.0', false],
  ['MIT AND GPL-3.0', false],
  ['GPL-2.0 AND (MIT OR ISC)', false],
  ['MPL-2.0', false],
  ['SEE LICENSE IN LICENSE.md', false],
  [undefined, false],
])('a package under %s is allowed: %s', (license, allowed) => {
  put('plank', license)
  expect(licenseFaults(modules)).toEqual(allowed ? [] : [`plank 1.0.0: ${license ?? 'no license named'}`])
})

it('allows MPL-2.0 for the named packages alone', () => {
  put('ical.js', 'MPL-2.0')
  expect(licenseFaults(modules)).toEqual([])
})

it('looks into scopes and nested packages', () => {
  put('@deck/rail', 'MIT')
  put('@deck/rail/node_modules/nail', 'GPL-3.0')
  expect(licenseFaults(modules)).toEqual(['nail 1.0.0: GPL-3.0'])
})

it('fails where there are no packages, and on an exception that is no longer needed', () => {
  rmSync(join(modules, 'pako'), { recursive: true })
  expect(licenseFaults(modules)).toEqual(['pako: named as an exception but not installed'])
  expect(() => licenseFaults(join(modules, 'nowhere'))).toThrow('no packages')
})
