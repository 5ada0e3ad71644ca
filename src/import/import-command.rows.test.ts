import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestCenter } from '../kernel/test-center.ts'
import type { ImportTools } from './import-folder.command.ts'
import { importCommand } from './import.command.ts'

let center: TestCenter
let folder: string
let tools: ImportTools
const lines: string[] = []

beforeAll(async () => {
  center = await openTestDatabase()
  tools = { ...center.database, now: () => Date.parse('2026-11-23T15:00:00Z'), log: (line) => lines.push(line) }
})
afterAll(() => center.database.close())

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-import-'))
  lines.length = 0
  expect(await importCommand(['--template', folder], tools)).toBe(0)
  return () => rmSync(folder, { recursive: true, force: true })
})

describe('evenkeel import', () => {
  it('prints where, what and what to do, and ends with 1 when something is wrong', async () => {
    const people = join(folder, 'people.csv')
    writeFileSync(people, readFileSync(people, 'utf8').replace(',lee,', ',lea,'))
    expect(await importCommand([folder, '--as', 'Pat'], tools)).toBe(1)
    const printed = lines.join('\n')
    expect(printed).toMatch(
      /^error +people\.csv:2:counselor +there is no member of staff with the code "lea"\. Maybe "lee"\.$/m,
    )
    expect(printed).toMatch(/^nothing stored: 1 errors/m)
  })

  it('answers --json with the outcome, and ends with 0 when stored with warnings', async () => {
    expect(await importCommand([folder, '--json'], tools)).toBe(0)
    const answer = JSON.parse(lines.at(-1) ?? '')
    expect(answer).toMatchObject({ outcome: 'stored', counts: { people: { added: 1 } } })
    expect(answer.findings.every((finding: { severity: string }) => finding.severity === 'warning')).toBe(true)
  })

  it('ends with 2 when it is not understood, with 1 when there is no folder', async () => {
    expect(await importCommand([], tools)).toBe(2)
    expect(await importCommand([folder, '--weeks', '0'], tools)).toBe(2)
    expect(await importCommand([folder, '--wihtout', 'rooms.csv'], tools)).toBe(2)
    expect(await importCommand([join(folder, 'nowhere')], tools)).toBe(1)
    expect(lines.at(-1)).toMatch(/^There is no folder/)
  })

  it('never overwrites a folder with the template', async () => {
    expect(await importCommand(['--template', folder], tools)).toBe(1)
    expect(lines.at(-1)).toContain('not empty')
  })
})
