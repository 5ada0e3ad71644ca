import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Program, templateMeetings, templateMinutes, templateWeeks, trackMinutes } from './program.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PUBLISHED = join(ROOT, '../shared/data/real/programs/programs.json')
const present = existsSync(PUBLISHED)
if (!present) process.stdout.write('published programs: not present, their arithmetic was not tested\n')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-programs-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const convert = (input: string) =>
  execFileSync(process.execPath, [join(ROOT, 'scripts/program-from-published.mjs'), input, folder], {
    encoding: 'utf8',
  })

describe.skipIf(!present)('each published program, as a program file without code changes', () => {
  const program = (id: string) => Program.parse(JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')))
  const template = (id: string, index = 0) => program(id).templates[index]!
  const track = (id: string, name: string) => program(id).timetable.find((one) => one.name === name)!
  const hours = (minutes: number) => Math.round((minutes / 60) * 100) / 100
  const exactly = (minutes: number) => ({ least: minutes, most: minutes })

  beforeAll(() => {
    convert(PUBLISHED)
  })

  it('fits the format', () => {
    const ids = JSON.parse(readFileSync(PUBLISHED, 'utf8')).programs.map((entry: { id: string }) => entry.id)
    expect(readdirSync(folder).toSorted()).toEqual(ids.map((id: string) => `${id}.json`).toSorted())
    for (const id of ids) expect(program(id).source.verified).toBe(true)
  })

  it('A Prodigal’s Path: 9.0 clock hours, 7.5 without the breaks, in either track', () => {
    for (const name of ['morning', 'evening']) {
      const { clock, counted } = trackMinutes(track('prodigals-path', name))
      expect([hours(clock), hours(counted)]).toEqual([9, 7.5])
    }
    expect(templateMinutes(template('prodigals-path'), 1)).toEqual(exactly(450))
    expect(templateWeeks(template('prodigals-path'))).toEqual({ least: 0, most: undefined })
  })

  it('Deaconess Cross Pointe: 10.5 hours for 6 weeks, then 1 hour of aftercare', () => {
    expect(hours(trackMinutes(track('deaconess-cross-pointe', 'evening')).clock)).toBe(10.5)
    expect(templateMinutes(template('deaconess-cross-pointe'), 6)).toEqual(exactly(630))
    expect(templateMinutes(template('deaconess-cross-pointe'), 7)).toEqual(exactly(60))
  })

  it('UCSF: 14.17 clock hours and 12.5 of groups in IOP, lunch is a break in PHP', () => {
    const iop = trackMinutes(track('ucsf-langley-porter', 'IOP'))
    expect([hours(iop.clock), hours(iop.counted)]).toEqual([14.17, 12.5])
    expect(templateMinutes(template('ucsf-langley-porter'), 1)).toEqual(exactly(750))
    const php = trackMinutes(track('ucsf-langley-porter', 'PHP'))
    expect([hours(php.clock), php.counted]).toEqual([24.17, 1000])
  })

  it('PsychMed: minutes by treatment week, and for women', () => {
    const matrix = template('psychmed-matrix')
    for (const week of [1, 4]) expect(templateMinutes(matrix, week)).toEqual(exactly(370))
    for (const week of [5, 12, 13]) expect(templateMinutes(matrix, week, 'women')).toEqual(exactly(320))
    for (const week of [5, 12, 13, 16]) expect(templateMinutes(matrix, week)).toEqual(exactly(270))
    expect(templateMinutes(matrix, 14, 'women')).toEqual(exactly(270))
    expect(templateWeeks(matrix)).toEqual({ least: 16, most: 16 })
    expect(matrix.occasional).toMatchObject([{ sessions: 3 }])
  })

  it('Phoenix: 18 to 20 hours, then 5 to 7, either of them in weeks 7 and 8', () => {
    const phoenix = template('phoenix-recovery-adolescents')
    expect(templateMinutes(phoenix, 6)).toEqual({ least: 18 * 60, most: 20 * 60 })
    expect(templateMinutes(phoenix, 9)).toEqual({ least: 5 * 60, most: 7 * 60 })
    expect(templateMinutes(phoenix, 7)).toEqual({ least: 5 * 60, most: 20 * 60 })
  })

  it('Women’s Center: 17 weeks and 30 meetings of unpublished length', () => {
    const center = template('womens-center-phases')
    expect(templateWeeks(center)).toEqual({ least: 17, most: 17 })
    const meetings = Array.from({ length: 17 }, (_, index) => templateMeetings(center, index + 1)?.most ?? 0)
    expect(meetings.reduce((sum, count) => sum + count, 0)).toBe(30)
    expect(templateMinutes(center, 1)).toBeUndefined()
  })
})

describe('the script', () => {
  it('refuses another file with a plain line', () => {
    const other = join(folder, 'other.txt')
    writeFileSync(other, '{"schema":"something-else"}')
    expect(() => convert(other)).toThrow(/not a list of published programs/)
  })
})
