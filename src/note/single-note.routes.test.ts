import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAccount } from '../import/accounts.rows.ts'
import { instantOfIso } from '../center/zones.ts'
import { newId } from '../kernel/ids.ts'
import { openTestApp, type TestApp } from '../schedule/test-app.ts'
import { publishTestWeek, TEST_WEEK } from '../schedule/test-published.ts'

/** A note of one person from the first word to a second signature; what is signed stays, also against the owner's hand. */

let now = instantOfIso('2026-11-23T15:00:00Z')
let app: TestApp
let owner: pg.Client
let author: Awaited<ReturnType<TestApp['signIn']>>
let supervisor: Awaited<ReturnType<TestApp['signIn']>>
let phone: { token: string }
let person: string
let held: string

const rows = async (query: string, values: unknown[] = []) => (await owner.query(query, values)).rows
const note = newId()
const at = (id: string, path = '') => `/api/participants/${person}/notes/${id}${path}`
const read = (who: { token: string }, url: string) => app.ask(who, { url })
const post = (who: { token: string }, url: string, payload: object = {}) =>
  app.ask(who, { method: 'POST', url, payload })
const save = (who: { token: string }, id: string, basedOn: number, draft: object) =>
  app.ask(who, { method: 'PUT', url: at(id), payload: { basedOn, draft } })
const draft = (parts: object, more: object = {}) => ({
  kind: 'individual',
  template: 'DAP',
  session: held,
  parts,
  ...more,
})
const WORDS = {
  data: 'Came on time, spoke of the new job.',
  assessment: 'Steadier than before.',
  plan: 'Call on Friday.',
}
const notesOf = async (who: { token: string }) =>
  (await read(who, `/api/participants/${person}/notes`)).body.notes as any[]
/** Saves and signs a note of no session. */
const signed = async (id: string, more: object = {}) => {
  const saved = await save(author, id, 0, { kind: 'case-management', template: 'DAP', parts: WORDS, ...more })
  expect(saved).toMatchObject({ status: 200, body: { version: 1 } })
  expect(await post(author, at(id, '/signature'), { version: 1, clonedOnPurpose: true })).toMatchObject({ status: 204 })
}

beforeAll(async () => {
  app = await openTestApp(() => now)
  author = await app.signIn('counselor')
  supervisor = await app.signIn('supervisor')
  owner = new pg.Client(app.center.owner)
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  await owner.query('SET search_path = evenkeel')
  const codes = await rows('SELECT code FROM participant')
  await app.center.database.inTransaction(app.center.setUp, async (tx) => {
    for (const { code } of codes) await openAccount(tx, code)
  })
  await publishTestWeek(app)
  const [found] = await rows(
    `SELECT s.id, t.participant_id, p.code, round(extract(epoch FROM s.ends_at) * 1000)::float8 AS ends FROM session s
     JOIN service v ON v.id = s.service_id JOIN auth.account a ON a.staff_id = s.staff_id
     JOIN seat t ON t.session_id = s.id AND t.withdrawn_at IS NULL
     JOIN participant p ON p.participant_id = t.participant_id
     JOIN caseload c ON c.participant_id = t.participant_id AND c.staff_id = s.staff_id AND c.kind = 'own'
     WHERE s.week_start = $1 AND s.withdrawn_at IS NULL AND v.kind = 'individual' AND a.id = $2
     ORDER BY s.starts_at LIMIT 1`,
    [TEST_WEEK, author.actor.uid],
  )
  held = found.id
  person = found.participant_id
  phone = await app.signIn('participant', found.code)
  now = found.ends + 60_000
})
afterAll(async () => {
  await owner.end()
  await app.close()
})

