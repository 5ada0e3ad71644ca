import pg from 'pg'
import { openTestApp, type TestApp } from '../schedule/test-app.ts'
import type { Said } from './chain.ts'

export const WEEK = '2026-11-30'
export type Who = Awaited<ReturnType<TestApp['signIn']>>
export type Readers = Record<'desk' | 'counselor' | 'dana' | 'officer' | 'director' | 'supporter', Who>

export interface AuditedApp extends TestApp {
  /** May look behind the rules. */
  readonly owner: pg.Client
  readonly who: Readers
  /** Somebody of the counselor's caseload. */
  readonly ofCounselor: string
  /** The entries one request leaves; what the ledger counts meanwhile in the background belongs to no request. */
  entriesOf(request: () => Promise<unknown>): Promise<Said[]>
  /** The participants whose ids stand in an answer. */
  namedIn(body: unknown): string[]
}

/** The whole server, people of several roles signed in, and a view behind it on the trail. */
export async function openAuditedApp(): Promise<AuditedApp> {
  const app = await openTestApp()
  const owner = new pg.Client({ ...app.center.owner, options: '-c search_path=evenkeel,public' })
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  const who: Readers = {
    desk: await app.signIn('front-desk'),
    counselor: await app.signIn('counselor', 'alvarez'),
    dana: await app.signIn('participant', 'dana'),
    officer: await app.signIn('privacy-officer'),
    director: await app.signIn('director'),
    supporter: await app.signIn('supporter'),
  }
  const { rows } = await owner.query<{ id: string }>('SELECT participant_id::text AS id FROM participant')
  const board = await app.ask(who.counselor, { url: `/api/weeks/${WEEK}/board` })
  return {
    ...app,
    owner,
    who,
    ofCounselor: board.body.people[0].id as string,
    entriesOf: (request) => entriesLeft(owner, request),
    namedIn: (body) =>
      rows
        .map((row) => row.id)
        .filter((id) => JSON.stringify(body).includes(id))
        .toSorted(),
    close: async () => {
      await owner.end()
      await app.close()
    },
  }
}

async function entriesLeft(owner: pg.Client, request: () => Promise<unknown>): Promise<Said[]> {
  const all = async () =>
    (await owner.query<{ hash: Buffer; body: Buffer }>('SELECT hash, body FROM audit.entry ORDER BY at')).rows
  const known = new Set((await all()).map((row) => row.hash.toString('hex')))
  await request()
  const left = (await all()).filter((row) => !known.has(row.hash.toString('hex')))
  return left
    .map((row) => JSON.parse(row.body.toString()) as Said)
    .filter(({ what, verb }) => !(what === 'ledger' && verb === 'write'))
}
