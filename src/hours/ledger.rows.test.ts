import { randomInt } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instantOf, instantOfIso, isoOf, zoneNamed } from '../center/zones.ts'
import { newId } from '../kernel/ids.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { openTestApp, type TestApp } from '../schedule/test-app.ts'
import { settleHours } from './settle.jobs.ts'

/** The settled ledger against the rows of the database, recounted here by another way; and what a payer makes of it. */

const MINUTE = 60_000
const ZONE = zoneNamed('America/New_York')!
/** In the night to its last day, Sunday, November 1, the clocks go back at 2:00. */
const CLOCKS_CHANGE = '2026-10-26'
const PRESENT = '2026-11-23'

let now = instantOfIso('2026-11-25T15:00:00Z')
let app: TestApp
let desk: { token: string }
let supervisor: { token: string }
let biller: { token: string }
let owner: pg.Client
let people: string[]
let staff: { service_id: string; staff_id: string; site_id: string }[]
let publication: string

const rows = async (query: string, values: unknown[] = []) => (await owner.query(query, values)).rows
const ask = (who: { token: string }, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) =>
  app.ask(who, { method, url, ...(payload ? { payload } : {}) })
/** Until nothing is due: the server counts after each answer as well, and may have a week in hand that this call passes by. */
async function settle(): Promise<void> {
  do await settleHours(app.center.database, app.center.id)
  while ((await rows('SELECT FROM sec.hours_due LIMIT 1')).length > 0)
}
const hoursOf = async (who: { token: string }, person: string, week = PRESENT) =>
  (await ask(who, 'GET', `/api/participants/${person}/weeks/${week}/hours`)).body
const mark = (who: { token: string }, seat: { session: string; person: string }, payload: object) =>
  ask(who, 'PUT', `/api/sessions/${seat.session}/attendance/${seat.person}`, {
    id: newId(),
    status: 'here',
    why: 'from the sheet',
    ...payload,
  })

beforeAll(async () => {
  app = await openTestApp(() => now)
  desk = await app.signIn('front-desk')
  supervisor = await app.signIn('supervisor')
  biller = await app.signIn('biller')
  owner = new pg.Client(app.center.owner)
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  await owner.query('SET search_path = evenkeel')
  await rows(`UPDATE episode SET admitted_on = '2026-10-01', discharged_on = NULL`)
  await rows(`UPDATE staff_license SET valid_from = '2020-01-01', valid_until = NULL`)
  people = (await rows('SELECT participant_id FROM participant ORDER BY code')).map((row) => row.participant_id)
  staff = await rows(`SELECT DISTINCT ON (l.staff_id) l.service_id, l.staff_id, s.site_id
    FROM staff_license l JOIN service v ON v.id = l.service_id AND v.kind = 'group' AND v.counts_toward_hours
    JOIN staff s ON s.id = l.staff_id ORDER BY l.staff_id, l.service_id`)
  const proposal = newId()
  publication = newId()
  await rows(`INSERT INTO week_proposal (center_id, id, week_start, plan) VALUES ($1, $2, $3, '{}')`, [
    app.center.id,
    proposal,
    PRESENT,
  ])
  await rows(
    `INSERT INTO publication (center_id, id, week_start, proposal_id, published_by) VALUES ($1, $2, $3, $4, 'test')`,
    [app.center.id, publication, PRESENT, proposal],
  )
})
afterAll(async () => {
  await owner.end()
  await app.close()
})

