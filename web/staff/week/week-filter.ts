import type { BoardPerson } from '../../../src/schedule/week-board.ts'
import { counselorKey, type WeekSearch } from './week-search.ts'

/** The people a reader asked for; the order of the board is kept. */
export function filterPeople(people: readonly BoardPerson[], search: WeekSearch, typed: string): BoardPerson[] {
  const wanted = plain(typed)
  return people.filter(
    (person) =>
      plain(person.name).includes(wanted) &&
      (!search.short || isShort(person)) &&
      (!search.warned || person.warnings > 0) &&
      (search.counselor === undefined || counselorKey(person.counselor) === search.counselor),
  )
}

export function isShort(person: BoardPerson): boolean {
  return person.plannedMinutes < person.targetMinutes
}

export function counselorsOf(people: readonly BoardPerson[]): string[] {
  return [...new Set(people.map((person) => person.counselor))].filter((name) => name !== '').toSorted()
}

/** For comparing typed names: lower case, without accents (`Inés` is found by `ines`). */
export function plain(text: string): string {
  return text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
}
