import { centersHere } from '../access/sign-in.rows.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { logFailure } from '../kernel/keep-looking.ts'
import { storeShippedPacks } from './shipped-packs.jobs.ts'
import { settleHours } from './settle.jobs.ts'

/**
 * Keeps the ledger true while the server runs: whatever a request wrote is counted as soon as it was answered, and what
 * an earlier server left is counted at the start. At most one count a center is under way.
 */
export function keepHours(app: App, database: Database): void {
  const atWork = new Map<string, Promise<void>>()
  const again = new Set<string>()
  let closing = false

  const settle = (center: string): void => {
    if (closing) return
    if (atWork.has(center)) {
      again.add(center)
      return
    }
    const work = settleHours(database, center)
      .then(() => undefined)
      // A count that fails leaves its weeks due; the next request or start counts them.
      .catch(logFailure)
      .finally(() => {
        atWork.delete(center)
        if (again.delete(center)) settle(center)
      })
    atWork.set(center, work)
  }

  app.addHook('onReady', async () => {
    for (const { center_id: center } of await centersHere(database)) {
      await storeShippedPacks(database, center)
      settle(center)
    }
  })
  app.addHook('onResponse', async (request) => {
    if (request.method !== 'GET' && request.session) settle(request.session.actor.center)
  })
  app.addHook('onClose', async () => {
    closing = true
    await Promise.all(atWork.values())
  })
}
