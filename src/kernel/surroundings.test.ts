import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { holdFolder } from './postgres/folder-lock.ts'
import { readSurroundings, ROOT } from './surroundings.ts'

it('takes an empty variable for none', () => {
  const around = readSurroundings({ EVENKEEL_DATA: '', PORT: '', EVENKEEL_URL: '', EVENKEEL_NOW: '' })
  expect(around).toMatchObject({ dataFolder: join(ROOT, '.evenkeel', 'data'), port: undefined, url: undefined })
  expect(around.clock()).toBeGreaterThan(0)
})

it.each([
  ['PORT', '99999'],
  ['PORT', 'http'],
  ['EVENKEEL_URL', 'week.example.org'],
  ['EVENKEEL_URL', 'mailto:desk@example.org'],
  ['EVENKEEL_NOW', 'yesterday'],
])('refuses %s=%s before anything starts, and says what to give', (name, value) => {
  expect(() => readSurroundings({ [name]: value })).toThrow(new RegExp(`^${name}=${value} is not an? .*Give`))
})

it('says why a data folder cannot be made', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-folder-'))
  writeFileSync(join(folder, 'file'), '')
  for (const path of ['file', 'file/data']) {
    expect(() => holdFolder(join(folder, path))).toThrow(/cannot hold the data: a file stands in its way. Maybe/)
  }
  rmSync(folder, { recursive: true })
})
