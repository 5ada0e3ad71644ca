/**
 * What an import changes in one table: new rows, changed rows, untouched ones, and stored rows the files no longer
 * have.
 */
export interface Differences<Wanted, Present> {
  readonly added: Wanted[]
  readonly changed: { readonly from: Present; readonly to: Wanted }[]
  readonly same: number
  readonly gone: Present[]
}

/** How many rows of one kind an import touched; `gone` ones are kept, ended or withdrawn, as the kind demands. */
export interface Tally {
  readonly added: number
  readonly changed: number
  readonly same: number
  readonly gone: number
}

/** Compares rows by their key; a row has changed when any column of the wanted one differs. */
export function differences<Wanted extends object, Present extends Wanted>(
  wanted: readonly Wanted[],
  present: readonly Present[],
  keyOf: (row: Wanted) => string,
): Differences<Wanted, Present> {
  const stored = new Map(present.map((row) => [keyOf(row), row]))
  const added: Wanted[] = []
  const changed: { from: Present; to: Wanted }[] = []
  let same = 0
  for (const row of wanted) {
    const before = stored.get(keyOf(row))
    stored.delete(keyOf(row))
    if (before === undefined) added.push(row)
    else if (isSame(row, before)) same += 1
    else changed.push({ from: before, to: row })
  }
  return { added, changed, same, gone: [...stored.values()] }
}

export function tallyOf(found: Differences<unknown, unknown>): Tally {
  return { added: found.added.length, changed: found.changed.length, same: found.same, gone: found.gone.length }
}

/** Pieces small enough for one statement (PostgreSQL takes 65,535 values). */
export function chunks<T>(rows: readonly T[], size = 1000): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  )
}

function isSame(wanted: object, present: object): boolean {
  const stored = new Map(Object.entries(present))
  return Object.entries(wanted).every(([column, value]) => canonical(value) === canonical(stored.get(column)))
}

/** JSON with sorted keys: PostgreSQL's jsonb keeps no order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