describe('a note of one person', () => {
  it('begins from the session that was held, and waits in the queue of its author', async () => {
    const begun = await read(author, at(note, `?session=${held}`))
    expect(begun).toMatchObject({ status: 200, body: { version: 0, draft: { kind: 'individual', session: held } } })
    expect(begun.body.missing.map((one: any) => one.what)).toEqual(['unmarked', 'no-part', 'no-part', 'no-part'])
    const { sessions } = (await read(author, '/api/notes/unsigned')).body
    expect(sessions).toContainEqual(expect.objectContaining({ session: held, participant: person, note: null }))
    for (const stranger of [phone, await app.signIn('front-desk')])
      expect((await read(stranger, at(note))).status).toBe(404)
  })

  it('keeps what two screens write at once, and asks where both wrote in the same place', async () => {
    expect(await save(author, note, 0, draft({ data: 'begun' }))).toMatchObject({ body: { version: 1, conflicts: [] } })
    expect(await save(author, note, 0, draft({ data: 'begun' }))).toMatchObject({ body: { version: 1 } })
    const second = await save(author, note, 1, draft({ data: 'begun', plan: 'a call' }))
    expect(second.body).toMatchObject({ version: 2, conflicts: [] })
    const other = await save(author, note, 1, draft({ data: 'begun and ended' }))
    expect(other.body).toMatchObject({ version: 3, draft: { parts: { data: 'begun and ended', plan: 'a call' } } })
    const clash = await save(author, note, 2, draft({ data: 'something else', plan: 'a call' }))
    expect(clash.body.conflicts).toEqual([{ field: 'data', mine: 'something else', theirs: 'begun and ended' }])
    expect((await read(author, at(note))).body).toMatchObject({ version: 3 })
  })

  it('is nobody else’s while it is a draft', async () => {
    expect((await notesOf(author)).map(({ id, state }) => [id, state])).toEqual([[note, 'draft']])
    for (const reader of [supervisor, phone]) expect(await notesOf(reader)).toEqual([])
    const medical = await app.signIn('prescriber')
    expect((await save(medical, note, 3, draft(WORDS, { session: null }))).status).toBeGreaterThanOrEqual(404)
    expect((await rows('SELECT DISTINCT author_id FROM progress_note WHERE id = $1', [note])).length).toBe(1)
  })

  it('is signed when nothing is missing, by somebody who is licensed, once', async () => {
    const { version } = (await save(author, note, 3, draft(WORDS))).body
    const sign = () => post(author, at(note, '/signature'), { version })
    expect(await sign()).toMatchObject({ status: 409, body: { code: 'note-incomplete' } })
    const marked = { id: newId(), status: 'here' }
    const mark = { method: 'PUT' as const, url: `/api/sessions/${held}/attendance/${person}`, payload: marked }
    expect((await app.ask(author, mark)).status).toBe(200)
    const licensed = `staff_id = (SELECT staff_id FROM session WHERE id = '${held}')`
    await rows(`UPDATE staff_license SET valid_until = '2026-11-20' WHERE ${licensed}`)
    const refused = await sign()
    expect(refused).toMatchObject({ status: 409, body: { code: 'license-ended' } })
    expect(refused.body.detail).toMatch(/ended on 2026-11-20; the session was on 2026-\d\d-\d\d\. Maybe/)
    await rows(`UPDATE staff_license SET valid_until = NULL WHERE ${licensed}`)
    expect((await sign()).status).toBe(204)
    expect(await sign()).toMatchObject({ status: 409, body: { code: 'signed-already' } })
    expect(await save(author, note, version, draft({ data: 'changed' }))).toMatchObject({
      status: 409,
      body: { code: 'signed-already' },
    })
    const { sessions, drafts } = (await read(author, '/api/notes/unsigned')).body
    expect([...sessions, ...drafts].filter((one) => one.session === held || one.note === note)).toEqual([])
  })

  it('is read by the team and the person, in the version that was signed', async () => {
    for (const reader of [author, supervisor, phone]) {
      const [one] = await notesOf(reader)
      expect(one).toMatchObject({ id: note, state: 'locked', parts: [{ words: WORDS.data }, {}, {}] })
      expect(one.signatures).toMatchObject([{ as: 'author', matches: true }])
    }
  })

  it('is changed by nobody: the database refuses, and what the owner changes by force is seen', async () => {
    for (const statement of ['UPDATE progress_note SET chips = chips', 'DELETE FROM note_signature'])
      await expect(
        app.center.database.inTransaction(author.actor, (tx) => sql.raw(statement).execute(tx)),
      ).rejects.toThrow(/permission denied/)
    await expect(
      rows(
        `INSERT INTO progress_note (center_id, participant_id, id, version, kind, template, parts, author_id, author_name)
         SELECT center_id, participant_id, id, 99, kind, template, parts, author_id, author_name FROM progress_note
         WHERE id = $1 LIMIT 1`,
        [note],
      ),
    ).rejects.toThrow(/the note is signed/)
    for (const change of ['parts = parts || \'{"plan": "Nothing."}\'', "kind = 'medical'"]) {
      await rows(`UPDATE progress_note SET ${change} WHERE id = $1`, [note])
      expect((await notesOf(supervisor))[0].signatures).toMatchObject([{ matches: false }])
      await rows(`UPDATE progress_note SET parts = $2, kind = 'individual' WHERE id = $1`, [note, WORDS])
    }
    expect((await notesOf(supervisor))[0].signatures).toMatchObject([{ matches: true }])
  })

  it('is added to by a note of its own', async () => {
    const added = newId()
    const begun = (await read(author, at(added, `?addsTo=${note}`))).body
    expect(begun).toMatchObject({ draft: { addendumTo: note, kind: 'individual' }, addsTo: { id: note } })
    const more = await save(author, added, 0, { ...begun.draft, parts: { data: 'The job begins in March.' } })
    expect(more.status).toBe(200)
    expect((await post(author, at(added, '/signature'), { version: 1 })).status).toBe(204)
    expect((await notesOf(phone)).find(({ id }) => id === added)).toMatchObject({ addendumTo: note, state: 'locked' })
  })
})