/** A group from one wall time to another, held by the n-th licensed staff member. */
async function hold(weekStart: string, start: string, end: string, by = 0): Promise<string> {
  const id = newId()
  const at = (wall: string) => {
    const found = instantOf(ZONE, wall)
    if (found.kind !== 'one') throw new Error(`${wall} is not one instant`)
    return isoOf(found.at)
  }
  const { service_id, staff_id, site_id } = staff[by]!
  await rows(
    `INSERT INTO session (center_id, id, publication_id, week_start, service_id, staff_id, site_id, telehealth,
       starts_wall, ends_wall, time_zone, tz_version, starts_at, ends_at, capacity, taken)
     VALUES ($1, $2, $3, $4, $5, $6, $7, false, $8, $9, 'America/New_York', 'test', $10, $11, 12, 0)`,
    [app.center.id, id, publication, weekStart, service_id, staff_id, site_id, start, end, at(start), at(end)],
  )
  return id
}

const seat = (session: string, person: string) =>
  rows(
    `INSERT INTO seat (center_id, participant_id, session_id, week_start, starts_at, ends_at)
     SELECT center_id, $2, id, week_start, starts_at, ends_at FROM session WHERE id = $1
     ON CONFLICT (center_id, participant_id, session_id) DO UPDATE SET withdrawn_at = NULL`,
    [session, person],
  )
const leave = (session: string, person: string) =>
  rows('UPDATE seat SET withdrawn_at = now() WHERE session_id = $1 AND participant_id = $2', [session, person])

/** The person's note of a session, written and signed by somebody who has an account. */
async function sign(session: string, person: string): Promise<void> {
  const note = newId()
  await rows(
    `WITH author AS (SELECT id FROM auth.account ORDER BY id LIMIT 1), written AS (
       INSERT INTO progress_note (center_id, participant_id, id, version, session_id, kind, template, parts, author_id, author_name)
       SELECT $1, $2, $3, 1, $4, 'group', 'DAP', '{}', author.id, 'Author' FROM author RETURNING author_id)
     SELECT author_id FROM written`,
    [app.center.id, person, note, session],
  )
  await rows(
    `INSERT INTO note_signature (center_id, participant_id, id, note_id, version, session_id, signs_as, signed_by, signed_by_name, hash)
     SELECT center_id, participant_id, gen_random_uuid(), id, 1, session_id, 'author', author_id, author_name, sha256('')
     FROM progress_note WHERE id = $1`,
    [note],
  )
}

const cover = (person: string, pack: string, from = '2026-01-01') =>
  rows(
    'INSERT INTO coverage (center_id, participant_id, id, pack_id, from_date) VALUES ($1, $2, gen_random_uuid(), $3, $4)',
    [app.center.id, person, pack, from],
  )

const dose = (person: string, minutes: number) =>
  rows(
    `INSERT INTO prescription (center_id, participant_id, id, valid_from, weekly_minutes_target, daily_max_minutes, prefers, telehealth)
     SELECT center_id, participant_id, gen_random_uuid(), '2026-10-20', $2, daily_max_minutes, prefers, telehealth
     FROM prescription WHERE participant_id = $1 ORDER BY recorded_at DESC LIMIT 1`,
    [person, minutes],
  )

/** mulberry32: the same seed tells the same story. */
function storyteller(seed: number) {
  let state = seed
  const draw = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return { below: (most: number) => Math.floor(draw() * most) }
}

