import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AuditedApp, openAuditedApp } from '../audit/test-audited-app.ts'
import type { ChangedSeries, RecurringGroup, SeriesList } from './series-list.ts'
import { publishTestWeek, TEST_WEEK } from './test-published.ts'
import type { WeekBoard } from './week-board.ts'

/** A session of a published week made recurring, then moved, canceled, joined and left by several people. */

const LATER = '2026-12-07'
let app: AuditedApp
let desk: AuditedApp['who']['desk']
let id: string

beforeAll(async () => {
  app = await openAuditedApp()
  desk = app.who.desk
  await publishTestWeek(app)
})
afterAll(() => app.close())

const board = async (week: string) =>
  (await app.ask(desk, { url: `/api/weeks/${week}/board?view=published` })).body as WeekBoard
const list = async (who = desk) => (await app.ask(who, { url: '/api/series' })).body as SeriesList
const group = async (): Promise<RecurringGroup> => (await list()).groups.find((one) => one.id === id)!
const post = (path: string, payload: object) => app.ask(desk, { method: 'POST', url: `/api/series${path}`, payload })
const change = async (wish: object) => {
  const { revision } = await group()
  return post(`/${id}/changes`, { revision, scope: 'this', week: TEST_WEEK, to: null, because: 'holiday', ...wish })
}
const told = async (week: string) =>
  (
    await app.owner.query<{ id: string; count: number }>(
      'SELECT participant_id::text AS id, count(*)::int AS count FROM week_notice WHERE week_start = $1 GROUP BY 1 ORDER BY 1',
      [week],
    )
  ).rows
const membersIn = (week: WeekBoard, session: string) =>
  week.people
    .filter(({ sessions }) => sessions.includes(session))
    .map((one) => one.id)
    .toSorted()

/** A whole-group move the planner allows, for a group that recurs after this. */
async function movable() {
  const { sessions } = await board(TEST_WEEK)
  const groups = sessions.filter(({ kind, telehealth }) => kind === 'group' && !telehealth)
  for (const session of groups.toSorted((a, b) => b.taken - a.taken)) {
    const url = `/api/weeks/${TEST_WEEK}/sessions/${session.id}/moves`
    const { cells } = (await app.ask(desk, { url })).body
    const [fits, no] = [true, false].map((fit) =>
      cells.find((cell: any) => cell.fits === fit && !cell.telehealth && cell.start !== session.start),
    )
    if (fits && no) return { session, fits, no }
  }
  throw new Error('no group can move')
}

it('is made of a session with those who sit in it, and of nothing else', async () => {
  const { session } = await movable()
  const { sessions } = await board(TEST_WEEK)
  const make = (over: object) => post('', { session: session.id, everyWeeks: 1, lastDay: null, ...over })
  const single = sessions.find(({ kind }) => kind === 'individual')!
  expect((await make({ session: single.id })).body.code).toBe('not-a-group')
  expect((await make({ lastDay: '2026-11-29' })).body.code).toBe('end-before-start')
  expect((await make({ everyWeeks: 3 })).status).toBe(400)
  expect((await make({ session: '0192f000-0000-7000-8000-000000000001' })).status).toBe(404)
  expect((await make({ lastDay: "2026-12-31'; DROP TABLE series" })).status).toBe(400)
  const made = await make({})
  expect(made.status).toBe(201)
  id = made.body.id
  expect((await make({})).body.code).toBe('already-recurring')
  const { next, members, service } = await group()
  expect([service, next[0]!.start, next.length]).toEqual([session.service, session.start, 6])
  expect(members.map(({ person }) => person.id).toSorted()).toEqual(membersIn(await board(TEST_WEEK), session.id))
  expect(await told(TEST_WEEK)).toEqual([])
})

