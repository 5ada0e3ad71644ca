import { openTestApp, type TestApp } from '../schedule/test-app.ts'
import { type KnownRoute, routesDuring } from '../hostile/test-routes.ts'
import { decide, type Question } from './decide.ts'
import type { Verb } from './matrix.ts'
import { asAndBack, askTable, trueFor, worded } from './test-ask-database.ts'
import { PERSON_FUNCTIONS, type Standing } from './test-decided-doors.ts'
import { CENTER_TABLES, PERSON_TABLES } from './test-decided-tables.ts'
import { type Asker, type Case, consentText, makeScene, type Scene, SCENE_WEEK } from './test-scene.ts'

/** What the proof of authorization stands on: a server with its routes, a scene, and how much was proved so far. */
export interface Ground {
  readonly app: TestApp
  readonly scene: Scene
  routes: readonly KnownRoute[]
  readonly proved: { app: number; sql: number }
  close(): Promise<void>
}

/** A server over a database of its own, with rows of everybody of the scene in every table. */
export async function openGround(): Promise<Ground> {
  const { built: app, routes } = await routesDuring(openTestApp)
  const scene = await makeScene(app.center)
  const close = async () => {
    await scene.owner.end()
    await app.close()
  }
  const ground = { app, scene, routes, proved: { app: 0, sql: 0 }, close }
  await seedWeek(ground)
  for (const name of Object.keys(PERSON_TABLES)) if (name !== 'erasure') await seed(ground, name)
  return ground
}