describe('the settled ledger', () => {
  it.each([
    { week: CLOCKS_CHANGE, seed: randomInt(2 ** 31) },
    { week: PRESENT, seed: randomInt(2 ** 31) },
  ])('equals an independent recount of the rows: week $week, seed $seed', async ({ week, seed }) => {
    now = instantOfIso('2026-11-30T15:00:00Z')
    const { below } = storyteller(seed)
    const own = week === PRESENT ? people.slice(0, 3) : people.slice(3, 6)
    const sessions = await randomWeek(week, below)
    for (const person of own) if (below(2) === 0) await cover(person, 'h0015-per-day')
    for (const { id } of sessions)
      for (const person of own)
        if (below(4) > 0) {
          await seat(id, person)
          if (below(3) > 0) await sign(id, person)
        }
    const kept = new Map<string, string>()
    for (let round = 0; round < 4; round += 1) {
      for (let at = 0; at < 9; at += 1)
        await somethingHappens(sessions[below(sessions.length)], own[below(own.length)]!, below)
      await settle()
      expect(await settleHours(app.center.database, app.center.id)).toBe(0)
      const entries = await rows('SELECT * FROM ledger_entry WHERE participant_id = ANY ($1) AND week_start = $2', [
        own,
        week,
      ])
      // What was entered once stands for good.
      const standing = new Map(entries.map((one) => [one.id, JSON.stringify(one)]))
      for (const [id, words] of kept) expect(standing.get(id), `seed ${seed}`).toBe(words)
      for (const [id, words] of standing) kept.set(id, words)
      for (const person of own) {
        const [counted, recounted] = [inForce(entries, person), await recount(person, week)]
        expect(counted, `seed ${seed}, ${person}`).toEqual(recounted)
      }
    }
    expect(kept.size).toBeGreaterThan(40)
  })

  it('takes one of two marks made at once, none for who had left, and each but once', async () => {
    now = instantOfIso('2026-11-25T20:00:00Z')
    const [first, second] = [people[20]!, people[21]!]
    const session = await hold(PRESENT, '2026-11-25T09:00', '2026-11-25T10:00')
    for (const person of [first, second]) await seat(session, person)
    const at = { session, person: first }
    const other = await app.signIn('front-desk')
    const answers = await Promise.all([mark(desk, at, { status: 'here' }), mark(other, at, { status: 'late' })])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const standing = answers.find(({ status }) => status === 200)!.body
    const twice = { id: newId(), status: 'left-early', replaces: standing.id, outAt: '2026-11-25T14:40:00Z' }
    for (const time of [1, 2]) expect((await mark(desk, at, twice)).status, `time ${time}`).toBe(200)
    await rows(`UPDATE episode SET discharged_on = '2026-11-24' WHERE participant_id = $1`, [second])
    expect(await mark(desk, { session, person: second }, {})).toMatchObject({ body: { code: 'discharged' } })
    await rows('UPDATE episode SET discharged_on = NULL WHERE participant_id = $1', [second])
    await settle()
    const { entries, minutes } = await hoursOf(desk, first)
    expect(minutes.attended).toBe(40)
    expect(entries.filter((one: any) => one.stage === 'attended' && one.inForce)).toHaveLength(1)
    expect((await hoursOf(desk, second)).minutes.attended).toBe(0)
  })
})

