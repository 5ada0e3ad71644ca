import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import { DATA_CLASSES, MATRIX } from './matrix.ts'
import { mayAsk, POLICIES, type PolicyName } from './policy.ts'
import { Role } from './sign-in.ts'
import { asAndBack, trueFor } from './test-ask-database.ts'
import { PERSON_FUNCTIONS, PERSON_ROUTES } from './test-decided-doors.ts'
import { CENTER_TABLES, PERSON_TABLES } from './test-decided-tables.ts'
import {
  functionFaults,
  type Ground,
  openGround,
  seed,
  standingOf,
  tableFaults,
  undecidedFunctions,
  undecidedTables,
} from './test-proof-in-sql.ts'
import { nameOf, policyFaults, routeFaults, undecidedRoutes } from './test-proof-over-http.ts'
import type { Asker } from './test-scene.ts'

/**
 * Who may see what, proved twice (trust.md 4.2, R16): every route asked over HTTP, every table and function of a person
 * asked directly in SQL as the application role, for every role, relation, consent state and break-glass, each answer
 * compared with `decide`. A route, table or function that nobody decided about fails.
 */
let ground: Ground
beforeAll(async () => {
  ground = await openGround()
})
afterAll(async () => {
  const { app, sql } = ground.proved
  const undecided = [
    ...undecidedRoutes(ground),
    ...(await undecidedTables(ground)),
    ...(await undecidedFunctions(ground)),
  ]
  process.stdout.write(`${app + sql} decisions proved twice (app ${app}, SQL ${sql}), ${undecided.length} undecided\n`)
  await ground.close()
})

describe('every table, in SQL', () => {
  it('was decided about', async () => {
    expect(await undecidedTables(ground)).toEqual([])
  })

  it.each(Object.keys(PERSON_TABLES).filter((name) => name !== 'erasure'))('%s', async (name) => {
    expect(await tableFaults(ground, name)).toEqual([])
  })

  it('erasure', async () => {
    await seed(ground, 'erasure')
    expect(await tableFaults(ground, 'erasure')).toEqual([])
    await ground.scene.owner.query('DELETE FROM erasure')
  })

  it.each(Object.entries(CENTER_TABLES))('%s', async (name, { reads, writes }) => {
    for (const asker of ground.scene.askers) {
      const found = await asAndBack(ground.app.center.database, asker.actor, async (tx) => ({
        reads:
          (await trueFor(tx, [ground.scene.people[0]!], `EXISTS (SELECT FROM evenkeel.${name} WHERE :p IS NOT NULL)`))
            .size > 0,
        writes: (await askInsert(tx, name)) !== '42501',
      }))
      const { role } = asker
      const seesSeats = name === 'session' && seesASeat(asker)
      expect([name, role, found]).toEqual([
        name,
        role,
        { reads: reachesTable(role, reads) || seesSeats, writes: reachesTable(role, writes) },
      ])
      ground.proved.sql += 2
    }
  })
})

describe('every function of a person, in SQL', () => {
  it('was decided about', async () => {
    expect(await undecidedFunctions(ground)).toEqual([])
  })

  it.each(Object.keys(PERSON_FUNCTIONS).filter((name) => typeof PERSON_FUNCTIONS[name] === 'object'))(
    '%s',
    async (name) => {
      await ground.scene.owner.query(
        `INSERT INTO auth.feed (center_id, id, participant_id, token_hash)
       SELECT $1, participant_id, participant_id, sha256(participant_id::text::bytea) FROM scene ON CONFLICT DO NOTHING`,
        [ground.app.center.id],
      )
      expect(await functionFaults(ground, name)).toEqual([])
    },
  )
})

describe('every route, over HTTP', () => {
  // What stands for sealed words in SQL opens with no key.
  beforeAll(async () => {
    for (const name of ['counseling_note', 'check_in_words', 'collateral'])
      await ground.scene.owner.query(`DELETE FROM ${name}`)
  })

  it('was decided about', () => {
    expect(undecidedRoutes(ground)).toEqual([])
  })

  it.each(Object.keys(POLICIES))('policy %s lets in the roles for which some case is allowed', (name) => {
    expect(policyFaults(ground, name as PolicyName)).toEqual([])
  })

  it.each(Object.keys(PERSON_ROUTES).filter((name) => typeof PERSON_ROUTES[name] === 'object'))('%s', async (name) => {
    expect(await routeFaults(ground, name)).toEqual([])
  })

  it('answers whoever may not ask at all as if the route were not there', async () => {
    const faults: string[] = []
    for (const route of ground.routes.filter((one) => POLICIES[one.policy as PolicyName].kind !== 'open')) {
      for (const role of Role.options.filter((one) => !mayAsk(route.policy as PolicyName, one))) {
        const asker = ground.scene.askers.find((one) => one.role === role)!
        const url = route.url.replaceAll(/:\w+/g, ground.scene.people[0]!)
        const reply = await ground.app.ask({ token: asker.token! }, { method: route.method, url })
        ground.proved.app += 1
        if (reply.status !== 404 || reply.body.code !== 'not-available')
          faults.push(`${nameOf(route)}: ${role} got ${reply.status}`)
      }
      const nobody = await ground.app.ask(null, {
        method: route.method,
        url: route.url.replaceAll(/:\w+/g, 'x'),
      })
      ground.proved.app += 1
      if (nobody.status !== 401) faults.push(`${nameOf(route)}: nobody got ${nobody.status}`)
    }
    expect(faults).toEqual([])
  })
})

describe('the matrix, cell by cell', () => {
  it('says in sec.matrix what it says in matrix.ts', async () => {
    const { rows } = await ground.scene.owner.query<Record<string, string>>(
      'SELECT role, class, verb, part, reach FROM sec.matrix',
    )
    const inSql = rows.map((row) => [row['role'], row['class'], row['verb'], row['part'], row['reach']].join(' '))
    const inApp = Object.entries(MATRIX).flatMap(([role, row]) =>
      DATA_CLASSES.flatMap((dataClass) =>
        (row[dataClass] ?? []).flatMap(([verbs, reach, part]) =>
          [...verbs].map((verb) => [role, dataClass, verb, part ?? '', reach].join(' ')),
        ),
      ),
    )
    expect(inSql.toSorted()).toEqual(inApp.toSorted())
    ground.proved.sql += inApp.length
  })
})

function reachesTable(role: Asker['role'], who: (typeof CENTER_TABLES)[string]['reads']): boolean {
  if (who === 'everybody') return true
  if (who === 'nobody') return false
  if (who === 'staff') return !['participant', 'supporter', 'feed'].includes(role)
  if (who === 'set-up') return role === 'import'
  const [dataClass, verb, part] = who
  const standing = { role, relation: 'none', consentState: 'none', breakGlass: false } as const
  return decide({ ...standing, dataClass, verb, part }).allow
}

function seesASeat(asker: Asker): boolean {
  return asker.cases.some((one) => decide({ ...standingOf(asker, one), dataClass: 'C1', verb: 'r' }).allow)
}

async function askInsert(tx: Parameters<typeof trueFor>[0], name: string): Promise<string> {
  const column = name === 'center' ? 'id' : 'center_id'
  await sql
    .raw(`DO $do$ DECLARE code text := ''; BEGIN
    INSERT INTO evenkeel.${name} (${column}) VALUES ('${ground.app.center.id}');
    EXCEPTION WHEN OTHERS THEN GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE; PERFORM set_config('scene.code', code, true);
    END $do$`)
    .execute(tx)
  const { rows } = await sql<{ code: string }>`SELECT current_setting('scene.code', true) AS code`.execute(tx)
  return rows[0]?.code ?? ''
}
