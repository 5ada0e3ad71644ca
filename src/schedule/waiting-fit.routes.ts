import { actorOf } from '../access/guard.routes.ts'
import { mayAsk } from '../access/policy.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { askFits } from './asking-lab.worker.ts'
import { plannerFor } from './plan-run.jobs.ts'
import { WaitingList } from './waiting-fit.ts'
import { loadStandingWeek, readWaitingList } from './waiting-fit.rows.ts'
import { OfWeek } from './week-board.ts'

/** The waiting list, with what a week's plan has for everybody on it. */
export function waitingFitRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/weeks/:weekStart/waiting-list',
    { policy: 'waiting.read', schema: { params: OfWeek, response: { 200: WaitingList } } },
    async (request) => {
      const actor = actorOf(request)
      const { weekStart } = request.params
      const standing = await database.inTransaction(plannerFor(actor), (tx) =>
        loadStandingWeek(tx, weekStart, request.now),
      )
      const { week, sessions, waiting, plan } = standing
      const isAhead = plan === 'published' || plan === 'proposed'
      const fits = isAhead && waiting.length > 0 ? await askFits({ week, sessions, waiting }) : []
      const mayChange = mayAsk('waiting.change', actor.role)
      return database.inTransaction(actor, (tx) => readWaitingList(tx, { weekStart, mayChange }, standing, fits))
    },
  )
}
