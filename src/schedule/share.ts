import { z } from 'zod'

/** Fewer people than this are never a number for readers of counts (trust.md 4.1, class C11; docs/decisions/024). */
export const SMALLEST_CELL = 11

/**
 * How many of how many, so that neither those inside nor those outside are a small group: `few` are one to ten, `nearly-all`
 * leaves one to ten out, `hidden` is a whole of fewer than eleven, or one that differs by one to ten from another whole
 * the reader is told. `count` is null unless the share is `exact`, `of` only where it is `hidden`.
 */
export const Share = z.object({
  count: z.int().nullable(),
  of: z.int().nullable(),
  shown: z.enum(['exact', 'few', 'nearly-all', 'hidden']),
})
export type Share = z.infer<typeof Share>

/** A count of people, or of what belongs to single people, as a reader of counts may read it. */
export function shownCount(count: number): number | null {
  return count > 0 && count < SMALLEST_CELL ? null : count
}

/** `count` of `of`; `beside` is another whole told to the same reader, null where that is withheld. */
export function shareOf(count: number, of: number, beside: number | null = null): Share {
  if (of < SMALLEST_CELL) return { count: null, of: shownCount(of), shown: 'hidden' }
  if (beside !== null && shownCount(Math.abs(beside - of)) === null) return { count: null, of: null, shown: 'hidden' }
  if (shownCount(count) === null) return { count: null, of, shown: 'few' }
  if (shownCount(of - count) === null) return { count: null, of, shown: 'nearly-all' }
  return { count, of, shown: 'exact' }
}