it('is read by the team, each with the people of their own, and changed by nobody without the right', async () => {
  const whole = await list()
  const own = await list(app.who.counselor)
  expect([own.mayChange, own.people]).toEqual([false, []])
  expect(own.groups[0]!.members.length).toBeLessThan(whole.groups[0]!.members.length)
  for (const who of [app.who.dana, app.who.supporter, app.who.director])
    expect((await app.ask(who, { url: '/api/series' })).status).toBe(404)
  const wish = { revision: 1, scope: 'all', week: TEST_WEEK, to: null, because: 'other' }
  const url = `/api/series/${id}/changes`
  for (const who of [app.who.counselor, app.who.dana])
    expect((await app.ask(who, { method: 'POST', url, payload: wish })).status).toBe(404)
  const looked = await app.entriesOf(() => list(app.who.counselor))
  expect(looked.map(({ what, verb }) => [what, verb])).toEqual([['series.read', 'read']])
})

it('moves in the published week where it fits, telling its members once and nobody else', async () => {
  const { session, fits, no } = await movable()
  const members = membersIn(await board(TEST_WEEK), session.id)
  const here = (await group()).next[0]!
  const at = ({ start, staff }: { start: string; staff: string }) => ({
    ...{ start, staff, telehealth: false, room: here.room!.id },
  })
  const refused = await change({ to: at(no) })
  expect(refused).toMatchObject({ status: 409, body: { code: 'does-not-fit' } })
  expect(refused.body.detail).toContain('Nothing was changed.')
  expect((await group()).revision).toBe(1)

  const { rooms } = await group()
  let moved: { status: number; body: ChangedSeries } | undefined
  let wish: object = {}
  for (const room of rooms) {
    wish = { revision: 1, scope: 'following', to: { ...at(fits), room: room.id } }
    moved = await change(wish)
    if (moved.status === 200) break
  }
  expect(moved!.body).toEqual({ changed: true, weeks: [TEST_WEEK], told: [] })
  const after = await board(TEST_WEEK)
  // Another group of the service may meet at that time, too.
  const there = after.sessions.filter((one) => one.service === session.service && one.start === fits.start)
  expect(there.map((one) => membersIn(after, one.id))).toContainEqual(members)
  const notices = await told(TEST_WEEK)
  expect(notices).toEqual(members.map((member) => ({ id: member, count: 1 })))

  const mails = 'SELECT participant_id::text AS id, 1 AS count FROM message WHERE reason = $1 ORDER BY 1'
  expect((await app.owner.query(mails, ['week-changed'])).rows).toEqual(notices)

  // The same wish again, with the revision first seen: nothing changes and nobody hears of it twice.
  expect((await change(wish)).body).toEqual({ changed: false, weeks: [], told: [] })
  expect(await told(TEST_WEEK)).toEqual(notices)
  expect((await group()).next.map(({ start }) => start.slice(11))).toEqual(Array(6).fill(fits.start.slice(11)))
})

it('lets one of two people win, and tells the other', async () => {
  const { revision } = await group()
  const wish = (because: string, week: string) => ({ revision, scope: 'this', week, to: null, because })
  const answers = await Promise.all([
    post(`/${id}/changes`, wish('too-few', '2026-12-14')),
    post(`/${id}/changes`, wish('holiday', '2026-12-21')),
  ])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 409)!.body.code).toBe('series-changed')
  expect((await group()).next.filter(({ state }) => state === 'canceled')).toHaveLength(1)
})

it('is held by the next plan with its leader and room, and what it cannot keep is told in words', async () => {
  const [{ person }] = (await group()).members as [RecurringGroup['members'][number]]
  const meeting = (await group()).next.find(({ week }) => week === LATER)!
  const url = `/api/participants/${person.id}/obligations`
  const busy = { start: meeting.start, end: `${meeting.start.slice(0, 11)}23:30` }
  expect((await app.ask(desk, { method: 'POST', url, payload: busy })).status).toBe(201)
  const pins = (await app.ask(desk, { url: `/api/weeks/${LATER}/pins` })).body
  expect(pins.contradictions).toHaveLength(1)
  expect(pins.contradictions[0]).toContain(`${person.name} has no seat in`)
  await publishTestWeek(app, LATER)
  const week = await board(LATER)
  const { service } = await group()
  const held = week.sessions.filter((one) => one.service === service && one.start === meeting.start)
  expect(held).toMatchObject([{ staff: meeting.staff!.name, room: meeting.room?.name ?? null }])
  const members = (await group()).members.map((one) => one.person.id).filter((one) => one !== person.id)
  expect(membersIn(week, held[0]!.id)).toEqual(expect.arrayContaining(members))
})

