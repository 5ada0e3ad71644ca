import type { Link } from './links.ts'
import type { MasterAnswer, RestrictedMaster } from './restricted-master.ts'

/** A link has to be broken by this share to be worth a row. */
const BROKEN = 0.05
/** Rows a round: more would make the next answers slow. */
const MOST_ROWS = 200

/** People who sit at a spot with a larger share than groups run there, the worst first. */
export function looseLinks({ market, weeks }: RestrictedMaster, answer: MasterAnswer): Link[] {
  const { center, runs, links } = market
  const ran = new Float64Array(center.spots.length)
  runs.forEach(({ spot }, run) => (ran[spot]! += answer.runs[run]!))
  const seated = new Map<number, Link & { share: number }>()
  weeks.forEach(({ person, slots }, week) => {
    const share = answer.weeks[week]!
    if (share < 1e-9) return
    for (const slot of slots) {
      const spot = center.people[person]!.slots.spot[slot]!
      if (spot < 0 || links.of(person, spot) >= 0) continue
      const key = person * center.spots.length + spot
      const known = seated.get(key) ?? { person, spot, share: 0 }
      known.share += share
      seated.set(key, known)
    }
  })
  const excess = ({ spot, share }: Link & { share: number }) => share - ran[spot]!
  return [...seated.values()]
    .filter((one) => excess(one) > BROKEN)
    .toSorted((a, b) => excess(b) - excess(a))
    .slice(0, MOST_ROWS)
}
