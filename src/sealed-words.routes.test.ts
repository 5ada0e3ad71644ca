import { join } from 'node:path'
import pg from 'pg'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { putAccount } from './access/sign-in.rows.ts'
import type { Role } from './access/sign-in.ts'
import { openAccount } from './import/accounts.rows.ts'
import { importFolder } from './import/import-folder.command.ts'
import { TEST_NOW } from './import/test-center.ts'
import type { Actor } from './kernel/claims.ts'
import { keysAtStart, shred } from './kernel/data-key.rows.ts'
import { newId } from './kernel/ids.ts'
import { ROOT } from './kernel/surroundings.ts'
import { openTestApp, type TestApp } from './schedule/test-app.ts'

/** Who reads and writes what was said in confidence: by the routes, by SQL past the routes, and after an erasure. */
type Who = Awaited<ReturnType<TestApp['signIn']>>
type Words = { words: string | null; erased: boolean }

const OTHERS: Role[] = [
  'front-desk',
  'supervisor',
  'prescriber',
  'screen-technician',
  'director',
  'biller',
  'privacy-officer',
  'administrator',
]

let app: TestApp
/** The tables' owner: looks and tampers behind the rules. */
let owner: pg.Client
let [author, cover, stranger, maria, dana, sister]: Who[] = []

beforeAll(async () => {
  app = await openTestApp()
  owner = new pg.Client({ ...app.center.owner, options: '-c search_path=evenkeel' })
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  await app.center.database.inTransaction(app.center.setUp, async (tx) => {
    await openAccount(tx, 'whitaker')
    await openAccount(tx, 'keisha')
    await putAccount(tx, {
      code: 'test/neighbor',
      name: 'neighbor',
      staffId: null,
      participantId: null,
      roles: ['supporter'],
    })
  })
  author = await app.signIn('counselor', 'alvarez')
  cover = await app.signIn('counselor', 'okafor')
  stranger = await app.signIn('counselor', 'whitaker')
  maria = await app.signIn('participant', 'maria')
  dana = await app.signIn('participant', 'dana')
  sister = await app.signIn('supporter', 'supporter')
  const linked = await app.ask(author, {
    method: 'PUT',
    url: `${of(maria)}/supporters/${sister.actor.uid}`,
    payload: { called: 'Maria' },
  })
  expect(linked.status).toBe(204)
})
afterAll(async () => {
  await owner.end()
  await app.close()
})

const of = (person: Who | undefined) => `/api/participants/${person!.participantId}`
const get = (who: Who | undefined, url: string) => app.ask(who!, { url })
const post = (who: Who | undefined, url: string, payload: object) => app.ask(who!, { method: 'POST', url, payload })
const say = (who: Who | undefined, person: Who | undefined, words: string, id = newId()) =>
  app.ask(who!, { method: 'PUT', url: `${of(person)}/check-in-words/${id}`, payload: { words } })
const wordsOf = (list: Words[]) => list.map((one) => one.words)

/** Maria's rows that somebody sees by SQL, as the app role, past every route. */
async function rowsSeen(actor: Actor, table: 'counseling_note' | 'check_in_words' | 'collateral'): Promise<number> {
  const rows = await app.center.database.inTransaction(actor, (tx) =>
    tx.selectFrom(table).select('id').where('participant_id', '=', maria!.participantId).execute(),
  )
  return rows.length
}

