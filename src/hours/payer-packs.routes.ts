import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import { centerDay } from '../attendance/attendance-rule.rows.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { dateOf, dayNumber, weekdayOf } from '../planner/model/time.ts'
import { centerEvents } from './at-risk.rows.ts'
import { coveredBy } from './coverage.rows.ts'
import { type Forecast, forecastOf } from './forecast.ts'
import { PayerPack } from './payer-pack.ts'
import { countsUnder, differs, EnterVersion, PackPreview, PayerPacks } from './payer-packs.ts'
import { enterVersion, readPacks, refuseVersion, versionOf } from './payer-packs.rows.ts'
import { ledgerActor } from './settle.jobs.ts'

/** Payers' rules as data: read by whoever works with the numbers, entered by the biller, from a day on. */
export function payerPackRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/payer-packs',
    { policy: 'payer-pack.read', schema: { response: { 200: PayerPacks } } },
    async (request) => {
      const actor = actorOf(request)
      const covered =
        actor.role === 'biller'
          ? await database.inTransaction(ledgerActor(actor.center), (tx) => coveredBy(tx, request.now))
          : null
      return database.inTransaction(actor, (tx) => readPacks(tx, request.now, covered))
    },
  )

  app.post(
    '/api/payer-packs/preview',
    { policy: 'payer-pack.write', schema: { body: EnterVersion, response: { 200: PackPreview } } },
    (request) => preview(database, actorOf(request), request.body, request.now),
  )

  app.post(
    '/api/payer-packs',
    { policy: 'payer-pack.write', schema: { body: EnterVersion, response: { 201: PayerPack } } },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) => enterVersion(tx, actor, request.body, request.now))
    },
  )
}

/** What the present week would be under the version; nothing is entered. Refusals: those of entering it. */
async function preview(
  database: Database,
  actor: Actor,
  wish: EnterVersion,
  now: number,
): Promise<z.infer<typeof PackPreview>> {
  const today = await database.inTransaction(actor, async (tx) => {
    const day = await centerDay(tx, now)
    await refuseVersion(tx, wish, day)
    return day
  })
  const weekStart = dateOf(dayNumber(today) - weekdayOf(today))
  const draft = versionOf(wish)
  // In one transaction, and person by person: nobody who is admitted meanwhile stands for somebody else.
  return database.inTransaction(ledgerActor(actor.center), async (tx) => {
    const under = async (version?: PayerPack) => {
      const weeks = await centerEvents(tx, weekStart, version)
      return new Map([...weeks].map(([person, week]) => [person, forecastOf(week, now)]))
    }
    const before = await under()
    const after = await under(draft)
    const wholeWeek = await under({ ...draft, effectiveFrom: weekStart })
    const changes = (person: string, forecast: Forecast) => {
      const was = before.get(person)
      return was !== undefined && differs(was, forecast)
    }
    return {
      weekStart,
      people: [...after.values()].filter(({ verdict }) => verdict.payer?.pack.id === wish.id).length,
      changed: [...after].filter(([person, forecast]) => changes(person, forecast)).length,
      before: countsUnder(wish.id, [...before.values()]),
      after: countsUnder(wish.id, [...after.values()]),
      wholeWeek: countsUnder(wish.id, [...wholeWeek.values()]),
    }
  })
}
