import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instantOfIso } from '../center/zones.ts'
import { newId } from '../kernel/ids.ts'
import { publishTestWeek, TEST_WEEK } from '../schedule/test-published.ts'
import { openTestApp, type TestApp } from '../schedule/test-app.ts'

/** A group's note from the first word to one signed note a member. */

let now = instantOfIso('2026-11-23T15:00:00Z')
let app: TestApp
let owner: pg.Client
let counselor: { token: string }
let other: { token: string }
let session: string
let members: { participant_id: string; chosen_name: string }[]

const rows = async (query: string, values: unknown[] = []) => (await owner.query(query, values)).rows
const note = (
  who: { token: string },
  request: { method?: 'GET' | 'PUT' | 'POST'; path?: string; payload?: object } = {},
) =>
  app.ask(who, {
    method: request.method ?? 'GET',
    url: `/api/sessions/${session}/group-note${request.path ?? ''}`,
    ...(request.payload ? { payload: request.payload } : {}),
  })
const save = (basedOn: number, draft: object) => note(counselor, { method: 'PUT', payload: { basedOn, draft } })
const sign = (version: number) => note(counselor, { method: 'POST', path: '/signature', payload: { version } })

beforeAll(async () => {
  app = await openTestApp(() => now)
  counselor = await app.signIn('counselor')
  other = await app.signIn('prescriber')
  owner = new pg.Client(app.center.owner)
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  await owner.query('SET search_path = evenkeel')
  await publishTestWeek(app)
  const [held] = await rows(
    `SELECT s.id, round(extract(epoch FROM s.ends_at) * 1000)::float8 AS ends FROM session s
     JOIN service v ON v.id = s.service_id JOIN auth.account a ON a.staff_id = s.staff_id
     JOIN auth.session i ON i.account_id = a.id AND i.role = 'counselor'
     WHERE s.week_start = $1 AND s.withdrawn_at IS NULL AND v.kind = 'group' ORDER BY s.starts_at LIMIT 1`,
    [TEST_WEEK],
  )
  session = held.id
  now = held.ends + 60_000
  members = await rows(
    `SELECT p.participant_id, p.chosen_name FROM seat t JOIN participant p ON p.participant_id = t.participant_id
     WHERE t.session_id = $1 AND t.withdrawn_at IS NULL ORDER BY p.chosen_name`,
    [session],
  )
})
afterAll(async () => {
  await owner.end()
  await app.close()
})

const line = (n: number) => ({
  words: `Number ${n} told the group about evening ${n} of the week and what helped at ${n} o'clock.`,
  plan: 'Call on Friday.',
})
const draft = (more: object = {}) => ({
  template: 'DAP',
  narrative: 'The group practiced how to say no.',
  lines: Object.fromEntries(members.map((member, n) => [member.participant_id, line(n)])),
  ...more,
})

describe('a group note', () => {
  it('is there for whoever holds the session, and for nobody else', async () => {
    expect(await note(counselor)).toMatchObject({ status: 200, body: { version: 0, signed: false } })
    expect(await note(other)).toMatchObject({ status: 404, body: { code: 'not-available' } })
    expect((await note(counselor)).body.members).toHaveLength(members.length)
  })

  it('merges what two write at once, and loses nothing where they wrote in the same place', async () => {
    expect(await save(0, { narrative: 'begun' })).toMatchObject({ body: { version: 1, conflicts: [] } })
    const own = { narrative: 'begun', lines: { [members[0]!.participant_id]: { words: 'mine' } } }
    expect(await save(1, own)).toMatchObject({ body: { version: 2 } })
    // A second page that began from version 1 as well.
    const second = await save(1, { narrative: 'begun and ended' })
    expect(second.body).toMatchObject({ version: 3, draft: { narrative: 'begun and ended' }, conflicts: [] })
    expect(second.body.draft.lines[members[0]!.participant_id].words).toBe('mine')
    const third = await save(2, { ...own, narrative: 'other words' })
    expect(third.body.conflicts).toEqual([{ field: 'narrative', mine: 'other words', theirs: 'begun and ended' }])
    expect(third.body.withMine.lines[members[0]!.participant_id].words).toBe('mine')
    expect(third.body.withTheirs.narrative).toBe('begun and ended')
    expect((await note(counselor)).body.draft.narrative).toBe('begun and ended')
  })

  it('says what is missing before it is signed: marks, lines, names', async () => {
    const named = draft({ narrative: `The group helped ${members[0]!.chosen_name} with the bus.` })
    const { version } = (await save(3, named)).body
    const { missing } = (await note(counselor)).body
    expect(new Set(missing.map((one: { what: string }) => one.what))).toEqual(new Set(['unmarked', 'name']))
    expect(await sign(version)).toMatchObject({ status: 409, body: { code: 'note-incomplete' } })
    expect(await rows('SELECT id FROM progress_note WHERE session_id = $1', [session])).toEqual([])
  })

  it('becomes one signed note a member, none with another name, and counts toward the hours', async () => {
    for (const [n, member] of members.entries()) {
      const marked = await app.ask(counselor, {
        method: 'PUT',
        url: `/api/sessions/${session}/attendance/${member.participant_id}`,
        payload: { id: newId(), status: n === 0 ? 'no-show' : 'here' },
      })
      expect(marked.status).toBe(200)
    }
    const { version } = (await save(4, draft())).body
    const [one, two] = (await Promise.all([sign(version), sign(version)])).toSorted((a, b) => a.status - b.status)
    expect(one).toMatchObject({ status: 201, body: { notes: members.length } })
    expect(two).toMatchObject({ status: 409, body: { code: 'signed-already' } })
    const notes = await rows('SELECT participant_id, parts FROM progress_note WHERE session_id = $1', [session])
    expect(notes.map((one) => one.participant_id).toSorted()).toEqual(
      members.map((one) => one.participant_id).toSorted(),
    )
    for (const one of notes) {
      const text = JSON.stringify(one.parts)
      for (const member of members) expect(text).not.toContain(member.chosen_name)
    }
    const absent = notes.find((one) => one.participant_id === members[0]!.participant_id)
    expect(absent.parts).toEqual({ data: 'Attendance: No-show.', assessment: '', plan: 'Call on Friday.' })
  })

  it('is locked by its signature', async () => {
    expect(await sign(5)).toMatchObject({ status: 409, body: { code: 'signed-already' } })
    expect(await save(5, draft())).toMatchObject({ status: 409, body: { code: 'signed-already' } })
    const [one] = await rows(
      `SELECT n.id, n.participant_id FROM progress_note n JOIN session s ON s.id = n.session_id
       JOIN caseload c ON c.participant_id = n.participant_id AND c.staff_id = s.staff_id
       WHERE n.session_id = $1 AND c.kind = 'own' LIMIT 1`,
      [session],
    )
    const again = await app.ask(counselor, {
      method: 'PUT',
      url: `/api/participants/${one.participant_id}/notes/${one.id}`,
      payload: { basedOn: 1, draft: { kind: 'individual', template: 'DAP', parts: { data: 'changed' } } },
    })
    expect(again).toMatchObject({ status: 409, body: { code: 'signed-already' } })
  })
})
