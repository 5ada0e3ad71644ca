import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestCenter } from './test-center.ts'

/** Everything the app role may call that runs with the owner's rights. A new one is added here on purpose, or the build fails. */
const DEFINERS = [
  'audit.access_log',
  'audit.append',
  'audit.append_change',
  'audit.append_refused_sign_in',
  'audit.heads',
  'audit.on_account',
  'audit.on_credential',
  'audit.on_invitation',
  'audit.on_role',
  'audit.on_session',
  'audit.search',
  'audit.without_reason',
  'auth.accept_invitation',
  'auth.accounts_here',
  'auth.add_passkey',
  'auth.administrators',
  'auth.arrival_known',
  'auth.attempt_succeeded',
  'auth.begin_arrival',
  'auth.begin_attempt',
  'auth.begin_ceremony',
  'auth.begin_email_code',
  'auth.centers',
  'auth.close_feed',
  'auth.close_participant_account',
  'auth.close_session',
  'auth.deactivate_account',
  'auth.demo_people',
  'auth.end_access',
  'auth.end_email',
  'auth.end_own_sessions',
  'auth.end_role',
  'auth.find_feed',
  'auth.find_kiosk',
  'auth.find_session',
  'auth.finish_enrolment',
  'auth.give_role',
  'auth.has_credential',
  'auth.has_demo',
  'auth.has_feed',
  'auth.invite',
  'auth.invite_participant',
  'auth.invite_staff',
  'auth.invite_supporter',
  'auth.lock_own_session',
  'auth.managers',
  'auth.managing',
  'auth.note_decision',
  'auth.open_account',
  'auth.open_demo_session',
  'auth.open_feed',
  'auth.open_kiosk',
  'auth.open_session',
  'auth.open_supporter',
  'auth.own_passkeys',
  'auth.own_session',
  'auth.own_sessions',
  'auth.own_ways',
  'auth.passkey_of',
  'auth.password_of',
  'auth.put_account',
  'auth.put_email',
  'auth.reactivate_account',
  'auth.rehash_password',
  'auth.remove_passkey',
  'auth.reopen_own_session',
  'auth.staff_accounts',
  'auth.store_authenticator',
  'auth.store_password',
  'auth.store_recovery_codes',
  'auth.switch_role',
  'auth.take_ceremony',
  'auth.touch_session',
  'auth.try_email_code',
  'auth.use_code_step',
  'auth.use_passkey',
  'auth.use_recovery_code',
  'auth.vouched',
  'evenkeel.entries_of_week',
  'evenkeel.expected_at_door',
  'evenkeel.group_is_due',
  'evenkeel.keep_signature',
  'evenkeel.keep_signed_note',
  'evenkeel.mark_arrival',
  'evenkeel.names_in_my_sessions',
  'evenkeel.pack_is_due',
  'evenkeel.person_is_due',
  'evenkeel.seats_since',
  'evenkeel.shared_week',
  'evenkeel.shared_with_me',
  'evenkeel.supported_by_me',
  'evenkeel.tell_addenda',
  'evenkeel.week_figures',
  'evenkeel.week_is_due',
  'sec.blocked',
  'sec.claims',
  'sec.in_force',
  'sec.in_my_sessions',
  'sec.is_erased',
  'sec.is_staff',
  'sec.is_supporter',
  'sec.keep_sealed_key',
  'sec.led_by_me',
  'sec.may',
  'sec.may_link',
  'sec.may_unwrap',
  'sec.my_staff',
  'sec.next_hours_due',
  'sec.reach',
  'sec.reach',
  'sec.reaches_all',
  'sec.reaches_all',
  'sec.related',
  'sec.related',
  'sec.review_outstanding',
  'sec.sealed_key_of',
  'sec.sharing',
  'sec.shred',
  'sec.shredded_keys',
  'sec.stepped_up',
  'sec.supports',
  'sec.take_choice_rails',
  'sec.withheld',
  'sec.year_keys_in_use',
]
const CLOSED = [
  'audit.entry',
  'auth.account',
  'auth.account_decision',
  'auth.account_role',
  'auth.attempt',
  'auth.authenticator',
  'auth.ceremony',
  'auth.email_address',
  'auth.email_code',
  'auth.feed',
  'auth.invitation',
  'auth.passkey',
  'auth.password',
  'auth.recovery_code',
  'auth.session',
  'sec.claim_key',
  'sec.hours_due',
  'sec.matrix',
  'sec.migration',
  'sec.sealed_key',
]
const CLASSES = /^(configuration|C1[0-2]|C\d): ./

let center: TestCenter
let client: pg.Client

beforeAll(async () => {
  center = await openTestDatabase()
  client = new pg.Client(center.owner)
  await client.connect()
  await client.query('SET ROLE evenkeel_owner')
})
afterAll(async () => {
  await client.end()
  await center.database.close()
})

const rowsOf = async <T extends pg.QueryResultRow>(text: string) => (await client.query<T>(text)).rows

