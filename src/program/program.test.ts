import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Program, templateMeetings, templateMinutes, templateWeeks, trackMinutes, type Template } from './program.ts'

const shipped = (name: string) =>
  Program.parse(JSON.parse(readFileSync(new URL(`../../templates/${name}.json`, import.meta.url), 'utf8')))

const exactly = (minutes: number) => ({ least: minutes, most: minutes })

describe('the Matrix template', () => {
  const [matrix] = shipped('matrix').templates as [Template]
  it.each([
    [1, 370],
    [4, 370],
    [5, 270],
    [12, 270],
    [13, 270],
    [16, 270],
    [17, 90],
    [48, 90],
  ])('week %i has %i minutes', (week, minutes) => {
    expect(templateMinutes(matrix, week)).toEqual(exactly(minutes))
  })

  it('ends after 48 weeks, with 8 + 32 + 12 + 36 groups', () => {
    expect(templateWeeks(matrix)).toEqual({ least: 48, most: 48 })
    expect(templateMinutes(matrix, 49)).toBeUndefined()
    const groups = Array.from({ length: 48 }, (_, index) => templateMeetings(matrix, index + 1)?.most ?? 0)
    expect(groups.reduce((sum, count) => sum + count, 0)).toBe(8 + 32 + 12 + 36)
  })
})

describe('the shipped templates', () => {
  it('reach nine hours where they say so', () => {
    const [tip47] = shipped('tip47-nine-hours').templates as [Template]
    const [medicare] = shipped('medicare-iop').templates as [Template]
    expect(templateMinutes(tip47, 1)).toEqual(exactly(540))
    expect(templateMinutes(medicare, 1)).toEqual(exactly(540))
    expect(templateMeetings(medicare, 1)).toEqual(exactly(9))
  })

  it('count both phases in a week in which either may be running', () => {
    const [tip47] = shipped('tip47-nine-hours').templates as [Template]
    expect(templateMinutes(tip47, 6)).toEqual(exactly(540))
    expect(templateMinutes(tip47, 7)).toEqual({ least: 90, most: 540 })
    expect(templateMinutes(tip47, 13)).toEqual({ least: 90, most: 150 })
    expect(templateMinutes(tip47, 400)).toEqual(exactly(0))
  })

  it('carry code numbers only, and say what was not verified', () => {
    for (const name of ['matrix', 'tip47-nine-hours', 'medicare-iop']) {
      const program = shipped(name)
      expect(program.source.note).toBeDefined()
      expect(JSON.stringify(program)).not.toMatch(/ASAM/)
    }
  })
})

describe('a track', () => {
  it('counts the week with and without breaks', () => {
    const breaks = [
      { starts: '10:50', ends: '11:00' },
      { starts: '11:50', ends: '12:00' },
      { starts: '12:50', ends: '13:00' },
    ]
    const days = ['mon', 'tue', 'thu'] as ('mon' | 'tue' | 'thu')[]
    expect(trackMinutes({ name: 'morning', days, starts: '10:00', ends: '13:00', breaks })).toEqual({
      clock: 540,
      counted: 450,
    })
  })
})

describe('what a program file may not say', () => {
  const valid = JSON.parse(readFileSync(new URL('../../templates/matrix.json', import.meta.url), 'utf8'))
  const wrong: [what: string, change: (program: typeof valid) => void, path: string][] = [
    ['an unknown field', (program) => (program.extra = 1), ''],
    [
      'a service that is not there',
      (program) => (program.templates[0].phases[0].meetings[0].service = 'yoga'),
      'templates.0.phases.0.meetings.0.service',
    ],
    ['a code twice', (program) => (program.services[1].code = program.services[0].code), 'services.1.code'],
    [
      'a range upside down',
      (program) => (program.templates[0].phases[0].weeks = { least: 9, most: 4 }),
      'templates.0.phases.0.weeks',
    ],
    ['half of a character', (program) => (program.name = 'x\ud800'), 'name'],
    ['a group outside its track', (program) => (program.timetable[0].groups[0].starts = '09:00'), 'timetable.0'],
    ['a day that ends before it starts', (program) => (program.timetable[1].ends = '08:00'), 'timetable.1'],
    ['words as a billing code', (program) => (program.services[0].billing = ['Group therapy']), 'services.0.billing.0'],
  ]
  it.each(wrong)('%s', (_, change, path) => {
    const program = structuredClone(valid)
    change(program)
    const read = Program.safeParse(program)
    expect(read.success).toBe(false)
    expect(read.error?.issues.map((issue) => issue.path.join('.'))).toContain(path)
  })

  it('a prototype', () => {
    const text = JSON.stringify(valid).replace('{', '{"__proto__":{"polluted":true},')
    expect(Program.safeParse(JSON.parse(text)).success).toBe(false)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})
