import { z } from 'zod'
import { actorOf, NOT_AVAILABLE } from '../access/guard.routes.ts'
import { centerDay } from '../attendance/attendance-rule.rows.ts'
import type { Database, Tx } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { onRecord } from '../kernel/trail.ts'
import { OfWeek, WeekStart } from '../schedule/week-board.ts'
import { atRisk, countsOf, WeekForecast, worstFirst } from './at-risk.ts'
import { centerEvents, readersPeople } from './at-risk.rows.ts'
import { eligibleDays, EligibleDays } from './eligible-days.ts'
import { allEntries, type StoredEntry } from './entries.rows.ts'
import { evidenceOf, toldBy, type ToldBy } from './evidence.rows.ts'
import { forecastOf } from './forecast.ts'
import { type OfWhom, ownHours, personHours, PersonHours } from './hours.ts'
import { weekEventsOf } from './hours.rows.ts'
import { keepHours } from './keep-hours.jobs.ts'
import { ledgerOf } from './ledger.ts'
import { ledgerActor } from './settle.jobs.ts'
import type { WeekEvents } from './week-events.ts'
import { verdictOf } from './week-verdict.ts'

const OfPersonWeek = z.object({ participant: z.uuid(), weekStart: WeekStart })

/** The hours ledger as people read it: one person's week with every number's rule and events. */
export function hoursRoutes(app: App, { database }: { database: Database }): void {
  keepHours(app, database)

  app.get(
    '/api/participants/:participant/weeks/:weekStart/hours',
    { policy: 'hours.read', schema: { params: OfPersonWeek, response: { 200: PersonHours } } },
    async (request) => {
      const actor = actorOf(request)
      const { participant, weekStart } = request.params
      const read = await database.inTransaction(actor, (tx) => readEntries(tx, participant, weekStart))
      return database.inTransaction(ledgerActor(actor.center), async (tx) => {
        const week = await readEvents(tx, participant, weekStart)
        const judged = { verdict: verdictOf(week, ledgerOf(week)), forecast: forecastOf(week, request.now) }
        const evidence = await evidenceOf(tx, participant, read.entries, read.told)
        const hours = personHours(read.whom, read.entries, judged, evidence)
        return actor.role === 'participant' ? ownHours(hours) : hours
      })
    },
  )

  app.get(
    '/api/weeks/:weekStart/eligible-days',
    { policy: 'billing.read', schema: { params: OfWeek, response: { 200: EligibleDays } } },
    async (request) => {
      const actor = actorOf(request)
      const { weekStart } = request.params
      const events = await database.inTransaction(ledgerActor(actor.center), (tx) => centerEvents(tx, weekStart))
      return database.inTransaction(actor, async (tx) => {
        const today = await centerDay(tx, request.now)
        const days = eligibleDays(weekStart, today, await readersPeople(tx, today), events)
        const named = [...days.people, ...days.papers].map(({ participant }) => participant)
        onRecord(tx, { people: named, objects: [weekStart] })
        return days
      })
    },
  )

  app.get(
    '/api/weeks/:weekStart/forecast',
    { policy: 'hours.forecast', schema: { params: OfWeek, response: { 200: WeekForecast } } },
    async (request) => {
      const actor = actorOf(request)
      const { weekStart } = request.params
      const events = await database.inTransaction(ledgerActor(actor.center), (tx) => centerEvents(tx, weekStart))
      const forecasts = new Map([...events].map(([id, week]) => [id, forecastOf(week, request.now)]))
      const people = await database.inTransaction(actor, async (tx) => {
        const readable = await readersPeople(tx, await centerDay(tx, request.now))
        const seen = readable.flatMap((person) => {
          const forecast = forecasts.get(person.id)
          return forecast ? (atRisk(person, forecast) ?? []) : []
        })
        onRecord(tx, { people: seen.map(({ participant }) => participant), objects: [weekStart] })
        return seen.toSorted(worstFirst)
      })
      return { weekStart, counts: countsOf([...forecasts.values()]), people }
    },
  )
}

interface Read {
  readonly whom: OfWhom
  readonly entries: readonly StoredEntry[]
  readonly told: ToldBy
}

/** Whoever may not see the person gets the same answer as for nobody. */
async function readEntries(tx: Tx, participant: string, weekStart: string): Promise<Read> {
  const known = await tx
    .selectFrom('participant')
    .select('chosen_name')
    .where('participant_id', '=', participant)
    .executeTakeFirst()
  if (!known) throw NOT_AVAILABLE
  onRecord(tx, { people: [participant], objects: [weekStart] })
  const entries = await allEntries(tx, participant, weekStart)
  const told = await toldBy(tx, participant, entries)
  const person = { id: participant, name: known.chosen_name }
  return { whom: { weekStart, person }, entries, told }
}

/**
 * The events behind the entries: the asker's right was decided before. The ledger reads them, because most askers see
 * neither the coverage (C9) nor the signatures of others' notes (C2); the asker's own transaction went on record.
 */
async function readEvents(tx: Tx, participant: string, weekStart: string): Promise<WeekEvents> {
  onRecord(tx, { people: [] })
  return weekEventsOf(tx, participant, weekStart)
}