describe('nine hours on six short days', () => {
  it('are clinically right and not payable: the page says both, why, and what would help', async () => {
    now = instantOfIso('2026-11-29T15:00:00Z')
    const person = people[10]!
    await dose(person, 540)
    await cover(person, 'h0015-per-day')
    for (let day = 0; day < 6; day += 1) {
      const date = dateOf(dayNumber(PRESENT) + day)
      const session = await hold(PRESENT, `${date}T13:00`, `${date}T14:30`)
      await seat(session, person)
      expect(await mark(desk, { session, person }, {})).toMatchObject({ status: 200 })
      await sign(session, person)
    }
    await settle()
    const hours = await hoursOf(supervisor, person)
    expect(hours.minutes).toEqual({ prescribed: 540, planned: 540, attended: 540, countable: 540, billable: 0 })
    expect(hours.clinical.words).toBe('9 h kept.')
    expect(hours.payer.words).toBe('Not payable: 6 short days; this payer asks for 3 h a day.')
    expect(hours.payer.help[0]).toBe(
      'The same 9 h on 3 days of 3 h would be payable: plan a morning and an evening on the same day.',
    )
    expect(hours.packs).toMatchObject([{ id: 'h0015-per-day', version: 1, verified: true }])
    const attended = hours.entries.find((one: any) => one.stage === 'attended')
    const event = (by: { events: any[] }) => by.events.find((one) => one.id === attended.events[0])
    expect(event(hours)).toMatchObject({ kind: 'mark', status: 'here', why: 'from the sheet', by: expect.any(String) })
    // The biller reads the number and that somebody marked it; who and why stands in rows the biller does not read.
    expect(event(await hoursOf(biller, person))).toMatchObject({ kind: 'mark', status: 'here', by: null, why: null })
    const eligible = (await ask(biller, 'GET', `/api/weeks/${PRESENT}/eligible-days`)).body
    const own = eligible.people.find((one: any) => one.participant === person)
    expect(own).toMatchObject({ notBilled: 540, payableDays: 0, wantsDays: 3, payerWords: hours.payer.words })
    expect(own.days.map((one: any) => one.state)).toEqual([...Array(6).fill('discrete'), 'empty'])
    expect((await ask(supervisor, 'GET', `/api/weeks/${PRESENT}/eligible-days`)).status).toBe(404)
  })

  it('are shown to the person without the payer', async () => {
    const dana = await app.signIn('participant', 'dana')
    const [{ participant_id: person }] = await rows(`SELECT participant_id FROM participant WHERE code = 'dana'`)
    const hours = await hoursOf(dana, person)
    expect(hours).toMatchObject({ payer: null, packs: [], minutes: { countable: null, billable: null } })
    expect(JSON.stringify(hours)).not.toMatch(/payer[^":]|billable":\d|program-hours/)
  })
})

describe("a payer's rules", () => {
  it('keep the days before a new version, and count the days from it on', async () => {
    now = instantOfIso('2026-11-25T22:00:00Z')
    const person = people[11]!
    await cover(person, 'h0015-per-day')
    for (const date of ['2026-11-24', '2026-11-26']) {
      const session = await hold(PRESENT, `${date}T15:00`, `${date}T18:00`)
      await seat(session, person)
      await rows(
        `INSERT INTO attendance_mark (center_id, participant_id, id, session_id, status, way, marked_by_name)
         VALUES ($1, $2, gen_random_uuid(), $3, 'here', 'board', 'Desk')`,
        [app.center.id, person, session],
      )
      await sign(session, person)
    }
    await settle()
    const days = async () =>
      (await hoursOf(biller, person)).entries
        .filter((one: any) => one.stage === 'billable')
        .map((one: any) => [one.day, one.minutes, one.ruleVersion, one.inForce])
    expect(await days()).toEqual([
      ['2026-11-24', 180, 1, true],
      ['2026-11-26', 180, 1, true],
    ])
    const { packs, today } = (await ask(biller, 'GET', '/api/payer-packs')).body
    const {
      version,
      enteredAt: _at,
      enteredBy: _by,
      ...rules
    } = packs.find((one: any) => one.id === 'h0015-per-day').versions[0]
    const wish = { ...rules, minMinutesPerBillableDay: 240, effectiveFrom: '2026-11-26', after: version }
    const enter = (who: { token: string }, body: object) => ask(who, 'POST', '/api/payer-packs', body)
    expect(today).toBe('2026-11-25')
    expect(await enter(biller, { ...wish, effectiveFrom: '2026-11-24' })).toMatchObject({
      status: 400,
      body: { code: 'pack-in-the-past' },
    })
    expect(await enter(biller, { ...wish, clinicalHourMinutes: 10 })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('clinicalHourMinutes') },
    })
    expect((await enter(supervisor, wish)).status).toBe(404)
    const preview = (await ask(biller, 'POST', '/api/payer-packs/preview', wish)).body
    expect(preview.before.payableDays - preview.after.payableDays).toBeGreaterThan(0)
    expect(preview.changed).toBeGreaterThan(0)
    expect(await enter(biller, wish)).toMatchObject({ status: 201, body: { version: 2 } })
    expect(await enter(biller, wish)).toMatchObject({ status: 409, body: { code: 'pack-meanwhile' } })
    const before = { ...wish, after: version + 1, effectiveFrom: '2026-11-25' }
    for (const path of ['/api/payer-packs', '/api/payer-packs/preview'])
      expect(await ask(biller, 'POST', path, before)).toMatchObject({
        status: 400,
        body: { code: 'pack-before-version', detail: expect.stringContaining('Version 2 begins on 2026-11-26') },
      })
    await settle()
    expect(await days()).toEqual([
      ['2026-11-24', 180, 1, true],
      ['2026-11-26', 180, 1, false],
      ['2026-11-26', 0, 2, true],
    ])
  })

  it('ask for papers, which the biller records, sees ending, and takes back', async () => {
    now = instantOfIso('2026-11-25T22:00:00Z')
    const person = people[12]!
    const session = await hold(PRESENT, '2026-11-24T19:00', '2026-11-24T20:00')
    await seat(session, person)
    const record = (path: string, body: object, who = biller) =>
      ask(who, 'POST', `/api/participants/${person}/${path}`, body)
    expect(await record('coverage', { pack: 'nobody-knows', from: '2026-11-01' })).toMatchObject({
      body: { code: 'pack-unknown' },
    })
    expect((await record('coverage', { pack: 'medicare-iop', from: '2026-11-01' })).status).toBe(201)
    const paper = { kind: 'certification', from: '2026-10-01', until: '2026-12-31' }
    expect((await record('papers', { ...paper, from: '2026-11-01' })).body).toMatchObject({
      code: 'certification-too-long',
      detail: expect.stringContaining('2026-12-30'),
    })
    expect((await record('papers', { ...paper, until: '2026-09-01' })).body.code).toBe('paper-ends-before')
    const made = await record('papers', { ...paper, from: '2026-11-01', until: '2026-11-28' })
    expect(made.status).toBe(201)
    expect((await record('papers', paper, desk)).status).toBe(404)
    const ending = async () =>
      (await ask(biller, 'GET', `/api/weeks/${PRESENT}/eligible-days`)).body.papers.filter(
        (one: any) => one.participant === person,
      )
    expect(await ending()).toMatchObject([{ kind: 'certification', until: '2026-11-28', daysLeft: 3 }])
    expect((await record(`papers/${made.body.id}/withdrawal`, {})).status).toBe(204)
    expect((await record(`papers/${made.body.id}/withdrawal`, {})).status).toBe(404)
    expect(await ending()).toEqual([])
  })
})