describe('an addendum', () => {
  it('is no note of a session, whatever its writer claims', async () => {
    const [group] = await rows(
      `SELECT s.id FROM session s JOIN service v ON v.id = s.service_id
       WHERE v.kind = 'group' AND s.staff_id = (SELECT staff_id FROM auth.account WHERE id = $2)
       ORDER BY EXISTS (SELECT FROM seat t WHERE t.session_id = s.id AND t.participant_id = $1
         AND t.withdrawn_at IS NULL) DESC, s.starts_at LIMIT 1`,
      [person, author.actor.uid],
    )
    const claim = { session: group.id, kind: 'group', addendumTo: note, template: 'DAP', parts: WORDS }
    const added = newId()
    const saved = await save(author, added, 0, claim)
    expect(saved).toMatchObject({ status: 200, body: { draft: { session: held, kind: 'individual' } } })
    expect(await save(author, newId(), 0, { ...claim, addendumTo: newId() })).toMatchObject({ status: 404 })
    expect(await save(author, newId(), 0, { ...claim, addendumTo: added })).toMatchObject({ status: 404 })
    expect(await save(author, newId(), 0, draft(WORDS, { session: group.id }))).toMatchObject({ status: 404 })
    expect((await post(author, at(added, '/signature'), { version: 1, clonedOnPurpose: true })).status).toBe(204)
    const signatures = await rows('SELECT note_id, adds FROM note_signature WHERE session_id = $1', [held])
    expect(signatures.find(({ note_id }) => note_id === added)).toMatchObject({ adds: true })
    expect(signatures.filter(({ adds }) => !adds)).toMatchObject([{ note_id: note }])
  })

  it('is the only way to write more of a session: two notes of it are not signed', async () => {
    const second = newId()
    expect((await save(author, second, 0, draft(WORDS))).status).toBe(200)
    const refused = await post(author, at(second, '/signature'), { version: 1, clonedOnPurpose: true })
    expect(refused).toMatchObject({ status: 409, body: { code: 'signed-already' } })
    await rows('DELETE FROM progress_note WHERE id = $1', [second])
  })
})

