import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instantOfIso } from '../center/zones.ts'
import { newId } from '../kernel/ids.ts'
import { openTestApp, type TestApp } from '../schedule/test-app.ts'
import { publishTestWeek, TEST_WEEK } from '../schedule/test-published.ts'

/** What needs each role now, in a week that is under way. */

let now = instantOfIso('2026-11-23T15:00:00Z')
let app: TestApp
let owner: pg.Client
type Who = Awaited<ReturnType<TestApp['signIn']>>
let counselor: Who
let supervisor: Who

const rows = async (query: string, values: unknown[] = []) => (await owner.query(query, values)).rows
const get = async (who: { token: string }, url: string) => (await app.ask(who, { url })).body
/** The first group of somebody, with its members. */
async function groupOf(staff: string) {
  const [session] = await rows(
    `SELECT s.id, round(extract(epoch FROM s.ends_at) * 1000)::float8 AS ends FROM session s
     JOIN service v ON v.id = s.service_id JOIN staff w ON w.id = s.staff_id
     WHERE s.week_start = $1 AND s.withdrawn_at IS NULL AND v.kind = 'group' AND w.code = $2 ORDER BY s.starts_at LIMIT 1`,
    [TEST_WEEK, staff],
  )
  const members = await rows(
    `SELECT participant_id AS id FROM seat WHERE session_id = $1 AND withdrawn_at IS NULL ORDER BY 1`,
    [session.id],
  )
  return { ...session, members: members.map(({ id }) => id) }
}

beforeAll(async () => {
  app = await openTestApp(() => now)
  owner = new pg.Client(app.center.owner)
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  await owner.query('SET search_path = evenkeel')
  await publishTestWeek(app)
  counselor = await app.signIn('counselor', 'alvarez')
  supervisor = await app.signIn('supervisor')
})
afterAll(async () => {
  await owner.end()
  await app.close()
})

describe('a counselor’s day', () => {
  it('holds their own sessions, their caseload’s hours, and what waits for them', async () => {
    const group = await groupOf('alvarez')
    now = group.ends + 60_000
    const [reader] = await rows(`SELECT id FROM staff WHERE code = 'alvarez'`)
    const mine = await rows(
      `SELECT DISTINCT participant_id AS id FROM caseload WHERE staff_id = $1 AND (kind = 'own' OR from_date <= current_date)
         AND (until_date IS NULL OR until_date >= current_date)`,
      [reader.id],
    )
    const day = await get(counselor, '/api/my-day')
    expect(day.weekStart).toBe(TEST_WEEK)
    expect(day.agenda.length).toBeGreaterThan(0)
    expect(new Set(day.agenda.map((one: any) => one.staffId))).toEqual(new Set([reader.id]))
    expect(day.agenda.find((one: any) => one.id === group.id)).toMatchObject({
      note: 'to-write',
      counts: { open: group.members.length },
    })
    expect(day.unsigned.sessions.map((one: any) => one.session)).toContain(group.id)
    expect(day.caseload.length).toBeGreaterThan(3)
    expect(day.caseload.length).toBeLessThan(20)
    for (const { participant } of day.caseload) expect(mine.map(({ id }) => id)).toContain(participant)
    const room = day.caseload.map((one: any) => one.atEnd - one.needs - one.short)
    expect(day.caseload[0].short).toBe(Math.max(...day.caseload.map((one: any) => one.short)))
    expect(room.every((minutes: number) => Number.isInteger(minutes))).toBe(true)
  })

  it('says that somebody spoke in a check-in, never what', async () => {
    const before = await get(counselor, '/api/my-day')
    expect(before.checkIns.people).toEqual([])
    const dana = await app.signIn('participant', 'dana')
    const said = await app.ask(dana, {
      method: 'PUT',
      url: `/api/participants/${dana.participantId}/check-in-words/${newId()}`,
      payload: { words: 'A hard evening at the bus stop' },
    })
    expect(said.status).toBe(201)
    const [own] = await rows(
      `SELECT w.code FROM caseload c JOIN staff w ON w.id = c.staff_id WHERE c.participant_id = $1 AND c.kind = 'own'`,
      [dana.participantId],
    )
    // The server's clock is ahead of the database's: words are shown from the last session on.
    now = Date.now()
    const hers = await get(await app.signIn('counselor', own.code), '/api/my-day')
    expect(hers.checkIns.people).toMatchObject([{ participant: dana.participantId, count: 1 }])
    expect(JSON.stringify(hers)).not.toContain('bus stop')
    for (const code of ['alvarez', 'okafor']) {
      const day = await get(await app.signIn('counselor', code), '/api/my-day')
      const sees = day.checkIns.people.length === 1
      const [related] = await rows(
        `SELECT count(*)::int AS n FROM caseload c JOIN staff w ON w.id = c.staff_id WHERE c.participant_id = $1
           AND w.code = $2 AND (c.kind = 'own' OR c.from_date <= current_date)
           AND (c.until_date IS NULL OR c.until_date >= current_date)`,
        [dana.participantId, code],
      )
      expect([code, sees]).toEqual([code, related.n > 0])
    }
  })

  it('is a counselor’s alone', async () => {
    for (const role of ['front-desk', 'director', 'supervisor', 'participant'] as const)
      expect((await app.ask(await app.signIn(role), { url: '/api/my-day' })).status).toBe(404)
  })
})

