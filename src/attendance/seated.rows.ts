import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'

/**
 * Chosen names of seated people: of everybody the reader may see, and of whoever sits in a session the reader holds. People
 * whose name is not the reader's are left out.
 */
export async function namesOf(tx: Tx, people: readonly string[]): Promise<Map<string, string>> {
  if (people.length === 0) return new Map()
  const seen = await tx
    .selectFrom('participant')
    .select(['participant_id', 'chosen_name'])
    .where('participant_id', 'in', people)
    .execute()
  const names = new Map(seen.map((row) => [row.participant_id, row.chosen_name]))
  if (people.every((person) => names.has(person))) return names
  const { rows } = await sql<{ participant_id: string; chosen_name: string }>`
    SELECT * FROM evenkeel.names_in_my_sessions()`.execute(tx)
  for (const row of rows) names.set(row.participant_id, row.chosen_name)
  return names
}
