import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { storeDemoCenter, type StoredCenter } from '../import/test-center.ts'
import type { Actor } from '../kernel/claims.ts'
import { readFrom } from '../kernel/owner.ts'
import { onRecord } from '../kernel/trail.ts'
import { readHeads } from './audit.rows.ts'
import { readCheckpoints } from './checkpoint.ts'
import { checkpointPath, keepCheckpoints, readLines, signerOf } from './checkpoints.jobs.ts'
import { verifyChains } from './verify.rows.ts'

let center: StoredCenter
let desk: Actor
let people: string[]
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-audit-'))

beforeAll(async () => {
  center = await storeDemoCenter()
  desk = (await center.signIn('front-desk')).actor
  people = await center.database.inTransaction(desk, async (tx) =>
    (await tx.selectFrom('participant').select('participant_id').execute()).map((row) => row.participant_id),
  )
})
afterAll(async () => {
  await center.database.close()
  rmSync(folder, { recursive: true, force: true })
})

const entries = async () => (await readHeads(center.database)).reduce((sum, head) => sum + head.number, 0)
const knownNow = () => readCheckpoints(readLines(checkpointPath(folder)), signerOf(folder))
const look = (person: string) =>
  center.database.inTransaction({ ...desk, asked: { what: 'person-week.read', person, verb: 'read' } }, async (tx) => {
    onRecord(tx, { people: [person] })
  })

describe('an entry', () => {
  it('is one of a transaction, names whom it met, and holds no words', async () => {
    const before = await entries()
    await center.database.inTransaction(desk, (tx) => tx.selectFrom('participant').selectAll().execute())
    expect(await entries()).toBe(before + 1)
    const said = await lastEntry()
    expect(said).toMatchObject({
      actor: desk.uid,
      role: 'front-desk',
      session: desk.session,
      verb: 'read',
      outcome: 'done',
    })
    expect(said.people).toEqual(people.toSorted())
    expect(JSON.stringify(said)).not.toMatch(/Dana|Maria/)
  })

  it('is not left by a transaction that rolls back, nor by one that meets nobody', async () => {
    const before = await entries()
    const rolledBack = center.database.inTransaction(desk, async (tx) => {
      await tx.updateTable('participant').set({ language: 'es' }).where('participant_id', '=', people[0]!).execute()
      throw new Error('changed my mind')
    })
    await expect(rolledBack).rejects.toThrow('changed my mind')
    await center.database.inTransaction(desk, (tx) => tx.selectFrom('center').select('name').execute())
    expect(await entries()).toBe(before)
  })

  it('names people by the statement where the rows do not', async () => {
    await center.database.inTransaction(desk, (tx) =>
      tx.updateTable('participant').set({ language: 'en' }).where('participant_id', '=', people[1]!).execute(),
    )
    expect(await lastEntry()).toMatchObject({ verb: 'write', people: [people[1]] })
    await center.database.inTransaction(desk, (tx) =>
      tx.selectFrom('participant').select('language').where('participant_id', '=', people[2]!).execute(),
    )
    expect(await lastEntry()).toMatchObject({ verb: 'read', people: [people[2]] })
  })

  it('refuses words, and refuses to be changed', async () => {
    const withWords = center.database.inTransaction(desk, async (tx) => onRecord(tx, { people, objects: ['Dana R.'] }))
    await expect(withWords).rejects.toMatchObject({ code: '22023' })
    for (const change of ['UPDATE audit.entry SET number = 1', 'DELETE FROM audit.entry', 'TRUNCATE audit.entry']) {
      await expect(asOwner(center.owner, change)).rejects.toMatchObject({ code: '42501' })
    }
  })

  it('cannot be written without live claims, so nothing commits without one', async () => {
    const { actor, token } = await center.signIn('front-desk')
    const { closeSession } = await import('../access/sign-in.rows.ts')
    const ended = center.database.inTransaction(actor, async (tx) => {
      await tx.selectFrom('participant').selectAll().execute()
      await closeSession(center.database, token)
    })
    await expect(ended).rejects.toMatchObject({ code: '42501' })
  })

  it('is left by signing in, signing out and every change of rights', async () => {
    const { actor } = await center.signIn('biller')
    for (const change of [
      `UPDATE auth.session SET stepped_up_at = now() WHERE id = '${actor.session}'`,
      `UPDATE auth.session SET last_seen_at = now() WHERE id = '${actor.session}'`,
      `UPDATE auth.account_role SET ended_at = now() WHERE account_id = '${actor.uid}'`,
      `UPDATE auth.account SET deactivated_at = now() WHERE id = '${actor.uid}'`,
    ]) {
      const before = await entries()
      await asOwner(center.owner, change)
      expect([change, (await entries()) - before]).toEqual([change, change.includes('last_seen_at') ? 0 : 1])
    }
    const { rows } = await asOwner(
      center.owner,
      `SELECT DISTINCT convert_from(body, 'UTF8')::jsonb->>'what' AS what
      FROM audit.entry WHERE chain = 16 ORDER BY 1`,
    )
    const found = rows.map((row) => row['what'])
    for (const what of ['account.opened', 'role.given-counselor', 'session.opened', 'session.ended'])
      expect(found).toContain(what)
  })
})