/** Groups of every day, mornings and evenings, and one through the night in which the clocks change. */
async function randomWeek(week: string, below: (most: number) => number) {
  const day = (at: number) => dateOf(dayNumber(week) + at)
  const made = []
  for (let at = 0; at < 5; at += 1) {
    const minutes = [45, 50, 60, 90][below(4)]!
    const length = `${Math.floor(minutes / 60)}:${minutes % 60}`
    const end = (hour: number) => {
      const [more, rest] = length.split(':').map(Number)
      return `${String(hour + more!).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
    }
    made.push(await hold(week, `${day(at)}T09:00`, `${day(at)}T${end(9)}`, 1))
    made.push(await hold(week, `${day(at)}T17:00`, `${day(at)}T${end(17)}`, 1))
  }
  made.push(await hold(week, `${day(6)}T00:30`, `${day(6)}T03:00`, 1))
  return rows('SELECT id, starts_at, ends_at FROM session WHERE id = ANY ($1)', [made])
}

/** A mark, a correction, a mark taken back, a stale one, or a move to another session. */
async function somethingHappens(
  session: { id: string; starts_at: string; ends_at: string },
  person: string,
  below: (most: number) => number,
): Promise<void> {
  const seats = await rows('SELECT withdrawn_at FROM seat WHERE session_id = $1 AND participant_id = $2', [
    session.id,
    person,
  ])
  const [begins, ends] = [new Date(session.starts_at).getTime(), new Date(session.ends_at).getTime()]
  if (below(5) === 0) {
    await (seats[0] && seats[0].withdrawn_at === null ? leave(session.id, person) : seat(session.id, person))
    return
  }
  const standing = await lastOf(session.id, person)
  const second = () => begins + below((ends - begins) / 1000) * 1000
  const [inAt, outAt] = [second(), second()].toSorted((a, b) => a - b)
  const status = ['here', 'late', 'left-early', 'excused', 'no-show', 'remote', 'taken-back'][below(7)]!
  const present = ['here', 'late', 'left-early', 'remote'].includes(status)
  const stale = below(6) === 0
  const answer = await mark(
    desk,
    { session: session.id, person },
    {
      status,
      replaces: stale ? newId() : (standing?.id ?? null),
      ...(present && below(3) > 0 ? { inAt: isoOf(inAt!) } : {}),
      ...(present && below(3) === 0 && outAt! > inAt! ? { outAt: isoOf(outAt!) } : {}),
    },
  )
  expect(answer.status).toBeLessThan(500)
}

async function lastOf(session: string, person: string) {
  const marks = await rows('SELECT * FROM attendance_mark WHERE session_id = $1 AND participant_id = $2', [
    session,
    person,
  ])
  return marks.find((one) => !marks.some(({ replaces }) => replaces === one.id))
}

/** Minutes in force by stage and subject; a number of 0 is none. */
function inForce(entries: any[], person: string): Record<string, number> {
  const own = entries.filter((one) => one.participant_id === person && one.stage !== 'prescribed')
  return sums(
    own
      .filter((one) => !own.some(({ replaces }) => replaces === one.id))
      .map((one) => [`${one.stage} ${one.subject}`, one.minutes]),
  )
}

/** The same sums from seats, marks, signatures and the pack's document, without any code of the ledger. */
async function recount(person: string, week: string): Promise<Record<string, number>> {
  const seats = await rows(
    `SELECT t.session_id, to_char(s.starts_wall, 'YYYY-MM-DD') AS day,
       EXISTS (SELECT FROM note_signature n WHERE n.session_id = s.id AND n.participant_id = t.participant_id) AS signed,
       s.starts_at, s.ends_at
     FROM seat t JOIN session s ON s.id = t.session_id
     WHERE t.participant_id = $1 AND t.week_start = $2 AND t.withdrawn_at IS NULL`,
    [person, week],
  )
  const [{ pack }] = await rows(
    `SELECT coalesce((SELECT pack_id FROM coverage WHERE participant_id = $1 LIMIT 1), 'program-hours') AS pack`,
    [person],
  )
  const [{ document: rule }] = await rows('SELECT document FROM payer_pack WHERE id = $1 AND version = 1', [pack])
  const found: [string, number][] = []
  const payable = new Map<string, number>()
  for (const one of seats) {
    const [begins, ends] = [one.starts_at.getTime(), one.ends_at.getTime()]
    found.push([`planned ${one.session_id}`, (ends - begins) / MINUTE])
    const standing = await lastOf(one.session_id, person)
    if (!standing || ['taken-back', 'excused', 'no-show'].includes(standing.status)) continue
    const from = Math.max(begins, standing.in_at ? new Date(standing.in_at).getTime() : begins)
    const to = Math.min(ends, standing.out_at ? new Date(standing.out_at).getTime() : ends)
    const minutes = Math.floor(Math.max(0, to - from) / MINUTE)
    found.push([`attended ${one.session_id}`, minutes], [`countable ${one.session_id}`, minutes])
    if (one.signed || !rule.requiresSignedNote) payable.set(one.day, (payable.get(one.day) ?? 0) + minutes)
  }
  for (const [day, minutes] of payable)
    if (minutes >= (rule.minMinutesPerBillableDay ?? 1)) found.push([`billable ${day}`, minutes])
  return sums(found)
}

function sums(found: readonly (readonly [string, number])[]): Record<string, number> {
  return Object.fromEntries(found.filter(([, minutes]) => minutes > 0).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
