import { recordCoverage, recordPaper } from '../hours/coverage.rows.ts'
import { storeShippedPacks } from '../hours/shipped-packs.jobs.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { COVERED_BEFORE, DEMO_PAYERS } from './demo-payers.ts'

/** The biller records who pays for whom, and which papers hold, in the week that begins on `monday`. */
export async function coverDemoPeople(database: Database, biller: Actor, monday: string): Promise<void> {
  await storeShippedPacks(database, biller.center)
  const day = (after: number) => dateOf(dayNumber(monday) + after)
  await database.inTransaction(biller, async (tx) => {
    const rows = await tx.selectFrom('participant').select(['code', 'participant_id']).execute()
    const ids = new Map(rows.map((row) => [row.code, row.participant_id]))
    for (const { pack, people, papers, own } of DEMO_PAYERS) {
      for (const code of people) {
        const person = ids.get(code)
        if (!person) throw new Error(`The demo center has nobody with the code ${code}.`)
        await recordCoverage(tx, biller, person, { pack, from: day(-COVERED_BEFORE) })
        for (const { kind, from, until } of own[code] ?? papers)
          await recordPaper(tx, biller, person, { kind, from: day(from), until: until === null ? null : day(until) })
      }
    }
  })
}
