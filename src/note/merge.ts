/** A field two people wrote differently at once, by its path: `narrative`, `lines.<participant>.words`. */
export interface Conflict {
  readonly field: string
  readonly mine: string
  readonly theirs: string
}

export interface Merged<Draft> {
  readonly draft: Draft
  readonly conflicts: readonly Conflict[]
}

/** Chooses for one field between what stood, what I wrote and what somebody else wrote. */
type Pick = <T>(field: string, values: readonly [was: T, mine: T, theirs: T]) => T

/**
 * Brings together what two people wrote since the same version, field by field: what one of them changed takes that change;
 * what both changed differently is a conflict, and the merged draft holds mine. No word of either is lost.
 */
export function merged<Draft>(choose: (pick: Pick) => Draft): Merged<Draft> {
  const conflicts: Conflict[] = []
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  const draft = choose((field, [was, mine, theirs]) => {
    if (same(mine, theirs) || same(theirs, was)) return mine
    if (same(mine, was)) return theirs
    conflicts.push({ field, mine: asWords(mine), theirs: asWords(theirs) })
    return mine
  })
  return { draft, conflicts }
}

function asWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