/** A published week long past in which everybody has a seat; people of the team relation have theirs in an hour. */
async function seedWeek(ground: Ground): Promise<void> {
  const center = ground.app.center.id
  const one = (text: string) =>
    ground.scene.owner.query(text.replaceAll(':c', `'${center}'`).replaceAll(':w', `'${SCENE_WEEK}'`))
  await one(`INSERT INTO plan_run (center_id, id, week_start, seed, seconds, started_by)
    VALUES (:c, gen_random_uuid(), :w, 1, 1, 'scene')`)
  await one(`INSERT INTO week_proposal (center_id, id, run_id, week_start, plan)
    SELECT :c, id, id, :w, '{}' FROM plan_run WHERE week_start = :w`)
  await one(`INSERT INTO publication (center_id, id, week_start, proposal_id, published_by)
    SELECT :c, id, :w, id, 'scene' FROM week_proposal WHERE week_start = :w`)
  await one(`INSERT INTO session (center_id, id, publication_id, week_start, service_id, staff_id, site_id, telehealth,
      starts_wall, ends_wall, time_zone, tz_version, starts_at, ends_at, capacity, taken)
    SELECT :c, gen_random_uuid(), p.id, :w, (SELECT min(id::text)::uuid FROM service), s.id, s.site_id, false,
      at, at + interval '1 hour', 'America/New_York', 'x', at, at + interval '1 hour', 100, 0
    FROM publication p, staff s, (VALUES (now()), (timestamptz '2020-01-07 10:00Z')) AS times (at)
    WHERE p.week_start = :w AND s.code = 'alvarez'`)
  await one(`INSERT INTO attendance_rule (center_id, version, from_date, late_after_minutes, missing_after_minutes,
      no_show_after_minutes, words, entered_by) VALUES (:c, 1, '2020-01-01', 5, 10, 20, 'a rule made for a test', 'scene')`)
  await one(`INSERT INTO choice_rails (center_id, id, notice_hours, changes_a_week, cover, entered_by)
    VALUES (:c, gen_random_uuid(), 24, 2, false, 'scene')`)
  await ground.scene.owner.query(
    `INSERT INTO co_signature_rule (center_id, staff_id, id, needed, entered_by, entered_by_name)
     SELECT center_id, id, gen_random_uuid(), false, $1, 'scene' FROM staff WHERE code = 'alvarez'`,
    [ground.scene.somebody],
  )
  await one(`INSERT INTO service_break (center_id, service_id, starts_minute, minutes)
    VALUES (:c, (SELECT min(id::text)::uuid FROM service), 50, 10)`)
  await one(`INSERT INTO payer_pack (center_id, id, version, effective_from, document, entered_by) VALUES (:c, 'scene', 1,
    '2020-01-01', '{"id": "scene", "version": 1, "effectiveFrom": "2020-01-01"}', 'scene') ON CONFLICT DO NOTHING`)
  await one(`INSERT INTO lab_run (center_id, id, week_start, question, started_by)
    VALUES (:c, gen_random_uuid(), :w, '{}', 'scene')`)
  await one(`INSERT INTO series (center_id, id, service_id, site_id, made_by)
    SELECT :c, gen_random_uuid(), (SELECT min(id::text)::uuid FROM service), site_id, 'scene' FROM staff LIMIT 1`)
  await one(`INSERT INTO series_version (center_id, series_id, revision, first_day, starts_minute, every_weeks, staff_id,
      telehealth, made_by)
    SELECT :c, id, 1, '2020-01-06', 600, 1, (SELECT min(id::text)::uuid FROM staff), false, 'scene' FROM series`)
  await one(`INSERT INTO series_exception (center_id, series_id, revision, week_start, canceled_because, made_by)
    SELECT :c, id, 2, '2020-01-06', 'holiday', 'scene' FROM series`)
  await one(`INSERT INTO staff_absence (center_id, id, staff_id, starts_wall, ends_wall, recorded_by)
    SELECT :c, gen_random_uuid(), id, '2020-01-07 10:00', '2020-01-07 11:00', 'scene' FROM staff LIMIT 1`)
  await one(`INSERT INTO room_closure (center_id, id, room_id, starts_wall, ends_wall, recorded_by)
    SELECT :c, gen_random_uuid(), id, '2020-01-07 10:00', '2020-01-07 11:00', 'scene' FROM room LIMIT 1`)
  await one(`INSERT INTO proposal_rejection (center_id, proposal_id, rejected_by)
    SELECT :c, id, 'scene' FROM week_proposal WHERE week_start = :w`)
  await one(`INSERT INTO kiosk (center_id, id, name, site_id, made_by_name)
    SELECT :c, gen_random_uuid(), 'scene', id, 'scene' FROM site LIMIT 1`)
  await ground.scene.owner.query('CREATE TEMP TABLE scene (participant_id uuid, near boolean)')
  const near = new Set(ground.scene.askers[0]!.cases.filter((one) => one.relation === 'team').map((one) => one.person))
  for (const person of ground.scene.people)
    await ground.scene.owner.query('INSERT INTO scene VALUES ($1, $2)', [person, near.has(person)])
}

/** Puts a row of everybody in the scene into a table. */
export async function seed(ground: Ground, name: string): Promise<void> {
  const table = PERSON_TABLES[name]!
  if (!table.seed) return
  const text = worded(table.seed, { center: ground.app.center.id, scene: ground.scene })
    .replaceAll(':week', `'${SCENE_WEEK}'`)
    .replaceAll(':document', `'${consentText(['C1'])}'`)
  await ground.scene.owner.query(`INSERT INTO ${name} ${text}`)
}

/** What a consent without C1 says of a class: the scene's shares summaries (C2), and the ledger follows any consent. */
export function standingOf({ role }: Asker, one: Case, dataClass?: Question['dataClass']): Standing {
  const covered = one.consentState === 'other' && (dataClass === 'C2' || dataClass === 'C12')
  return {
    role,
    relation: one.relation,
    consentState: covered ? 'in-force' : one.consentState,
    breakGlass: one.breakGlass,
  }
}

export const caseWords = (asker: Asker, one: Case) =>
  `${asker.role}, ${one.relation}, consent ${one.consentState}${one.breakGlass ? ', break-glass' : ''}`

/** Where SQL and `decide` differ about a table of a person. */
export async function tableFaults(ground: Ground, name: string): Promise<string[]> {
  const faults: string[] = []
  for (const asker of ground.scene.askers) faults.push(...(await faultsOf(ground, name, asker)))
  return faults
}

