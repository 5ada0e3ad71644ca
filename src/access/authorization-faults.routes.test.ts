import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POLICIES, type Policy } from './policy.ts'
import {
  functionFaults,
  type Ground,
  openGround,
  tableFaults,
  undecidedFunctions,
  undecidedTables,
} from './test-proof-in-sql.ts'
import { routeFaults, undecidedRoutes } from './test-proof-over-http.ts'

/** The proof of authorization, tried on a database of its own in which something was forgotten: each must be seen. */
let ground: Ground
beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())

describe('the proof itself sees planted faults', () => {
  it.each<[string, string, () => Promise<string[]>]>([
    ['a policy of a table that is gone', 'DROP POLICY reads ON participant', () => tableFaults(ground, 'participant')],
    [
      'a policy of a table that opens all',
      'ALTER POLICY reads ON seat USING (true)',
      () => tableFaults(ground, 'seat'),
    ],
    [
      'a table without row-level security',
      'ALTER TABLE disclosure DISABLE ROW LEVEL SECURITY',
      () => tableFaults(ground, 'disclosure'),
    ],
    [
      'a consent that nobody checks',
      `CREATE OR REPLACE FUNCTION sec.in_force(given evenkeel.consent) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
       SET search_path = pg_catalog AS $$ SELECT true $$`,
      () => functionFaults(ground, 'evenkeel.shared_week'),
    ],
    [
      'a block that nobody checks',
      `CREATE OR REPLACE FUNCTION sec.blocked_for(me sec.claim) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
       SET search_path = pg_catalog AS $$ SELECT '{}'::uuid[] $$`,
      () => tableFaults(ground, 'episode'),
    ],
    [
      'a cell of the matrix that is wider',
      `INSERT INTO sec.matrix VALUES ('biller', 'C1', 'r', '', 'all')`,
      () => tableFaults(ground, 'episode'),
    ],
    ['a table nobody decided about', 'CREATE TABLE evenkeel.planted (id uuid)', () => undecidedTables(ground)],
    [
      'a view nobody decided about',
      'CREATE VIEW evenkeel.planted AS SELECT * FROM evenkeel.seat',
      () => undecidedTables(ground),
    ],
    [
      'a function nobody decided about',
      `CREATE FUNCTION evenkeel.planted(person uuid) RETURNS int LANGUAGE sql AS 'SELECT 1';
       GRANT EXECUTE ON FUNCTION evenkeel.planted(uuid) TO evenkeel_app`,
      () => undecidedFunctions(ground),
    ],
  ])('%s', async (_name, fault, faults) => {
    const mend = await mendingOf()
    await ground.scene.owner.query(fault)
    try {
      expect((await faults()).length).toBeGreaterThan(0)
    } finally {
      await ground.scene.owner.query(mend)
    }
    expect(await faults()).toEqual([])
  })

  it.each<[string, Policy]>([
    ['lets in too many', { kind: 'needs', dataClass: 'C1', verb: 'r', atLeast: 'related' }],
    ['lets in too few', { kind: 'needs', dataClass: 'C12', verb: 'w', part: 'blocks', atLeast: 'all' }],
    ['asks for no role at all', { kind: 'signed-in' }],
  ])('a policy of a route that %s', async (_name, policy) => {
    const kept = POLICIES['consent.read']
    Object.assign(POLICIES, { 'consent.read': policy })
    try {
      expect((await routeFaults(ground, 'GET /api/participants/:participant/consents')).length).toBeGreaterThan(0)
    } finally {
      Object.assign(POLICIES, { 'consent.read': kept })
    }
  })

  it('a route nobody decided about', () => {
    const [first] = ground.routes
    ground.routes = [...ground.routes, { ...first!, url: '/api/participants/:participant/forgotten' }]
    expect(undecidedRoutes(ground)).toEqual([`${first!.method} /api/participants/:participant/forgotten`])
    ground.routes = ground.routes.slice(0, -1)
  })
})

/** Statements that bring back what the planted faults change, from the catalog as it stands. */
async function mendingOf(): Promise<string> {
  const { rows } = await ground.scene.owner.query<{ text: string }>(`
    SELECT pg_get_functiondef(p.oid) AS text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'sec' AND p.proname IN ('in_force', 'blocked_for')
    UNION ALL
    SELECT format('DROP POLICY IF EXISTS reads ON %1$s; CREATE POLICY reads ON %1$s FOR SELECT TO evenkeel_app USING (%2$s)',
      p.polrelid::regclass, pg_get_expr(p.polqual, p.polrelid))
    FROM pg_policy p WHERE p.polname = 'reads' AND p.polrelid IN ('participant'::regclass, 'seat'::regclass)`)
  return [
    ...rows.map((row) => row.text),
    'ALTER TABLE disclosure ENABLE ROW LEVEL SECURITY',
    `DELETE FROM sec.matrix WHERE role = 'biller' AND class = 'C1' AND part = ''`,
    'DROP FUNCTION IF EXISTS evenkeel.planted(uuid)',
    `DO $$ BEGIN
       IF to_regclass('evenkeel.planted') IS NULL THEN RETURN; END IF;
       IF (SELECT relkind FROM pg_class WHERE oid = 'evenkeel.planted'::regclass) = 'v' THEN DROP VIEW evenkeel.planted;
       ELSE DROP TABLE evenkeel.planted; END IF;
     END $$`,
  ].join(';\n')
}
