import type { Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import type { Plan } from '../planner/model/plan.ts'
import { differencesOf } from '../planner/repair/difference.ts'
import { keptChanges, toldChanges } from './changed-week.ts'
import { changeNames } from './changed-week.rows.ts'
import type { WeekSince } from './plan-diff.ts'
import { among, publishedSessions } from './week.rows.ts'

/**
 * The published week beside the plan it was first published with, person by person as the reader may see them: repairs,
 * moves, choices and make-ups together. Empty for a week nobody published.
 */
export async function changedSinceFirst(tx: Tx, weekStart: string): Promise<WeekSince> {
  onRecord(tx, { people: [], objects: [weekStart] })
  const first = await tx
    .selectFrom('publication')
    .innerJoin('week_proposal as one', (join) =>
      join.onRef('one.id', '=', 'publication.proposal_id').onRef('one.center_id', '=', 'publication.center_id'),
    )
    .select(['publication.published_at', 'one.plan'])
    .where('publication.week_start', '=', weekStart)
    .orderBy('publication.published_at')
    .limit(1)
    .executeTakeFirst()
  if (!first) return { since: null, people: [] }
  const services = await tx.selectFrom('service').select(['id', 'kind']).execute()
  const before = (first.plan as unknown as Plan).sessions
  const changed = differencesOf(services, before, await publishedSessions(tx, weekStart))
  const rows = await tx
    .selectFrom('participant')
    .select(['participant_id', 'chosen_name'])
    .where(among(changed.map(({ participant }) => participant)))
    .execute()
  onRecord(tx, { people: rows.map((row) => row.participant_id), objects: [weekStart] })
  const called = new Map(rows.map((row) => [row.participant_id, row.chosen_name]))
  const names = await changeNames(tx)
  const people = changed.flatMap((one) => {
    const name = called.get(one.participant)
    return name === undefined ? [] : [{ id: one.participant, name, changes: toldChanges(keptChanges(one), names) }]
  })
  return { since: first.published_at, people: people.toSorted((a, b) => a.name.localeCompare(b.name)) }
}
