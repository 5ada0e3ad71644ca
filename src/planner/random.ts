/** Numbers in [0, 1), the same for the same seed on every machine (mulberry32, T. Ettinger 2017, public domain). */
export type Random = () => number

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A whole number from 0 to `count` - 1. */
export function drawNumber(random: Random, count: number): number {
  return Math.floor(random() * count)
}

/** One entry of a list; undefined when it is empty. */
export function drawOne<T>(random: Random, list: readonly T[]): T | undefined {
  return list[drawNumber(random, list.length)]
}

/** The list in random order (Fisher and Yates), a new list. */
export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const mixed = [...list]
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = drawNumber(random, at + 1)
    const kept = mixed[at] as T
    mixed[at] = mixed[other] as T
    mixed[other] = kept
  }
  return mixed
}