it('is joined and left from a day on: only that person hears, and no session is made anew', async () => {
  const before = (await group()).members
  const { person } = before.at(-1)!
  const session = async () => {
    const meeting = (await group()).next.find(({ week }) => week === LATER)!
    const week = await board(LATER)
    const found = week.sessions.find(({ start, staff }) => start === meeting.start && staff === meeting.staff!.name)!
    return { id: found.id, members: membersIn(week, found.id) }
  }
  const [held, counted] = [await session(), await told(LATER)]
  const join = (from: string) => post(`/${id}/members`, { participant: person.id, from })
  expect((await join('2026-12-01')).body.code).toBe('member-already')
  const leave = () => post(`/${id}/members/${person.id}/end`, { until: '2026-12-06' })
  const left = await leave()
  expect(left.body).toMatchObject({ changed: true })
  expect((await leave()).body).toMatchObject({ changed: false })
  const after = await session()
  expect(after.id).toBe(held.id)
  const followed = left.body.weeks.includes(LATER)
  expect(followed).toBe(left.body.told.length === 0)
  expect(after.members.includes(person.id)).toBe(!followed)
  const heard = (await told(LATER)).filter((one) => !counted.some((was) => JSON.stringify(was) === JSON.stringify(one)))
  expect(heard.map((one) => one.id)).toEqual(followed ? [person.id] : [])
  expect((await join('2026-11-01')).body.code).toBe('past-locked')
  expect((await join('2026-12-07')).body).toMatchObject({ changed: true })
  expect((await session()).members).toContain(person.id)
  const stranger = '0192f000-0000-7000-8000-000000000001'
  expect((await post(`/${id}/members`, { participant: stranger, from: '2026-12-07' })).status).toBe(404)
})

it('is not joined by somebody who has left by then', async () => {
  const { id: left } = (await group()).members.at(0)!.person
  const until = '2026-12-01'
  await post(`/${id}/members/${left}/end`, { until })
  const discharge = (day: string | null) =>
    app.owner.query('UPDATE episode SET discharged_on = $1 WHERE participant_id = $2', [day, left])
  await discharge('2026-12-06')
  const joined = await post(`/${id}/members`, { participant: left, from: '2026-12-07' })
  expect(joined).toMatchObject({ status: 409, body: { code: 'not-in-treatment' } })
  await discharge(null)
})

it('ends from a week on in every published week that has it in its place, and stays ended', async () => {
  const meeting = (await group()).next.find(({ week }) => week === LATER)!
  const { sessions } = await board(LATER)
  const there = sessions.find(({ start, staff }) => start === meeting.start && staff === meeting.staff!.name)!
  await app.owner.query(
    // By the wall alone, by which it is found: whoever leads it may have somebody else right before or after.
    `UPDATE session SET starts_wall = starts_wall + interval '5 min', ends_wall = ends_wall + interval '5 min' WHERE id = $1`,
    [there.id],
  )
  const wish = { scope: 'all' as const, because: 'too-few' }
  const ended = await change(wish)
  expect(ended.body).toMatchObject({ changed: true, weeks: [TEST_WEEK] })
  expect(ended.body.told).toEqual([expect.stringContaining(`Week of ${LATER}`)])
  expect((await change(wish)).body).toMatchObject({ changed: false })
  expect((await group()).next).toEqual([])
  expect((await told(TEST_WEEK)).map(({ count }) => count)).toEqual(expect.not.arrayContaining([3]))
  const { rows } = await app.owner.query('SELECT count(*)::int AS n FROM series_version')
  expect(rows[0].n).toBe(3)
})
