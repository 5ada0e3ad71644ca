import { sql, type Insertable } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import type { DB } from '../kernel/tables.generated.ts'

const ROWS_A_STATEMENT = 5000

/**
 * Inserts many rows of one shape. They travel as one JSON value a statement: a value list of the same rows would take
 * several times the time and memory, and PostgreSQL ends it at 65,535 values.
 */
export async function addRows<Table extends keyof DB>(
  tx: Tx,
  table: Table,
  rows: readonly Insertable<DB[Table]>[],
): Promise<void> {
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((column) => sql.ref(column)))
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const values = JSON.stringify(rows.slice(start, start + ROWS_A_STATEMENT))
    await sql`INSERT INTO ${sql.table(table)} (${columns})
      SELECT ${columns} FROM jsonb_populate_recordset(NULL::${sql.table(table)}, ${values}::jsonb)`.execute(tx)
  }
}