async function faultsOf(ground: Ground, name: string, asker: Asker): Promise<string[]> {
  const table = PERSON_TABLES[name]!
  const people = asker.cases.map((one) => one.person)
  const known = { center: ground.app.center.id, scene: ground.scene, people }
  const found = await asAndBack(ground.app.center.database, asker.actor, (tx) => askTable(tx, name, table, known))
  const may = (one: Case, verb: Verb, part = table.part) =>
    decide({ ...standingOf(asker, one, table.dataClass), dataClass: table.dataClass, verb, part, authored: true }).allow
  const reachesAll = (one: Case) =>
    may({ ...one, relation: one.relation === 'blocked' ? 'blocked' : 'none', consentState: 'none' }, 'w')
  const faults: string[] = []
  const compare = (verb: string, one: Case, wanted: boolean, got: boolean) => {
    ground.proved.sql += 1
    if (wanted !== got) faults.push(`${name} ${verb}: ${caseWords(asker, one)}: decided ${wanted}, SQL ${got}`)
  }
  for (const one of asker.cases) {
    const writes = may(one, 'w', table.writePart ?? table.part)
    const inserts = table.writes === 'nobody' ? false : table.writes === 'all' ? reachesAll(one) : writes
    compare('r', one, may(one, 'r'), found.reads.has(one.person))
    compare('w', one, inserts, found.inserts.has(one.person))
    if (found.changes)
      compare(
        'change',
        one,
        (table.writes === 'all' ? reachesAll(one) : writes) && may(one, 'r'),
        found.changes.has(one.person),
      )
    if (found.deletes) compare('delete', one, reachesAll(one) && may(one, 'r'), found.deletes.has(one.person))
  }
  return faults
}

/** Where SQL and `decide` differ about a function of a person. */
export async function functionFaults(ground: Ground, name: string): Promise<string[]> {
  const door = PERSON_FUNCTIONS[name]!
  if (typeof door === 'string') return []
  const faults: string[] = []
  for (const asker of ground.scene.askers) {
    const people = asker.cases.map((one) => one.person)
    const given = await asAndBack(ground.app.center.database, asker.actor, (tx) => trueFor(tx, people, door.gives))
    for (const one of asker.cases) {
      ground.proved.sql += 1
      const wanted = door.may(standingOf(asker, one))
      if (wanted !== given.has(one.person)) faults.push(`${name}: ${caseWords(asker, one)}: decided ${wanted}`)
    }
  }
  return faults
}

/** Tables and views that hold a person's rows and that nobody decided about, or whose class is another. */
export async function undecidedTables(ground: Ground): Promise<string[]> {
  const { rows } = await ground.scene.owner.query<{ name: string; comment: string; person: boolean }>(
    `SELECT c.relname AS name, coalesce(obj_description(c.oid, 'pg_class'), '') AS comment, EXISTS (SELECT FROM pg_attribute a
       WHERE a.attrelid = c.oid AND a.attname = 'participant_id') AS person
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'evenkeel' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')`,
  )
  return rows
    .filter(({ name, comment, person }) =>
      person ? PERSON_TABLES[name]?.dataClass !== comment.split(':')[0] : !Object.hasOwn(CENTER_TABLES, name),
    )
    .map(({ name }) => name)
}

/** Functions the app role may call whose arguments or columns name a person. */
export async function undecidedFunctions(ground: Ground): Promise<string[]> {
  const { rows } = await ground.scene.owner.query<{ name: string }>(
    `SELECT DISTINCT n.nspname || '.' || p.proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('evenkeel', 'auth', 'sec', 'audit') AND has_function_privilege('evenkeel_app', p.oid, 'EXECUTE')
       AND p.proargnames && ARRAY['participant', 'participant_id', 'person', 'persons']`,
  )
  const found = rows.map((row) => row.name)
  const decided = Object.keys(PERSON_FUNCTIONS)
  return [...found.filter((name) => !decided.includes(name)), ...decided.filter((name) => !found.includes(name))]
}