describe('counseling notes', () => {
  it('are read and amended by their author alone', async () => {
    const written = await post(author, `${of(maria)}/counseling-notes`, { words: 'ambivalent about the move' })
    expect(written.status).toBe(201)
    const versions = `${of(maria)}/counseling-notes/${written.body.id}/versions`
    expect(await post(author, versions, { words: 'ambivalent about the move to Salem' })).toMatchObject({
      status: 201,
      body: { version: 2 },
    })
    expect((await get(author, `${of(maria)}/counseling-notes`)).body.notes).toEqual([
      expect.objectContaining({
        id: written.body.id,
        version: 2,
        words: 'ambivalent about the move to Salem',
        erased: false,
      }),
    ])
    // A covering counselor has notes of her own and sees nobody else's.
    expect((await get(cover, `${of(maria)}/counseling-notes`)).body).toEqual({ notes: [] })
    expect(await rowsSeen(cover!.actor, 'counseling_note')).toBe(0)
    expect((await post(cover, versions, { words: 'not mine' })).status).toBe(404)
  })

  it('do not exist for anybody else, whatever they ask and however', async () => {
    const others = [...(await Promise.all(OTHERS.map((role) => app.signIn(role)))), stranger, maria, dana, sister]
    for (const who of others) {
      const asked = await get(who, `${of(maria)}/counseling-notes`)
      expect([who!.actor.name, asked.status, asked.body.code]).toEqual([who!.actor.name, 404, 'not-available'])
      expect((await post(who, `${of(maria)}/counseling-notes`, { words: 'mine now' })).status).toBe(404)
      expect([who!.actor.name, await rowsSeen(who!.actor, 'counseling_note')]).toEqual([who!.actor.name, 0])
    }
    expect(await rowsSeen(author!.actor, 'counseling_note')).toBe(2)
  })

  it('stay closed under break-glass', async () => {
    for (const who of [stranger, await app.signIn('supervisor'), await app.signIn('prescriber')]) {
      await owner.query(
        `INSERT INTO break_glass (center_id, participant_id, id, account_id, opened_by, reason)
         VALUES ($1, $2, $3, $4, 'test', 'unconscious at the front door')`,
        [app.center.id, maria!.participantId, newId(), who!.actor.uid],
      )
      const opened = await app.center.database.inTransaction(who!.actor, (tx) =>
        tx
          .selectFrom('participant')
          .select('participant_id')
          .where('participant_id', '=', maria!.participantId)
          .execute(),
      )
      expect(opened).toHaveLength(1)
      expect((await get(who, `${of(maria)}/counseling-notes`)).status).toBe(404)
      for (const table of ['counseling_note', 'check_in_words', 'collateral'] as const) {
        expect(await rowsSeen(who!.actor, table)).toBe(0)
      }
    }
  })

  it('are continued by nobody else in SQL either, nor written in another name', async () => {
    const { rows } = await owner.query('SELECT * FROM counseling_note WHERE version = 2')
    const next = { ...rows[0], version: 3, replaces: 2, recorded_at: undefined }
    const insert = (actor: Actor, author_id: string | null) =>
      app.center.database.inTransaction(actor, (tx) =>
        tx
          .insertInto('counseling_note')
          .values({ ...next, author_id: author_id ?? '' })
          .execute(),
      )
    await expect(insert(cover!.actor, cover!.actor.uid)).rejects.toMatchObject({ code: '23503' })
    await expect(insert(cover!.actor, author!.actor.uid)).rejects.toMatchObject({ code: '42501' })
    await expect(
      app.center.database.inTransaction(author!.actor, (tx) =>
        tx.updateTable('counseling_note').set({ version: 9 }).execute(),
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })
})

describe('check-ins', () => {
  it('are said by the person, once whatever the phone repeats, and read by the person and their counselors', async () => {
    const id = newId()
    expect((await say(maria, maria, 'craving after the bus stop', id)).status).toBe(201)
    expect((await say(maria, maria, 'craving after the bus stop', id)).status).toBe(204)
    expect(await say(maria, maria, 'something else', id)).toMatchObject({ status: 409, body: { code: 'other-words' } })
    for (const who of [maria, author, cover]) {
      expect(wordsOf((await get(who, `${of(maria)}/check-in-words`)).body.checkIns)).toEqual([
        'craving after the bus stop',
      ])
    }
  })

  it('that come first and at once share one key', async () => {
    const keisha = await app.signIn('participant', 'keisha')
    const words = Array.from({ length: 12 }, (_, at) => `word ${at}`)
    const replies = await Promise.all(words.map((one) => say(keisha, keisha, one)))
    expect(new Set(replies.map((one) => one.status))).toEqual(new Set([201]))
    const read = (await get(keisha, `${of(keisha)}/check-in-words`)).body.checkIns
    expect(new Set(wordsOf(read))).toEqual(new Set(words))
  })

  it('do not exist for anybody else', async () => {
    const others = [...(await Promise.all(OTHERS.map((role) => app.signIn(role)))), stranger, dana, sister]
    for (const who of others) {
      expect([who!.actor.name, (await get(who, `${of(maria)}/check-in-words`)).status]).toEqual([who!.actor.name, 404])
      expect((await say(who, maria, 'in her name')).status).toBe(404)
      expect([who!.actor.name, await rowsSeen(who!.actor, 'check_in_words')]).toEqual([who!.actor.name, 0])
    }
  })
})

describe('what family tells the team', () => {
  it('is taken without any consent, never given back, and hidden from the participant', async () => {
    expect((await get(sister, '/api/supported')).body).toEqual({
      people: [{ participant: maria!.participantId, called: 'Maria' }],
    })
    expect((await post(sister, `${of(maria)}/collateral`, { words: 'she lost her job on Friday' })).status).toBe(204)
    const read = await get(author, `${of(maria)}/collateral`)
    expect(wordsOf(read.body.collateral)).toEqual(['she lost her job on Friday'])
    expect(read.body.collateral[0].toldBy).toBe(sister!.actor.uid)
    for (const who of [sister, maria, dana, stranger, ...(await Promise.all(OTHERS.map((role) => app.signIn(role))))]) {
      expect([who!.actor.name, (await get(who, `${of(maria)}/collateral`)).status]).toEqual([who!.actor.name, 404])
      expect([who!.actor.name, await rowsSeen(who!.actor, 'collateral')]).toEqual([who!.actor.name, 0])
    }
  })

  it('is taken only from supporters who are linked to the person', async () => {
    const neighbor = await app.signIn('supporter', 'neighbor')
    const words = { words: 'they quarrel' }
    expect((await post(neighbor, `${of(maria)}/collateral`, words)).status).toBe(404)
    expect((await post(sister, `${of(dana)}/collateral`, words)).status).toBe(404)
    expect((await post(sister, `/api/participants/${newId()}/collateral`, words)).status).toBe(404)
    expect((await post(author, `${of(maria)}/collateral`, words)).status).toBe(404)
    expect((await get(neighbor, '/api/supported')).body).toEqual({ people: [] })
  })

  it('ends with the link, on the next statement; links are made by those who may, to supporters only', async () => {
    const link = (who: Who | undefined, account: string | null, person = maria) =>
      app.ask(who!, { method: 'PUT', url: `${of(person)}/supporters/${account}`, payload: {} })
    const neighbor = await app.signIn('supporter', 'neighbor')
    for (const who of [stranger, dana, sister, neighbor, await app.signIn('director')]) {
      expect([who!.actor.name, (await link(who, neighbor.actor.uid)).status]).toEqual([who!.actor.name, 404])
    }
    expect((await link(maria, dana!.actor.uid)).status).toBe(404)
    expect((await link(maria, neighbor.actor.uid)).status).toBe(204)
    expect((await post(neighbor, `${of(maria)}/collateral`, { words: 'heard shouting' })).status).toBe(204)
    const end = { method: 'DELETE', url: `${of(maria)}/supporters/${neighbor.actor.uid}` } as const
    expect((await app.ask(maria!, end)).status).toBe(204)
    expect((await post(neighbor, `${of(maria)}/collateral`, { words: 'heard more' })).status).toBe(404)
    expect(
      (await get(maria, `${of(maria)}/supporters`)).body.supporters.map((one: { account: string }) => one.account),
    ).toEqual([sister!.actor.uid])
    await owner.query('DELETE FROM collateral WHERE told_by = $1', [neighbor.actor.uid])
  })
})

describe('a sealed record somebody with the database altered', () => {
  const notes = () => get(author, `${of(maria)}/counseling-notes`)
  const SEALED = 'SELECT version, sealed FROM counseling_note ORDER BY version'

  it.each<[string, string]>([
    [
      'an older version put back',
      `UPDATE counseling_note n SET sealed = o.sealed FROM counseling_note o
      WHERE n.version = 2 AND o.id = n.id AND o.version = 1`,
    ],
    [
      'one moved from another column',
      'UPDATE counseling_note SET sealed = (SELECT sealed FROM check_in_words LIMIT 1)',
    ],
    ['one cut short', 'UPDATE counseling_note SET sealed = substr(sealed, 1, length(sealed) - 3)'],
    [
      'a wrapped key of another',
      'UPDATE sec.sealed_key SET wrapped = set_byte(wrapped, 20, 1 + get_byte(wrapped, 20) % 250)',
    ],
  ])('does not open: %s', async (_what, tampering) => {
    const before = await owner.query(SEALED)
    const keys = await owner.query('SELECT participant_id, wrapped FROM sec.sealed_key')
    await owner.query(tampering)
    const asked = await notes()
    expect(asked).toMatchObject({ status: 500, body: { code: 'sealed-unreadable' } })
    expect(JSON.stringify(asked.body)).not.toMatch(/ambivalent|Salem|craving/)
    for (const row of before.rows)
      await owner.query('UPDATE counseling_note SET sealed = $2 WHERE version = $1', [row.version, row.sealed])
    for (const row of keys.rows)
      await owner.query('UPDATE sec.sealed_key SET wrapped = $2 WHERE participant_id = $1', [
        row.participant_id,
        row.wrapped,
      ])
    expect((await notes()).status).toBe(200)
  })

  it("does not open in another person's record", async () => {
    const said = newId()
    expect((await say(dana, dana, 'a quiet day', said)).status).toBe(201)
    await owner.query(
      `INSERT INTO check_in_words (center_id, participant_id, id, recorded_by, sealed)
       SELECT center_id, $2, id, recorded_by, sealed FROM check_in_words WHERE participant_id = $1 AND id <> $3`,
      [maria!.participantId, dana!.participantId, said],
    )
    const asked = await get(dana, `${of(dana)}/check-in-words`)
    expect(asked).toMatchObject({ status: 500, body: { code: 'sealed-unreadable' } })
    expect(JSON.stringify(asked.body)).not.toContain('bus stop')
    await owner.query('DELETE FROM check_in_words WHERE participant_id = $1 AND id <> $2', [dana!.participantId, said])
  })

  it('and nobody reaches the wrapped keys past the doors', async () => {
    for (const who of [await app.signIn('supervisor'), await app.signIn('privacy-officer'), stranger, dana]) {
      const asked = app.center.database.inTransaction(who!.actor, (tx) =>
        sql`SELECT * FROM sec.sealed_key_of(${maria!.participantId})`.execute(tx),
      )
      expect((await asked).rows).toEqual([])
    }
    const table = app.center.database.inTransaction(author!.actor, (tx) =>
      sql`SELECT * FROM sec.sealed_key`.execute(tx),
    )
    await expect(table).rejects.toMatchObject({ code: '42501' })
  })
})

describe('an erasure', () => {
  const why = { why: 'asked for by the participant in writing' }
  const REASONS = 'SELECT count(*)::int AS all, count(*) FILTER (WHERE participant_id = $1)::int AS own FROM'
  const counted = async (table: 'obligation' | 'obligation_reason') =>
    (await owner.query(`${REASONS} ${table}`, [maria!.participantId])).rows[0]

  it("is the privacy officer's alone, and a legal hold forbids it, in SQL too", async () => {
    const officer = await app.signIn('privacy-officer')
    for (const who of [author, maria, await app.signIn('administrator'), await app.signIn('director')]) {
      expect((await post(who, `${of(maria)}/erasure`, why)).status).toBe(404)
    }
    const hold = await post(officer, `${of(maria)}/legal-holds`, { why: 'subpoena and order of March 3' })
    expect(hold.status).toBe(201)
    expect(await post(officer, `${of(maria)}/erasure`, why)).toMatchObject({
      status: 409,
      body: { code: 'legal-hold' },
    })
    const past = app.center.database.inTransaction(officer.actor, (tx) =>
      sql`SELECT * FROM sec.shred(${maria!.participantId}, 'past the application')`.execute(tx),
    )
    await expect(past).rejects.toMatchObject({ code: '42501' })
    expect((await post(officer, `${of(maria)}/legal-holds/${hold.body.id}/lifting`, {})).status).toBe(204)
    expect((await post(officer, `${of(maria)}/legal-holds/${hold.body.id}/lifting`, {})).status).toBe(404)
  })

  it("makes every sealed text of the person read as erased, and nobody else's", async () => {
    const officer = await app.signIn('privacy-officer')
    const reasons = await counted('obligation_reason')
    const times = await counted('obligation')
    expect(reasons.own).toBeGreaterThan(1)
    expect((await post(officer, `${of(maria)}/erasure`, why)).status).toBe(204)
    expect(await counted('obligation_reason')).toEqual({ all: reasons.all - reasons.own, own: 0 })
    expect(await counted('obligation')).toEqual(times)
    const gone = [
      ...(await get(author, `${of(maria)}/counseling-notes`)).body.notes,
      ...(await get(maria, `${of(maria)}/check-in-words`)).body.checkIns,
      ...(await get(author, `${of(maria)}/collateral`)).body.collateral,
    ] as Words[]
    expect(gone).toHaveLength(3)
    for (const one of gone) expect(one).toMatchObject({ words: null, erased: true })
    expect(wordsOf((await get(dana, `${of(dana)}/check-in-words`)).body.checkIns)).toEqual(['a quiet day'])
    expect((await get(officer, `${of(maria)}/erasure`)).body).toMatchObject({
      erasure: { orderedBy: officer.actor.uid, why: why.why },
      holds: [{ liftedAt: expect.any(String) }],
    })
  })

  it('is for good', async () => {
    const officer = await app.signIn('privacy-officer')
    expect(await post(officer, `${of(maria)}/erasure`, why)).toMatchObject({ body: { code: 'already-erased' } })
    expect(await say(maria, maria, 'a new word')).toMatchObject({ status: 409, body: { code: 'erased' } })
    expect(await post(author, `${of(maria)}/counseling-notes`, { words: 'a new note' })).toMatchObject({
      body: { code: 'erased' },
    })
    const busy = { start: '2026-12-01T09:00', end: '2026-12-01T10:00' }
    expect(await post(author, `${of(maria)}/obligations`, { ...busy, why: 'court' })).toMatchObject({
      status: 409,
      body: { code: 'erased' },
    })
    expect((await post(author, `${of(maria)}/obligations`, busy)).status).toBe(201)
    const past = app.center.database.inTransaction(author!.actor, (tx) =>
      sql`INSERT INTO obligation_reason SELECT center_id, participant_id, id, 'court' FROM obligation
        WHERE participant_id = ${maria!.participantId} LIMIT 1`.execute(tx),
    )
    await expect(past).rejects.toMatchObject({ code: '42501' })
  })

  it('holds against the next import, which finds nothing changed', async () => {
    const before = await counted('obligation')
    const tools = { ...app.center.database, now: () => TEST_NOW, log: () => {} }
    const again = await importFolder(join(ROOT, 'demo', 'harbor-street'), { actor: 'import', person: 'test' }, tools)
    expect(again).toMatchObject({ outcome: 'unchanged' })
    expect(await counted('obligation')).toEqual(before)
    expect(await counted('obligation_reason')).toMatchObject({ own: 0 })
  })

  it('that a crash cut short after its commit is completed by the next start', async () => {
    const officer = await app.signIn('privacy-officer')
    const [name] = await app.center.database.inTransaction(officer.actor, (tx) =>
      shred(tx, dana!.participantId!, 'asked for by the participant'),
    )
    expect(app.keys.wrapping(name!)).toHaveLength(32)
    const { shredded, inUse } = await keysAtStart(app.center.database)
    expect(shredded).toContainEqual(name)
    expect(inUse).toEqual([name!.yearKey])
    app.keys.destroy(shredded)
    expect(app.keys.wrapping(name!)).toBeUndefined()
  })
})
