import { actorOf } from '../access/guard.routes.ts'
import { mondayAt, todayIn } from '../center/this-week.rows.ts'
import { centerEvents } from '../hours/at-risk.rows.ts'
import { forecastOf } from '../hours/forecast.ts'
import { ledgerActor } from '../hours/settle.jobs.ts'
import type { Database, Tx } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { onRecord } from '../kernel/trail.ts'
import { OfWeek } from '../schedule/week-board.ts'
import { weekFigures } from '../schedule/week-figures.rows.ts'
import { CenterNow, shareOfHours } from './center-now.ts'
import { lifeCounts, staffLoad } from './center-now.rows.ts'
import { MyDay } from './my-day.ts'
import { readMyDay } from './my-day.rows.ts'
import { ReviewsDue } from './review-due.ts'
import { reviewsDue } from './review-due.rows.ts'
import { Team } from './team.ts'
import { readTeam, unsignedOfTeam } from './team.rows.ts'

/** What needs each role now: the first screens of counselor, supervisor and director (experience.md 4). */
export function nowRoutes(app: App, { database }: { database: Database }): void {
  /** Everybody's week as it happens and as it will end, read by the ledger: most askers see no payer and no signature. */
  const weeksOf = async (tx: Tx, weekStart: string, now: number) =>
    new Map(
      [...(await centerEvents(tx, weekStart))].map(([id, events]) => [
        id,
        { events, forecast: forecastOf(events, now) },
      ]),
    )

  app.get('/api/my-day', { policy: 'my-day.read', schema: { response: { 200: MyDay } } }, async (request) => {
    const actor = actorOf(request)
    const weeks = await database.inTransaction(ledgerActor(actor.center), async (tx) => {
      const { time_zone } = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
      return weeksOf(tx, mondayAt(time_zone, request.now), request.now)
    })
    const forecasts = new Map([...weeks].map(([id, { forecast }]) => [id, forecast]))
    const staffId = request.session?.staffId ?? null
    return database.inTransaction(actor, (tx) => readMyDay(tx, { actor, staffId, now: request.now, forecasts }))
  })

  app.get(
    '/api/reviews-due',
    { policy: 'review-due.read', schema: { response: { 200: ReviewsDue } } },
    async (request) =>
      database.inTransaction(actorOf(request), async (tx) => {
        const day = await todayIn(tx, request.now)
        const reviews = await reviewsDue(tx, day)
        onRecord(tx, { people: reviews.map(({ participant }) => participant), objects: [day], verb: 'read' })
        return { day, reviews }
      }),
  )

  app.get('/api/team', { policy: 'team.read', schema: { response: { 200: Team } } }, async (request) => {
    const actor = actorOf(request)
    const { now } = request
    const staffId = request.session?.staffId ?? null
    const unsigned = await database.inTransaction(ledgerActor(actor.center), (tx) => unsignedOfTeam(tx, staffId, now))
    return database.inTransaction(actor, (tx) => readTeam(tx, { staffId, unsigned, now }))
  })

  app.get(
    '/api/weeks/:weekStart/center',
    { policy: 'center.figures', schema: { params: OfWeek, response: { 200: CenterNow } } },
    async (request) => {
      const actor = actorOf(request)
      const { weekStart } = request.params
      const { weeks, ...counts } = await database.inTransaction(ledgerActor(actor.center), async (tx) => ({
        weeks: await weeksOf(tx, weekStart, request.now),
        ...(await lifeCounts(tx, weekStart)),
        staff: await staffLoad(tx, weekStart),
      }))
      // The ledger read; who asked for it goes on record.
      const seated = await database.inTransaction(actor, async (tx) => {
        onRecord(tx, { people: [], objects: [weekStart], verb: 'read' })
        return (await weekFigures(tx, weekStart))?.people ?? null
      })
      return { weekStart, ...counts, ...shareOfHours([...weeks.values()], seated) }
    },
  )
}
