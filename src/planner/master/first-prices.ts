import type { Market } from './priced-weeks.ts'
import type { Prices } from './prices.ts'
import { roundedPrice } from './prices.ts'

/** Every seat pays its share of a full group: what people pay who have the center for themselves. */
export function firstPrices({ resources, center, runs, links }: Market): Prices {
  const rows = new Float64Array(resources.count)
  for (const run of runs) {
    const row = resources.seatRow[run.spot]!
    const share = roundedPrice(center.week.weights.group / run.limit)
    rows[row] = rows[row] === 0 ? share : Math.min(rows[row]!, share)
  }
  return { rows, links: new Float64Array(links.list.length) }
}
