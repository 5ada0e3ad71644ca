import { sql } from 'kysely'
import type { Actor } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import type { PersonTable } from './test-decided-tables.ts'
import type { Scene } from './test-scene.ts'

/** Runs statements as the application role with an actor's claims, and takes everything back. */
export async function asAndBack<T>(database: Database, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  let found: { value: T } | undefined
  await database
    .inTransaction(actor, async (tx) => {
      found = { value: await work(tx) }
      throw new Error(TAKEN_BACK)
    })
    .catch((error: unknown) => {
      if (!(error instanceof Error) || error.message !== TAKEN_BACK) throw error
    })
  if (!found) throw new Error('nothing was asked')
  return found.value
}

const TAKEN_BACK = 'taken back'

/** `:c`, `:somebody`, `:supporter` as literals. */
export const worded = (text: string, { center, scene }: { center: string; scene: Scene }) =>
  text
    .replaceAll(':somebody', `'${scene.somebody}'`)
    .replaceAll(':supporter', `'${scene.supporter}'`)
    .replaceAll(/:c\b/g, `'${center}'`)

/** The people whose rows a statement reaches; a column `person` says who. */
async function peopleOf(tx: Tx, statement: string): Promise<Set<string>> {
  const { rows } = await sql.raw<{ person: string }>(statement).execute(tx)
  return new Set(rows.map((row) => row.person))
}

export interface TableAnswers {
  readonly reads: ReadonlySet<string>
  readonly inserts: ReadonlySet<string>
  /** Undefined where the table has no such door. */
  readonly changes: ReadonlySet<string> | undefined
  readonly deletes: ReadonlySet<string> | undefined
}

/** What the database lets an actor do with the rows of each person in a table. */
export async function askTable(
  tx: Tx,
  name: string,
  table: PersonTable,
  known: { center: string; scene: Scene; people: readonly string[] },
): Promise<TableAnswers> {
  const where = worded(table.only ?? 'true', known)
  return {
    reads: await peopleOf(tx, `SELECT participant_id AS person FROM evenkeel.${name} WHERE ${where}`),
    inserts: await insertsOf(tx, name, table, known),
    changes: table.change
      ? await peopleOf(
          tx,
          `UPDATE evenkeel.${name} SET ${table.change} WHERE ${where} RETURNING participant_id AS person`,
        )
      : undefined,
    deletes: table.deletes
      ? await peopleOf(tx, `DELETE FROM evenkeel.${name} WHERE ${where} RETURNING participant_id AS person`)
      : undefined,
  }
}

/**
 * Tries one row for each person, each in a subtransaction. Row-level security judges a new row before any constraint, so
 * whatever fails otherwise was allowed.
 */
async function insertsOf(
  tx: Tx,
  name: string,
  table: PersonTable,
  known: { center: string; scene: Scene; people: readonly string[] },
): Promise<Set<string>> {
  const fill = Object.entries(table.fill ?? {})
  const columns = ['center_id', 'participant_id', ...fill.map(([column]) => column)].join(', ')
  const values = [`'${known.center}'`, 'p', ...fill.map(([, value]) => worded(value, known))].join(', ')
  const { states } = await eachPerson(tx, known.people, `INSERT INTO evenkeel.${name} (${columns}) VALUES (${values});`)
  const odd = [...new Set(states)].filter((state) => !/^(42501|P0999|23...)$/.test(state))
  if (odd.length > 0) throw new Error(`${name}: unexpected ${odd.join(', ')}`)
  return new Set(known.people.filter((_, at) => states[at] !== '42501'))
}

/** The people for whom an expression over `:p` is true. */
export async function trueFor(tx: Tx, people: readonly string[], expression: string): Promise<Set<string>> {
  const asked = expression.replaceAll(':p', 'p')
  const { states } = await eachPerson(
    tx,
    people,
    `IF ${asked} THEN RAISE EXCEPTION 'yes' USING ERRCODE = 'P0998'; END IF;`,
  )
  const odd = states.find((state) => !/^(P099[89]|42501)$/.test(state))
  if (odd) throw new Error(`${expression}: unexpected ${odd}`)
  return new Set(people.filter((_, at) => states[at] === 'P0998'))
}

/** SQLSTATE of a statement over `p` for each person; P0999 where nothing went wrong. Nothing stays. */
async function eachPerson(tx: Tx, people: readonly string[], statement: string): Promise<{ states: string[] }> {
  await sql
    .raw(
      `DO $do$
       DECLARE p uuid; code text; said text[] := '{}';
       BEGIN
         FOREACH p IN ARRAY ARRAY[${people.map((one) => `'${one}'`).join(',')}]::uuid[] LOOP
           BEGIN
             ${statement}
             RAISE EXCEPTION 'done' USING ERRCODE = 'P0999';
           EXCEPTION WHEN OTHERS THEN
             GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE;
             said := said || code;
           END;
         END LOOP;
         PERFORM set_config('scene.said', array_to_string(said, ','), true);
       END $do$`,
    )
    .execute(tx)
  const { rows } = await sql<{ said: string }>`SELECT current_setting('scene.said') AS said`.execute(tx)
  return { states: (rows[0]?.said ?? '').split(',') }
}
