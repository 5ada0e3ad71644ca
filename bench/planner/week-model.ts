import type { Center } from '../../src/planner/model/center.ts'
import type { Week } from '../../src/planner/model/week.ts'
import { compileWeek } from '../../src/planner/search/compile.ts'
import { addCenter, type CenterChoices } from './center-rows.ts'
import { type IntegerProgram, newProgram } from './integer-program.ts'
import { addPerson, type Seat } from './person-rows.ts'

/** A whole week as one integer program, and what its columns mean. */
export interface WeekModel extends CenterChoices {
  readonly center: Center
  readonly program: IntegerProgram
  readonly seats: readonly Seat[]
  /** False when somebody's services had to be left out: the program's bound then bounds nothing. */
  readonly exact: boolean
}

/**
 * Every hard rule and cost of a well-formed week (docs/week-format.md sections 4 and 5) as one integer program whose
 * optimum is the cost of the best plan. Sessions that a rule forbids by itself have no column.
 */
export function modelOfWeek(week: Week): WeekModel {
  const { center } = compileWeek(week)
  const program = newProgram()
  const seats = center.people.flatMap((person) => addPerson(program, center, person))
  const choices = addCenter(program, center, seats)
  const groups = new Set(week.services.filter(({ kind }) => kind === 'group').map(({ id }) => id))
  program.offset += center.frozen.filter(({ service }) => groups.has(service)).length * week.weights.group
  return { center, program, seats, ...choices, exact: center.people.every((person) => person.exact) }
}
