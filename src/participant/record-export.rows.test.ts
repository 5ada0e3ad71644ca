import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestCenter } from '../kernel/test-center.ts'
import { EXPORTED, WITHHELD } from './record-export.rows.ts'

let center: TestCenter
let owner: pg.Client
beforeAll(async () => {
  center = await openTestDatabase()
  owner = new pg.Client(center.owner)
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await center.database.close()
})

describe('the export of a record', () => {
  it('holds every table of a person, or says why not', async () => {
    const { rows } = await owner.query<{ name: string; keys: string[] }>(`
      SELECT c.relname AS name, array_agg(a.attname::text ORDER BY k.n) FILTER (WHERE k.n > 2) AS keys
      FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, n)
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
      WHERE c.relnamespace = 'evenkeel'::regnamespace AND EXISTS (SELECT FROM pg_attribute p
        WHERE p.attrelid = c.oid AND p.attname = 'participant_id') GROUP BY c.relname ORDER BY 1`)
    const exported = new Map(EXPORTED.map((part) => [part.table, part.keys]))
    expect(rows.map(({ name }) => name)).toEqual([...exported.keys(), ...Object.keys(WITHHELD)].toSorted())
    // The keys page through a table only when they are the rest of its primary key.
    for (const { name, keys } of rows)
      if (exported.has(name) && name !== 'import_warning')
        expect([name, keys ?? []]).toEqual([name, exported.get(name)])
  })
})
