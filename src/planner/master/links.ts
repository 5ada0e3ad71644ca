/**
 * "Whoever sits at a spot needs a group that runs there": rows for one person and one spot, added where a fractional
 * answer breaks them. They say more than the seats of a spot when groups are small.
 */
export interface Links {
  readonly list: readonly Link[]
  /** Links of a spot, by their number. */
  readonly bySpot: readonly (readonly number[])[]
  /** Number of the link, -1 when there is none. */
  of(person: number, spot: number): number
}

export interface Link {
  readonly person: number
  readonly spot: number
}

export interface GrowingLinks extends Links {
  add(link: Link): void
}

export function newLinks(spots: number): GrowingLinks {
  const list: Link[] = []
  const bySpot: number[][] = Array.from({ length: spots }, () => [])
  const numbers = new Map<number, number>()
  const key = ({ person, spot }: Link) => person * spots + spot
  return {
    list,
    bySpot,
    of: (person, spot) => numbers.get(key({ person, spot })) ?? -1,
    add(link) {
      numbers.set(key(link), list.length)
      bySpot[link.spot]!.push(list.length)
      list.push(link)
    },
  }
}