describe('a second signature', () => {
  const first = newId()
  const second = newId()

  it('is asked of whoever works under supervision, from then on', async () => {
    const { team } = (await read(supervisor, '/api/notes/co-signatures')).body
    const [{ staff_id: staff }] = await rows('SELECT staff_id FROM auth.account WHERE id = $1', [author.actor.uid])
    expect(team).toContainEqual(expect.objectContaining({ staff, needed: false }))
    const rule = `/api/staff/${staff}/co-signature-rules`
    expect((await post(author, rule, { needed: false })).status).toBe(404)
    await signed(first)
    expect((await post(supervisor, rule, { needed: true })).status).toBe(204)
    await signed(second)
    expect((await notesOf(author)).filter(({ id }) => [first, second].includes(id)).map(({ state }) => state)).toEqual([
      'waits-for-co-signature',
      'locked',
    ])
  })

  it('may send the note back, and waits for what the author adds', async () => {
    const { waiting } = (await read(supervisor, '/api/notes/co-signatures')).body
    expect(waiting).toMatchObject([{ id: second, participant: person, may: ['co-sign', 'send-back'] }])
    expect((await post(supervisor, at(second, '/returns'), { words: 'Which job? Please add it.' })).status).toBe(204)
    expect((await read(supervisor, '/api/notes/co-signatures')).body.waiting).toEqual([])
    expect((await read(author, '/api/notes/unsigned')).body.sentBack).toMatchObject([
      { note: second, words: 'Which job? Please add it.' },
    ])
    expect((await notesOf(phone)).find(({ id }) => id === second).returns).toEqual([])
    const added = newId()
    await signed(added, { addendumTo: second, parts: { data: 'The one at the bakery.' } })
    expect((await read(author, '/api/notes/unsigned')).body.sentBack).toEqual([])
    const again = (await read(supervisor, '/api/notes/co-signatures')).body.waiting
    expect(again.find((one: any) => one.id === second).addenda).toMatchObject([{ id: added }])
  })

  it('is given once, by somebody else, and ends the wait', async () => {
    expect((await post(author, at(second, '/co-signature'))).status).toBe(404)
    expect((await post(supervisor, at(second, '/co-signature'))).status).toBe(204)
    expect(await post(supervisor, at(second, '/co-signature'))).toMatchObject({
      status: 409,
      body: { code: 'not-waiting' },
    })
    const one = (await notesOf(phone)).find(({ id }) => id === second)
    expect(one).toMatchObject({ state: 'locked' })
    expect(one.signatures).toMatchObject([
      { as: 'author', matches: true },
      { as: 'co-signer', matches: true },
    ])
    const forged = sql`INSERT INTO note_signature (center_id, participant_id, id, note_id, version, signs_as, signed_by,
        signed_by_name, hash) SELECT center_id, participant_id, gen_random_uuid(), id, version, 'author', ${supervisor.actor.uid},
        'x', sha256('x') FROM progress_note WHERE id = ${first}`
    await expect(app.center.database.inTransaction(supervisor.actor, (tx) => forged.execute(tx))).rejects.toThrow()
    // Somebody else who writes notes of this person signs own notes, and nobody's beside.
    const medical = await app.signIn('prescriber')
    const beside = sql`INSERT INTO note_signature (center_id, participant_id, id, note_id, version, signs_as, signed_by,
        signed_by_name, hash) SELECT center_id, participant_id, gen_random_uuid(), id, version, 'co-signer', ${medical.actor.uid},
        'x', sha256('x') FROM progress_note WHERE id = ${first}`
    await expect(app.center.database.inTransaction(medical.actor, (tx) => beside.execute(tx))).rejects.toThrow(
      /row-level security/,
    )
    const rules = (who: typeof medical) =>
      app.center.database.inTransaction(who.actor, (tx) =>
        tx.selectFrom('co_signature_rule').select('needed').execute(),
      )
    expect([(await rules(author)).length, (await rules(supervisor)).length]).toEqual([1, 1])
    expect(await rules(medical)).toEqual([])
  })
})
