import type { Center } from '../model/center.ts'
import { lastStarts } from './moments.ts'
import type { Use } from './moments.ts'

/** At one moment no more sessions fit into a set of rooms than it has rooms. */
export interface RoomClique {
  readonly at: number
  readonly rooms: ReadonlySet<number>
  readonly row: number
}

/** Unions of room lists that are looked at for one block of one site; the largest ones are kept. */
const MOST_SETS = 24

/** By `site * blocks + block`: sets of rooms that sessions compete for, at every moment that matters. */
export function roomCliques(center: Center, uses: readonly Use[], row: (right: number) => number): RoomClique[][] {
  const blocks = center.blocks.length
  const by: Use[][] = Array.from({ length: center.sites.length * blocks }, () => [])
  for (const use of uses) {
    const site = center.rooms[use.rooms?.[0] ?? -1]?.site
    if (site !== undefined) by[site * blocks + use.block]!.push(use)
  }
  return by.map((here) =>
    setsOf(center, here).flatMap((rooms) => {
      const concerned = here.filter((use) => use.rooms?.some((room) => rooms.has(room)))
      return lastStarts(concerned).map((at) => ({ at, rooms, row: row(rooms.size) }))
    }),
  )
}

/** The lists sessions name, the rooms of one size, and unions of them. */
function setsOf(center: Center, uses: readonly Use[]): ReadonlySet<number>[] {
  const sets = new Map<string, number[]>()
  const add = (rooms: readonly number[]) => {
    const sorted = [...new Set(rooms)].toSorted((a, b) => a - b)
    if (sorted.length > 0) sets.set(sorted.join(), sorted)
  }
  for (const { rooms } of uses) {
    if (!rooms) continue
    add(rooms)
    for (const size of new Set(rooms.map((room) => center.rooms[room]!.seats))) {
      add(rooms.filter((room) => center.rooms[room]!.seats === size))
    }
  }
  const first = [...sets.values()]
  for (const one of first) for (const other of first) if (sets.size < MOST_SETS) add([...one, ...other])
  return [...sets.values()].map((rooms) => new Set(rooms))
}
