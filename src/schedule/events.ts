/** What can change about a week, in the order it is told; a reader hears of some of it. */
export const CHANGES = ['publication', 'planning', 'obligations', 'appointments'] as const

/** A mark per kind of change: whenever it differs from the one before, something changed. Marks hold ids and counts. */
export type WeekMarks = Readonly<
  Partial<Record<(typeof CHANGES)[number], { readonly id: string; readonly mark: string }>>
>

/** The events (server-sent events, HTML standard 9.2) between two looks at a week; empty when nothing changed. */
export function eventsBetween(before: WeekMarks, now: WeekMarks): string {
  return CHANGES.filter((kind) => before[kind]?.mark !== now[kind]?.mark)
    .map((kind) => `event: ${kind}\ndata: ${JSON.stringify({ id: now[kind]?.id ?? null })}\n\n`)
    .join('')
}
