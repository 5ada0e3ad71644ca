import { describe, expect, it } from 'vitest'
import type { BoardPerson } from '../../../src/schedule/week-board.ts'
import { filterPeople } from './week-filter.ts'
import { counselorKey, readWeekSearch } from './week-search.ts'

function person(name: string, plannedMinutes: number, warnings = 0, counselor = 'Ana Ruiz'): BoardPerson {
  const none = { busy: [], sessions: [], shortfalls: [], prefers: 'none' as const }
  return { id: name, name, counselor, plannedMinutes, warnings, targetMinutes: 540, prescribedMinutes: 540, ...none }
}

const people = [person('Inés Chen', 540), person('Luis Nguyen', 450, 1), person('Dana Rivera', 530, 0, 'Ben Carter')]
const names = (found: BoardPerson[]) => found.map(({ name }) => name)

describe('filters of the week', () => {
  it('find names without accents', () => {
    expect(names(filterPeople(people, {}, 'ines'))).toEqual(['Inés Chen'])
  })

  it('keep those short of their target, with a warning, of one counselor', () => {
    expect(names(filterPeople(people, { short: true }, ''))).toEqual(['Luis Nguyen', 'Dana Rivera'])
    expect(names(filterPeople(people, { warned: true }, ''))).toEqual(['Luis Nguyen'])
    expect(names(filterPeople(people, { counselor: counselorKey('Ben Carter') }, ''))).toEqual(['Dana Rivera'])
  })
})

describe('the address of the week', () => {
  it('leaves out what it does not understand', () => {
    expect(readWeekSearch({ week: '2026-11-30', view: 'secret', rows: 'rooms', short: 'yes', run: '../x' })).toEqual({
      week: '2026-11-30',
    })
  })

  it('names nobody: a counselor is a short key', () => {
    expect(counselorKey('Ana Ruiz')).toMatch(/^[0-9a-z]{1,7}$/)
    expect(counselorKey('Ana Ruiz')).not.toBe(counselorKey('Ana Ruis'))
  })
})