describe('reviews due', () => {
  it('are those of the dose in force, late ones first, for whoever sees the person', async () => {
    now = instantOfIso('2026-12-01T15:00:00Z')
    const [mine] = await rows(
      `SELECT c.participant_id AS id, w.name FROM caseload c JOIN staff w ON w.id = c.staff_id
       WHERE w.code = 'alvarez' AND c.kind = 'own' ORDER BY 1 LIMIT 1`,
    )
    await rows(
      `INSERT INTO prescription (center_id, participant_id, id, valid_from, weekly_minutes_target, daily_max_minutes,
         review_on, screens_per_week, prefers, telehealth)
       SELECT center_id, participant_id, gen_random_uuid(), '2026-11-24', weekly_minutes_target, daily_max_minutes,
         '2026-11-30', screens_per_week, prefers, telehealth FROM prescription WHERE participant_id = $1 LIMIT 1`,
      [mine.id],
    )
    const found = { participant: mine.id, reviewOn: '2026-11-30', late: true, owner: mine.name }
    const desk = await get(await app.signIn('front-desk'), '/api/reviews-due')
    expect(desk.reviews).toContainEqual(expect.objectContaining(found))
    expect(desk.reviews.every((one: any) => one.reviewOn <= '2026-12-08')).toBe(true)
    expect((await get(counselor, '/api/my-day')).reviews).toContainEqual(expect.objectContaining(found))
    const other = await get(await app.signIn('counselor', 'okafor'), '/api/reviews-due')
    const [covers] = await rows(
      `SELECT count(*)::int AS n FROM caseload c JOIN staff w ON w.id = c.staff_id
       WHERE w.code = 'okafor' AND c.participant_id = $1`,
      [mine.id],
    )
    expect(other.reviews.some((one: any) => one.participant === mine.id)).toBe(covers.n > 0)
    await rows(`UPDATE episode SET discharged_on = '2026-11-30' WHERE participant_id = $1`, [mine.id])
    const after = await get(await app.signIn('front-desk'), '/api/reviews-due')
    expect(after.reviews.some((one: any) => one.participant === mine.id)).toBe(false)
  })
})

describe('a supervisor’s team', () => {
  it('shows notes by author and sessions nobody has marked, until they are', async () => {
    const group = await groupOf('okafor')
    now = group.ends + 2 * 24 * 3_600_000
    const team = await get(supervisor, '/api/team')
    const okafor = team.unsigned.find(({ staff }: any) => staff === 'Ben Okafor')
    expect(okafor.sessions.map(({ session }: any) => session)).toContain(group.id)
    expect(okafor.oldestDays).toBeGreaterThanOrEqual(2)
    const open = async () =>
      (await get(supervisor, '/api/team')).unmarked.find(({ session }: any) => session === group.id)
    expect(await open()).toMatchObject({ staff: 'Ben Okafor', open: group.members.length })
    const desk = await app.signIn('front-desk')
    for (const member of group.members) {
      const url = `/api/sessions/${group.id}/attendance/${member}`
      const marked = await app.ask(desk, {
        method: 'PUT',
        url,
        payload: { id: newId(), status: 'here', why: 'the list was on paper' },
      })
      expect(marked.status).toBe(200)
    }
    expect(await open()).toBeUndefined()
    expect(JSON.stringify(team)).not.toMatch(new RegExp(group.members.join('|')))
    expect((await app.ask(counselor, { url: '/api/team' })).status).toBe(404)
  })
})

describe('a director’s center', () => {
  it('is counts, with no group of one to ten and no name of a participant', async () => {
    const director = await app.signIn('director')
    const center = await get(director, `/api/weeks/${TEST_WEEK}/center`)
    expect(center).toMatchObject({ published: true })
    for (const share of [center.plannedNine, center.attendedNine, center.reach, center.ownCounselor]) {
      expect(share.of).toBeGreaterThan(10)
      if (share.shown !== 'exact') expect(share.count).toBeNull()
    }
    expect(center.staff.length).toBeGreaterThan(4)
    const names = await rows('SELECT chosen_name, participant_id AS id FROM participant')
    const words = JSON.stringify(center)
    for (const { chosen_name, id } of names)
      expect([words.includes(chosen_name), words.includes(id)]).toEqual([false, false])
    expect((await app.ask(counselor, { url: `/api/weeks/${TEST_WEEK}/center` })).status).toBe(404)
  })

  it('counts a meeting that falls into a busy time', async () => {
    const [seat] = await rows(
      `SELECT t.participant_id AS id, t.center_id, t.starts_at, t.ends_at FROM seat t JOIN session s ON s.id = t.session_id
       WHERE s.week_start = $1 AND t.withdrawn_at IS NULL AND EXISTS (SELECT FROM episode e
         WHERE e.participant_id = t.participant_id AND e.discharged_on IS NULL)
       ORDER BY t.starts_at DESC LIMIT 1`,
      [TEST_WEEK],
    )
    const desk = await app.signIn('front-desk')
    const [{ wall, until }] = await rows(
      `SELECT to_char(s.starts_wall, 'YYYY-MM-DD"T"HH24:MI') AS wall, to_char(s.ends_wall, 'YYYY-MM-DD"T"HH24:MI') AS until FROM session s JOIN seat t ON t.session_id = s.id
       WHERE t.participant_id = $1 AND t.starts_at = $2`,
      [seat.id, seat.starts_at],
    )
    const url = `/api/participants/${seat.id}/obligations`
    const added = await app.ask(desk, { method: 'POST', url, payload: { start: wall, end: until } })
    expect([added.body.detail, added.status]).toEqual([undefined, 201])
    const center = await get(await app.signIn('director'), `/api/weeks/${TEST_WEEK}/center`)
    // One is a group of one to ten.
    expect(center.broken).toBeNull()
  })
})
