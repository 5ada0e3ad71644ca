/**
 * What reading a center's files found: where, what, and what to do. An error stores nothing; a warning is stored with
 * the rest.
 */
export interface Finding {
  readonly severity: 'error' | 'warning'
  /** Path inside the folder, such as `people.csv` or `calendars/p001.ics`. */
  readonly file: string
  /** From 1; 0 when the file as a whole is meant. */
  readonly line: number
  /** Name of the column, path inside a JSON file, or empty. */
  readonly column: string
  readonly what: string
  /** Advice: what to do about it. */
  readonly fix: string
  /** Code of the participant whose page repeats a warning. */
  readonly person?: string
}

/** A value read from a line of a file. */
export type Lined<T> = T & { readonly line: number }

/** A place inside a file, for findings about it. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: string
  readonly person?: string
}

/** A finding that stops the import. */
export function errorAt(place: Place, what: string, fix: string): Finding {
  return { severity: 'error', ...place, what, fix }
}

/** A finding that is stored, listed and repeated. */
export function warningAt(place: Place, what: string, fix: string): Finding {
  return { severity: 'warning', ...place, what, fix }
}

/** Rows whose key another row already has: one error for each repetition, naming the line that came first. */
export function repeated<T extends { readonly line: number }>(
  file: string,
  column: string,
  rows: readonly T[],
  keyOf: (row: T) => string,
): Finding[] {
  const first = new Map<string, number>()
  return rows.flatMap((row) => {
    const key = keyOf(row)
    const line = first.get(key)
    if (line === undefined) {
      first.set(key, row.line)
      return []
    }
    const what = `"${key}" stands already in line ${line}`
    return [errorAt({ file, line: row.line, column }, what, 'Keep one of the two rows, or give this one its own code.')]
  })
}

/** An error for a code that nothing has, with the nearest code that exists; empty when the code is known. */
export function unknownCode(place: Place, code: string, known: ReadonlySet<string>, noun: string): Finding[] {
  if (known.has(code)) return []
  const near = nearest(code, known)
  const fix = near === undefined ? `Add ${noun} with this code, or correct it.` : `Maybe "${near}".`
  return [errorAt(place, `there is no ${noun} with the code "${code}"`, fix)]
}

/** The known word that differs least from the given one (edit distance, case ignored), when it differs little. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase().slice(0, 64)
  let best: string | undefined
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1
  for (const name of known) {
    if (Math.abs(name.length - wanted.length) >= least) continue
    const distance = editDistance(wanted, name.toLowerCase())
    if (distance < least) {
      least = distance
      best = name
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}
