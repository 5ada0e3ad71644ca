import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { weekEventsOfAll } from './hours.rows.ts'
import { ownCounselorOn } from './own-counselor.rows.ts'
import type { PayerPack } from './payer-pack.ts'
import type { WeekEvents } from './week-events.ts'

/**
 * Whose hours this reader may see, with their own counselors on `day` (a date of the center): the reach of the ledger's
 * entries, over the names the reader may see.
 */
export async function readersPeople(
  tx: Tx,
  day: string,
): Promise<{ id: string; name: string; owner: string | null }[]> {
  const rows = await tx
    .selectFrom('participant')
    .select(['participant_id', 'chosen_name as name'])
    .select(ownCounselorOn(day, 'participant').as('owner'))
    .where(
      sql<boolean>`((SELECT sec.reaches_all('C1', 'r', 'hours-and-codes'))
        OR participant_id = ANY ((SELECT sec.related('C1', 'r', 'hours-and-codes'))::uuid[]))`,
    )
    .orderBy('chosen_name')
    .execute()
  return rows.map(({ participant_id: id, name, owner }) => ({ id, name, owner }))
}

/** The weeks of everybody in treatment, in one pass. For the ledger's own transaction: its askers were decided before. */
export async function centerEvents(tx: Tx, weekStart: string, draft?: PayerPack): Promise<Map<string, WeekEvents>> {
  onRecord(tx, { people: [] })
  const rows = await tx
    .selectFrom('episode')
    .select('participant_id')
    .distinct()
    .orderBy('participant_id')
    .where('admitted_on', '<=', dateOf(dayNumber(weekStart) + 6))
    .where((eb) => eb.or([eb('discharged_on', 'is', null), eb('discharged_on', '>=', weekStart)]))
    .execute()
  return weekEventsOfAll(
    tx,
    rows.map((row) => row.participant_id),
    weekStart,
    draft,
  )
}