/** The faults of schema evenkeel's tables; the same query that guards the build, so that it can be tried on a planted fault. */
const TABLE_FAULTS = `
  SELECT c.relname AS name,
    NOT c.relrowsecurity AS open, NOT c.relforcerowsecurity AS unforced,
    NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND 'evenkeel_app'::regrole = ANY (p.polroles)) AS without_app,
    NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND 'evenkeel_owner'::regrole = ANY (p.polroles)) AS without_owner,
    NOT (c.relname = 'center' OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'center_id' AND a.attnotnull)) AS without_center,
    coalesce(obj_description(c.oid, 'pg_class'), '') AS comment
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'evenkeel' AND c.relkind IN ('r', 'p') ORDER BY 1`

async function tableFaults(): Promise<string[]> {
  const rows = await rowsOf<Record<string, boolean | string>>(TABLE_FAULTS)
  return rows.flatMap(({ name, comment, ...faults }) => [
    ...Object.keys(faults)
      .filter((fault) => faults[fault] === true)
      .map((fault) => `${name}: ${fault}`),
    ...(CLASSES.test(String(comment)) ? [] : [`${name}: no data class in its comment`]),
  ])
}

describe('every table is closed until a policy opens it', () => {
  it('finds no table of schema evenkeel without forced row-level security, policies, center and data class', async () => {
    expect((await rowsOf(TABLE_FAULTS)).length).toBeGreaterThanOrEqual(28)
    expect(await tableFaults()).toEqual([])
  })

  it('would find a planted table without them', async () => {
    await client.query('BEGIN')
    await client.query('CREATE TABLE evenkeel.planted (id uuid)')
    const faults = await tableFaults()
    await client.query('ROLLBACK')
    expect(faults).toEqual([
      'planted: open',
      'planted: unforced',
      'planted: without_app',
      'planted: without_owner',
      'planted: without_center',
      'planted: no data class in its comment',
    ])
  })

  it('keys every row of a person by center and person', async () => {
    const rows = await rowsOf<{ name: string; columns: string[] }>(`
      SELECT c.relname AS name, array_agg(a.attname::text ORDER BY k.n) AS columns
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, n)
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
      WHERE n.nspname = 'evenkeel' AND EXISTS (SELECT FROM pg_attribute p WHERE p.attrelid = c.oid AND p.attname = 'participant_id' AND p.attnotnull)
      GROUP BY c.relname`)
    expect(rows.length).toBeGreaterThanOrEqual(10)
    for (const row of rows)
      expect([row.name, ...row.columns.slice(0, 2)]).toEqual([row.name, 'center_id', 'participant_id'])
  })
})

describe('views, functions and grants', () => {
  it('has no view without security_invoker and no materialized view', async () => {
    const views = await rowsOf(`SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('evenkeel', 'auth', 'sec', 'audit') AND (c.relkind = 'm' OR (c.relkind = 'v'
        AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)))`)
    expect(views).toEqual([])
  })

  it('knows every definer function, each with a fixed search path', async () => {
    const found = await rowsOf<{ name: string; fixed: boolean }>(`
      SELECT n.nspname || '.' || p.proname AS name, coalesce('search_path=pg_catalog' = ANY (p.proconfig), false) AS fixed
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname IN ('evenkeel', 'auth', 'sec', 'audit') AND p.prosecdef ORDER BY 1`)
    expect(found.map((row) => row.name)).toEqual(DEFINERS)
    expect(found.filter((row) => !row.fixed)).toEqual([])
  })

  it('gives the app role nothing in the closed schemas and no way to delete or truncate records', async () => {
    const granted = await rowsOf<{ name: string; rights: string }>(`
      SELECT table_schema || '.' || table_name AS name, string_agg(privilege_type, ',' ORDER BY privilege_type) AS rights
      FROM information_schema.role_table_grants WHERE grantee IN ('evenkeel_app', 'PUBLIC')
        AND table_schema IN ('evenkeel', 'auth', 'sec', 'audit') GROUP BY 1`)
    const names = granted.map((row) => row.name)
    expect(names.filter((name) => CLOSED.includes(name))).toEqual([])
    const deleting = granted.filter((row) => /DELETE|TRUNCATE/.test(row.rights)).map((row) => row.name)
    expect(deleting.toSorted()).toEqual([
      'evenkeel.curriculum_topic',
      'evenkeel.duty',
      'evenkeel.family_time',
      'evenkeel.participant_site',
      'evenkeel.staff_license',
    ])
  })

  it('keeps the app role from owning, creating, bypassing or becoming', async () => {
    const [role] = await rowsOf(`SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
      pg_has_role('evenkeel_app', 'evenkeel_owner', 'MEMBER') AS may_own,
      has_schema_privilege('evenkeel_app', 'evenkeel', 'CREATE') AS may_create,
      (SELECT count(*)::int FROM pg_class WHERE relowner = 'evenkeel_app'::regrole) AS owned FROM pg_roles WHERE rolname = 'evenkeel_app'`)
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      may_own: false,
      may_create: false,
      owned: 0,
    })
  })
})