describe('32 writers at once', () => {
  it('leave chains without a fork or a gap', async () => {
    const before = await entries()
    const writers = Array.from({ length: 32 }, async (_, writer) => {
      for (let turn = 0; turn < 8; turn += 1) await look(people[(writer * 7 + turn) % people.length]!)
    })
    await Promise.all(writers)
    expect(await entries()).toBe(before + 256)
    expect((await readFrom(center.owner, (client) => verifyChains(client, []))).breaks).toEqual([])
    const used = (await readHeads(center.database)).filter((head) => head.chain < 16 && head.number > 0)
    expect(used.length).toBeGreaterThan(10)
  })
})

describe('tampering', () => {
  let chain: number
  let count: number
  const checkpoints = () => keepCheckpoints({ database: center.database, folder, clock: () => Date.UTC(2026, 10, 23) })

  beforeAll(async () => {
    const person = people[3]!
    for (let turn = 0; turn < 6; turn += 1) await look(person)
    const marks = checkpoints()
    expect(await marks.mark()).toBe(true)
    expect(await marks.mark()).toBe(false)
    for (let turn = 0; turn < 4; turn += 1) await look(person)
    await marks.stop()
    const { rows } = await asOwner(
      center.owner,
      `SELECT chain, max(number)::int AS count FROM audit.entry
      WHERE chain = (SELECT chain FROM audit.entry WHERE people = ARRAY['${person}'::uuid] ORDER BY at DESC LIMIT 1) GROUP BY 1`,
    )
    chain = rows[0]!['chain'] as number
    count = rows[0]!['count'] as number
    expect(count).toBeGreaterThanOrEqual(10)
  })

  /** What the verifier says after a change by a superuser, past all triggers; then it is undone. */
  async function foundAfter(change: string, known = knownNow().known) {
    const client = new pg.Client({ ...inject('postgres').superuser, database: center.owner.database })
    await client.connect()
    try {
      await client.query('SET session_replication_role = replica; SET timezone = UTC; BEGIN')
      await client.query(change)
      return (await verifyChains(client, known)).breaks
    } finally {
      await client.end()
    }
  }

  it('is not found where there is none', async () => {
    const { known, faults } = knownNow()
    expect(faults).toEqual([])
    expect(known.some((head) => head.number > 0)).toBe(true)
    expect(await foundAfter('SELECT 1', known)).toEqual([])
  })

  it.each<[string, (at: number) => string, number, RegExp]>([
    [
      'an altered body',
      (at) =>
        `UPDATE audit.entry SET body = convert_to(replace(convert_from(body, 'UTF8'), '"outcome":"done"', '"outcome":"denied"'), 'UTF8') WHERE chain = ${at} AND number = 5`,
      5,
      /altered/,
    ],
    [
      'an altered search column',
      (at) => `UPDATE audit.entry SET people = '{}' WHERE chain = ${at} AND number = 5`,
      5,
      /columns for searching/,
    ],
    [
      'an altered hash',
      (at) => `UPDATE audit.entry SET hash = sha256('x') WHERE chain = ${at} AND number = 5`,
      5,
      /altered/,
    ],
    [
      'spaces that mean nothing',
      (at) => `UPDATE audit.entry SET body = body || ' ' WHERE chain = ${at} AND number = 5`,
      5,
      /form/,
    ],
    ['a deleted entry', (at) => `DELETE FROM audit.entry WHERE chain = ${at} AND number = 5`, 5, /missing/],
    [
      'a deleted entry, the others moved up',
      (at) =>
        `DELETE FROM audit.entry WHERE chain = ${at} AND number = 5; UPDATE audit.entry SET number = -number + 1000000 WHERE chain = ${at} AND number > 5; UPDATE audit.entry SET number = -(number - 1000000) - 1 WHERE chain = ${at} AND number > 900000`,
      5,
      /not in its place/,
    ],
    [
      'two entries swapped',
      (at) =>
        `UPDATE audit.entry SET number = 1000005 WHERE chain = ${at} AND number = 5; UPDATE audit.entry SET number = 5 WHERE chain = ${at} AND number = 7; UPDATE audit.entry SET number = 7 WHERE chain = ${at} AND number = 1000005`,
      5,
      /not in its place/,
    ],
  ])('finds and names %s', async (_name, change, number, what) => {
    const breaks = await foundAfter(change(chain))
    expect(breaks).toEqual([{ chain, number, what: expect.stringMatching(what) as string }])
    // Found without any checkpoint as well.
    expect(await foundAfter(change(chain), [])).toHaveLength(1)
  })

  it('finds a cut end and an emptied table, by the checkpoint alone', async () => {
    const cut = `DELETE FROM audit.entry WHERE chain = ${chain} AND number > ${count - 2}`
    expect(await foundAfter(cut)).toEqual([
      { chain, number: count - 1, what: expect.stringMatching(/end was cut/) as string },
    ])
    expect(await foundAfter(cut, [])).toEqual([])
    const emptied = await foundAfter('TRUNCATE audit.entry')
    const used = (await readHeads(center.database)).filter((head) => head.number > 0).map((head) => head.chain)
    expect(emptied.map((one) => [one.chain, one.number])).toEqual(used.map((one) => [one, 1]))
  })

  it('finds a chain that was hashed anew, by the checkpoint alone', async () => {
    const anew = `
      UPDATE audit.entry SET body = convert_to(replace(convert_from(body, 'UTF8'), '"outcome":"done"', '"outcome":"denied"'), 'UTF8')
      WHERE chain = ${chain} AND number = ${count - 1};
      DO $$ DECLARE row audit.entry; last bytea := decode(repeat('00', 32), 'hex'); BEGIN
        FOR row IN SELECT * FROM audit.entry WHERE chain = ${chain} ORDER BY number LOOP
          last := sha256(last || row.body);
          UPDATE audit.entry SET hash = last WHERE chain = row.chain AND number = row.number;
        END LOOP; END $$`
    expect(await foundAfter(anew, [])).toEqual([])
    const [found, ...more] = await foundAfter(anew)
    expect(more).toEqual([])
    // The first checkpoint, four entries before the end, still holds: the rewriting begins after it.
    expect(found).toMatchObject({ chain, number: count - 3, what: expect.stringMatching(/hashes made anew/) as string })
  })

  it('finds checkpoints that were forged, changed or removed', () => {
    const lines = readLines(checkpointPath(folder))
    const signer = signerOf(folder)
    expect(lines.length).toBe(2)
    expect(readCheckpoints(lines.slice(1), signer).faults).toEqual([expect.stringMatching(/does not follow/)])
    const changed = lines.map((line) => line.replace('"number":1', '"number":2'))
    expect(readCheckpoints(changed, signer).faults.length).toBeGreaterThan(0)
    const other = signerOf(mkdtempSync(join(tmpdir(), 'evenkeel-other-')))
    expect(readCheckpoints(lines, other)).toMatchObject({ known: [], faults: [{}, {}] as unknown })
  })
})

async function lastEntry() {
  const { rows } = await asOwner(center.owner, `SELECT body, hash FROM audit.entry ORDER BY at DESC LIMIT 1`)
  const { body, hash } = rows[0] as { body: Buffer; hash: Buffer }
  expect(createHash('sha256').update(body).digest()).not.toEqual(hash)
  return JSON.parse(body.toString()) as Record<string, unknown> & { people: string[] }
}

async function asOwner(settings: StoredCenter['owner'], text: string): Promise<pg.QueryResult> {
  const client = new pg.Client(settings)
  await client.connect()
  try {
    await client.query('SET ROLE evenkeel_owner')
    return await client.query(text)
  } finally {
    await client.end()
  }
}
