import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { weekEventsOfAll } from './hours.rows.ts'
import type { PayerPack } from './payer-pack.ts'
import type { WeekEvents } from './week-events.ts'

/** Whose hours this reader may see, with their own counselors: the reach of the ledger's entries, over the names the reader may see. */
export async function readersPeople(tx: Tx): Promise<{ id: string; name: string; owner: string | null }[]> {
  const rows = await tx
    .selectFrom('participant')
    .select(['participant_id', 'chosen_name as name'])
    .select(
      sql<string | null>`(SELECT w.name FROM caseload c JOIN staff w ON w.center_id = c.center_id AND w.id = c.staff_id
        WHERE c.center_id = participant.center_id AND c.participant_id = participant.participant_id AND c.kind = 'own'
          AND (c.until_date IS NULL OR c.until_date >= current_date)
        ORDER BY c.from_date DESC LIMIT 1)`.as('owner'),
    )
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
