import type { Role } from './sign-in.ts'

/**
 * Who may read (r) and write (w) which class of data (trust.md 4.1 and 4.2), for the classes that exist so far.
 * `all`: everybody in the center; `related`: own record or own caseload; absent: nothing.
 * SQL says the same in `sec.reach`; access.rows.test.ts compares the two for every cell.
 */
export type DataClass = 'C0' | 'C1' | 'C5'
export type Verb = 'r' | 'w'
export type Reach = 'all' | 'related' | 'none'
/** Actors that are not people (trust.md 4.2). `setup` reaches rows only while the center has no published week. */
export type Actorless = 'import' | 'setup' | 'planner' | 'feed'

type Cells = Partial<Record<`${DataClass}${Verb}`, Reach>>

export const MATRIX: Record<Role | Actorless, Cells> = {
  'front-desk': { C0r: 'all', C0w: 'all', C1r: 'all', C1w: 'all' },
  counselor: { C0r: 'related', C1r: 'related', C1w: 'related', C5r: 'related', C5w: 'related' },
  supervisor: { C0r: 'all', C1r: 'all' },
  prescriber: { C0r: 'all', C1r: 'all' },
  'privacy-officer': { C0r: 'all', C1r: 'all' },
  'screen-technician': {},
  director: {},
  biller: {},
  administrator: {},
  participant: { C0r: 'related', C1r: 'related', C5r: 'related' },
  supporter: {},
  import: { C0r: 'all', C0w: 'all', C1r: 'all', C1w: 'all', C5r: 'all', C5w: 'all' },
  setup: { C0r: 'all', C0w: 'all', C1r: 'all', C1w: 'all', C5r: 'all', C5w: 'all' },
  planner: { C1r: 'all', C1w: 'all' },
  feed: { C1r: 'related' },
}

export function reachOf(role: string, dataClass: DataClass, verb: Verb): Reach {
  return Object.hasOwn(MATRIX, role) ? (MATRIX[role as Role][`${dataClass}${verb}`] ?? 'none') : 'none'
}
