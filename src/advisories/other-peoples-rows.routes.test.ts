import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { routesDuring, type KnownRoute } from '../hostile/test-routes.ts'
import { openTestApp, type TestApp } from '../schedule/test-app.ts'

const NOBODY = '0192f000-0000-7000-8000-000000000000'
const SORTING = /^_?(sort|order|orderby|sortby|direction|fields|include)$/i

let app: TestApp
let routes: KnownRoute[]
let owner: pg.Client
beforeAll(async () => {
  const opened = await routesDuring(openTestApp)
  app = opened.built
  routes = opened.routes
  owner = new pg.Client(app.center.owner)
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
})
afterAll(async () => {
  await owner.end()
  await app.close()
})

describe('OpenEMR #10168: rows of two people are never joined', () => {
  it('because every foreign key between tables of people carries the person', async () => {
    const { rows } = await owner.query<{ key: string; columns: string[] }>(`
      SELECT k.conname AS key, array_agg(a.attname::text) AS columns
      FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey) AS c(attnum)
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = c.attnum
      WHERE k.contype = 'f' AND k.connamespace = 'evenkeel'::regnamespace
        AND EXISTS (SELECT FROM pg_attribute p WHERE p.attrelid = k.conrelid AND p.attname = 'participant_id')
        AND EXISTS (SELECT FROM pg_attribute p WHERE p.attrelid = k.confrelid AND p.attname = 'participant_id')
        AND k.confrelid <> 'auth.account'::regclass
      GROUP BY k.conname`)
    expect(rows.length).toBeGreaterThan(10)
    for (const { key, columns } of rows) expect([key, columns.includes('participant_id')]).toEqual([key, true])
  })

  it("so that a participant's every question about somebody else looks like one about nobody", async () => {
    const dana = await app.signIn('participant', 'dana')
    const maria = await app.signIn('participant', 'maria')
    const questions = routes.filter(({ method, url }) => method === 'GET' && url.includes(':participant'))
    expect(questions.length).toBeGreaterThan(5)
    for (const { url } of questions) {
      const about = (participant: string) =>
        url.replace(':participant', participant).replace(':weekStart', '2026-11-30').replaceAll(/:\w+/g, NOBODY)
      const somebody = await app.ask(dana, { url: about(maria.participantId!) })
      const nobody = await app.ask(dana, { url: about(NOBODY) })
      expect([url, somebody.status, somebody.body]).toEqual([url, nobody.status, nobody.body])
      // A list is empty for both, where it is no refusal.
      expect(
        Object.values(somebody.body)
          .flat()
          .some((item) => typeof item === 'object'),
      ).toBe(false)
    }
  })
})

describe('CVE-2026-24908: nobody sorts by text of their own', () => {
  it('because no route takes a field to sort by but from a list', () => {
    const taken = routes.flatMap(({ url, query }) =>
      Object.entries((query as z.ZodObject | undefined)?.shape ?? {})
        .filter(([name]) => SORTING.test(name))
        .map(([name, type]) => ({ at: `${url}?${name}`, type: (type as z.ZodType).def.type })),
    )
    expect(taken.filter(({ type }) => type !== 'enum')).toEqual([])
  })

  it.each(['_sort', 'sort', 'order'])('and a hostile %s changes no answer', async (name) => {
    const desk = await app.signIn('front-desk')
    const url = '/api/weeks/2026-11-30/board'
    const plain = await app.ask(desk, { url })
    const hostile = await app.ask(desk, { url: `${url}?${name}=${encodeURIComponent('(SELECT pg_sleep(30))')}` })
    expect(hostile.status === 400 || JSON.stringify(hostile.body) === JSON.stringify(plain.body)).toBe(true)
  })
})

describe('OpenEMR zhAclCheck: deny wins', () => {
  it('over the reach of a role: a blocked participant is gone from every list of that account', async () => {
    const desk = await app.signIn('front-desk')
    const dana = await app.signIn('participant', 'dana')
    const people = async () =>
      (await app.ask(desk, { url: '/api/weeks/2026-11-30/board' })).body.people.map(
        (person: { id: string }) => person.id,
      )
    const own = { url: `/api/participants/${dana.participantId}/weeks/2026-11-30` }
    expect(await people()).toContain(dana.participantId)
    expect((await app.ask(desk, own)).status).toBe(200)
    await owner.query(
      `INSERT INTO evenkeel.access_block (center_id, participant_id, id, account_id, why, set_by)
       VALUES ($1, $2, gen_random_uuid(), $3, 'relative', $3)`,
      [app.center.id, dana.participantId, desk.actor.uid],
    )
    expect(await people()).not.toContain(dana.participantId)
    expect((await app.ask(desk, own)).status).toBe(404)
  })
})
