import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawWeek } from '../drawn-week.ts'
import type { Week } from '../model/week.ts'
import { newWorkbench } from '../person-week/workbench.ts'
import { drawOne, randomFrom } from '../random.ts'
import { compileWeek } from '../search/compile.ts'
import { solve } from '../solve.ts'
import type { Solution } from '../solve.ts'
import { openMarket } from './generate.ts'
import { firstPrices } from './first-prices.ts'
import { priceRound } from './priced-weeks.ts'
import type { Market } from './priced-weeks.ts'
import { roundedPrice } from './prices.ts'
import type { Prices } from './prices.ts'

const bench = newWorkbench()

function solved(week: Week): Solution {
  let steps = 40
  return solve(week, { seed: 1, keepGoing: () => steps-- > 0 })
}

/** The given timetable (B) of a plan, with a pinned member in every other group. */
function withTimetable(week: Week, plan: Solution): Week {
  const groups = new Set(week.services.filter(({ kind }) => kind === 'group').map(({ id }) => id))
  const fixedGroups = plan.sessions
    .filter(({ service }) => groups.has(service))
    .map(({ members, ...group }, n) => ({ ...group, pinned: n % 2 === 0 ? members.slice(0, 1) : [] }))
  return { ...week, fixedGroups }
}

/** Any prices: most are nothing, some are dear. */
function drawPrices(market: Market, seed: number): Prices {
  const random = randomFrom(seed)
  const draw = () => roundedPrice((drawOne(random, [0, 0, 0, 1, 20]) ?? 0) * random())
  const first = firstPrices(market)
  return { rows: first.rows.map((price) => (random() < 0.5 ? price : draw())), links: first.links.map(draw) }
}

/** A market with a link for everybody wherever they could sit. */
function marketWithLinks(week: Week): Market {
  const market = openMarket(compileWeek(week).center, bench)
  for (const { index, slots } of market.center.people) {
    for (const spot of new Set(slots.spot)) if (spot >= 0) market.links.add({ person: index, spot })
  }
  return market
}

it('proves a bound below every plan, whatever the prices are', () => {
  let near = 0
  let given = 0
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      const week = drawWeek(seed, { people: 5, staff: 3, sites: 2, blocks: 4 })
      const plan = solved(week)
      const fixed = withTimetable(week, plan)
      given += fixed.fixedGroups?.length ?? 0
      for (const other of [week, fixed]) {
        const best = other === week ? plan.cost : Math.min(plan.cost, solved(other).cost)
        const market = marketWithLinks(other)
        const first = priceRound(market, firstPrices(market)).bound
        for (let n = 0; n < 4; n++) {
          const { bound } = priceRound(market, drawPrices(market, seed + n))
          expect(bound).toBeLessThanOrEqual(best)
          if (bound > 0.8 * first) near++
        }
      }
    }),
    { numRuns: 80 },
  )
  expect(given).toBeGreaterThan(20)
  expect(near).toBeGreaterThan(50)
})
