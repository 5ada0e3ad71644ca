import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { zoneNames } from '../center/zones.ts'
import { checkFacts, TABLES, type Facts, type Stored, type TableName } from './facts.ts'
import { readProgram } from './program-file.ts'
import { readTable } from './table.ts'

const NOTHING: Stored = {
  sites: [],
  rooms: [],
  blocks: [],
  services: [],
  staff: [],
  licenses: [],
  people: [],
  waiting: [],
  templates: [],
}
const template = (file: string) => readFileSync(new URL(`../../templates/${file}`, import.meta.url), 'utf8')

/** The shipped example folder, with some files written anew or left out. */
function factsOf(changes: Partial<Record<TableName, string | undefined>> = {}): Facts {
  const program = readProgram('programs/tip47.json', template('tip47-nine-hours.json'))
  if ('findings' in program) throw new Error('the shipped template does not fit')
  const facts: Facts = { programs: [{ file: 'programs/tip47.json', program: program.program }], calendars: [] }
  for (const [file, schema] of Object.entries(TABLES)) {
    const text = file in changes ? changes[file as TableName] : template(file)
    if (text !== undefined) Object.assign(facts, { [file]: readTable(file, text, schema).rows })
  }
  return facts
}

const found = (facts: Facts, stored = NOTHING) =>
  checkFacts(facts, stored, zoneNames())
    .filter((one) => !one.file.startsWith('programs/'))
    .map((one) => `${one.severity} ${one.file}:${one.line}:${one.column}`)

describe('the facts of a folder', () => {
  it('shipped as an example are in order; what the center does not offer is said', () => {
    expect(found(factsOf())).toEqual([])
    const warnings = checkFacts(factsOf(), NOTHING, zoneNames())
    expect(warnings.every((one) => one.severity === 'warning' && one.column.startsWith('services['))).toBe(true)
    expect(warnings).toHaveLength(5)
  })

  it('are checked against what is stored where a file is left out', () => {
    const facts = factsOf({ 'sites.csv': undefined, 'rooms.csv': undefined })
    expect(found(facts)).toEqual(['error staff.csv:2:site', 'error people.csv:2:sites'])
    expect(found(facts, { ...NOTHING, sites: ['river'] })).toEqual([])
  })

  it('name a person entered twice, by code an error, by name a warning', () => {
    const [header, row] = template('people.csv').split('\n') as [string, string]
    expect(found(factsOf({ 'people.csv': [header, row, row].join('\n') }))).toContain('error people.csv:3:code')
    expect(found(factsOf({ 'people.csv': [header, row, row.replace('p001', 'p002')].join('\n') }))).toEqual([
      'warning people.csv:3:chosen_name',
    ])
  })

  it('name overlapping rosters, an unknown zone, and a counselor who is never on duty', () => {
    const roster = `${template('roster.csv')}lee,mon,20:00,22:00\n`
    expect(found(factsOf({ 'roster.csv': roster }))).toEqual(['error roster.csv:3:starts'])
    expect(found(factsOf({ 'roster.csv': 'staff,day,starts,ends\n' }))).toEqual(['warning people.csv:2:counselor'])
    const center = template('center.csv').replace('America/New_York', 'America/Gotham')
    expect(found(factsOf({ 'center.csv': center }))).toEqual(['error center.csv:2:time_zone'])
  })

  it('name a calendar of nobody and of staff', () => {
    const facts = factsOf()
    facts.calendars.push({ file: 'calendars/p9.ics', person: 'p9', hash: '', busy: [] })
    facts.calendars.push({ file: 'calendars/staff-lee.ics', person: 'staff-lee', hash: '', busy: [] })
    expect(found(facts)).toEqual(['warning calendars/p9.ics:0:', 'warning calendars/staff-lee.ics:0:'])
  })

  it('name one template code in two programs', () => {
    const facts = factsOf()
    const [first] = facts.programs
    facts.programs.push({ file: 'programs/again.json', program: first!.program })
    const errors = checkFacts(facts, NOTHING, zoneNames()).filter((one) => one.severity === 'error')
    expect(errors).toMatchObject([{ file: 'programs/again.json', column: 'templates[0].code' }])
  })
})
