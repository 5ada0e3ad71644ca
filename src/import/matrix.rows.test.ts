import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATA_CLASSES, MATRIX, reachOf } from '../access/matrix.ts'
import { Role } from '../access/sign-in.ts'
import { signClaims, type Actor } from '../kernel/claims.ts'
import { storeDemoCenter, type StoredCenter } from './test-center.ts'

/** 36 in treatment and 13 who wait. */
const EVERYBODY = 49

let center: StoredCenter
beforeAll(async () => {
  center = await storeDemoCenter()
})
afterAll(() => center.database.close())

describe('the matrix, proved twice', () => {
  it.each([...Role.options, 'import', 'setup', 'planner'])(
    '%s reaches in SQL what it reaches in the application',
    async (role) => {
      const actor: Actor = Role.options.includes(role as Role)
        ? (await center.signIn(role as Role)).actor
        : { ...center.setUp, role }
      for (const dataClass of DATA_CLASSES)
        for (const verb of ['r', 'w'] as const) {
          const { rows } = await center.database.inTransaction(actor, (tx) =>
            sql<{ reach: string }>`SELECT sec.reach(${dataClass}, ${verb}) AS reach`.execute(tx),
          )
          const reach = rows[0]?.reach
          expect([role, dataClass, verb, reach]).toEqual([role, dataClass, verb, reachOf(role, dataClass, verb)])
        }
      expect(Object.keys(MATRIX)).toContain(role)
    },
  )

  it('shows a counselor the own caseload, a participant the own record, a director nobody', async () => {
    const countAs = async (actor: Actor) =>
      center.database.inTransaction(actor, async (tx) => ({
        people: (await tx.selectFrom('participant').select('participant_id').execute()).length,
        reasons: (await tx.selectFrom('obligation_reason').select('participant_id').distinct().execute()).length,
      }))
    expect((await countAs((await center.signIn('front-desk')).actor)).people).toBe(EVERYBODY)
    expect((await countAs((await center.signIn('front-desk')).actor)).reasons).toBe(0)
    const counselor = await countAs((await center.signIn('counselor', 'alvarez')).actor)
    expect(counselor.people).toBeGreaterThan(0)
    expect(counselor.people).toBeLessThan(EVERYBODY)
    expect((await countAs((await center.signIn('participant', 'dana')).actor)).people).toBe(1)
    expect(await countAs((await center.signIn('biller')).actor)).toEqual({ people: EVERYBODY, reasons: 0 })
    for (const role of ['director', 'administrator', 'supporter', 'screen-technician'] as const) {
      expect([role, await countAs((await center.signIn(role)).actor)]).toEqual([role, { people: 0, reasons: 0 }])
    }
  })
})

describe('claims', () => {
  const rowsUnder = async (claims: string) => {
    const client = new pg.Client({ ...center.app, options: '-c search_path=evenkeel' })
    await client.connect()
    try {
      await client.query('BEGIN')
      await client.query(`SELECT set_config('evenkeel.claims', $1, true)`, [claims])
      return (await client.query('SELECT FROM participant')).rowCount
    } finally {
      await client.end()
    }
  }

  it('give rows only when they are signed, fresh and of a live session', async () => {
    const { actor } = await center.signIn('front-desk')
    expect(await rowsUnder(signClaims(center.claimKey, actor, Date.now()))).toBe(EVERYBODY)
    expect(await rowsUnder('')).toBe(0)
    expect(await rowsUnder(signClaims(center.claimKey, actor, Date.now() - 61_000))).toBe(0)
    await expect(rowsUnder(signClaims(Buffer.alloc(32, 9), actor, Date.now()))).rejects.toMatchObject({ code: '28000' })
    const forged = signClaims(center.claimKey, actor, Date.now()).replace('front-desk', 'supervisor')
    await expect(rowsUnder(forged)).rejects.toMatchObject({ code: '28000' })
  })

  it('die with their session', async () => {
    const { actor, token } = await center.signIn('front-desk')
    const claims = signClaims(center.claimKey, actor, Date.now())
    expect(await rowsUnder(claims)).toBe(EVERYBODY)
    const { closeSession } = await import('../access/sign-in.rows.ts')
    await closeSession(center.database, token)
    expect(await rowsUnder(claims)).toBe(0)
  })

  it('are verified anew by every statement of a transaction: nothing learned before counts', async () => {
    const { actor, token } = await center.signIn('front-desk')
    const good = signClaims(center.claimKey, actor, Date.now())
    const client = new pg.Client({ ...center.app, options: '-c search_path=evenkeel' })
    await client.connect()
    const claim = (claims: string) => client.query(`SELECT set_config('evenkeel.claims', $1, true)`, [claims])
    const seen = async () => (await client.query('SELECT FROM participant')).rowCount
    try {
      await client.query('BEGIN')
      await claim(good)
      const all = await seen()
      expect(all).toBeGreaterThan(30)
      for (const edited of editsOf(good)) {
        await client.query('SAVEPOINT before')
        await claim(edited)
        await expect(seen(), edited).rejects.toMatchObject({ code: '28000' })
        await client.query('ROLLBACK TO SAVEPOINT before')
        expect(await seen()).toBe(all)
      }
      const { closeSession } = await import('../access/sign-in.rows.ts')
      await closeSession(center.database, token)
      expect(await seen()).toBe(0)
    } finally {
      await client.end()
    }
  })

  it('never reach another center', async () => {
    const other = { ...center.setUp, role: 'import', center: '0192f000-0000-7000-8000-000000000000' }
    expect(await rowsUnder(signClaims(center.claimKey, other, Date.now()))).toBe(0)
  })
})

/** Signed claims with one thing changed by somebody without the key. */
function editsOf(claims: string): string[] {
  const [uid = '', session = '', role = '', place = '', purpose = '', expiry = '', signature = ''] = claims.split('|')
  const signed = [uid, session, role, place, purpose, expiry]
  const elsewhere = '0192f000-0000-7000-8000-000000000000'
  const changed = [elsewhere, elsewhere, 'supervisor', elsewhere, 'OTHER', String(Number(expiry) + 60)]
  return [
    ...changed.map((word, at) => [...signed.with(at, word), signature].join('|')),
    ...[signature.slice(1), signature.toUpperCase(), `${signature}0`, '', '0'.repeat(64)].map((other) =>
      [...signed, other].join('|'),
    ),
    `${claims}|`,
    `|${claims}`,
    signature,
    claims.replace('|', ''),
    claims.replace(`${role}|`, `${role}||`),
  ]
}
