/** A session as the resources see it: `rooms` is null when none is taken. */
export interface Use {
  readonly block: number
  readonly start: number
  readonly end: number
  readonly staff: number
  readonly rooms: readonly number[] | null
}

/** Sessions that overlap share the start of the latest of them; a start nobody ends before is covered by the next one. */
export function lastStarts(uses: readonly { readonly start: number; readonly end: number }[]): number[] {
  const starts = [...new Set(uses.map(({ start }) => start))].toSorted((a, b) => a - b)
  const ends = uses.map(({ end }) => end)
  return starts.filter((start, at) => {
    const next = starts[at + 1]
    return next === undefined || ends.some((end) => start < end && end <= next)
  })
}
