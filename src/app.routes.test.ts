import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from './app.ts'
import type { App } from './kernel/http.ts'
import { keyStoreOf } from './kernel/key-store.ts'
import { openTestDatabase, type TestCenter } from './kernel/test-center.ts'

const ORIGIN = 'http://localhost:4180'
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-pages-'))
let center: TestCenter
let app: App

beforeAll(async () => {
  for (const name of ['assets', 'staff', 'participant']) mkdirSync(join(folder, name))
  for (const name of ['staff/index.html', 'participant/index.html', 'assets/a.js'])
    writeFileSync(join(folder, name), 'x')
  center = await openTestDatabase()
  const keys = keyStoreOf([], Date.now, () => {})
  app = await buildApp({
    database: center.database,
    keys,
    clock: Date.now,
    origin: () => ORIGIN,
    demo: false,
    pages: folder,
  })
})
afterAll(async () => {
  await app.close()
  await center.database.close()
  rmSync(folder, { recursive: true })
})

describe('an answer that is not a page', () => {
  it.each([
    ['a bad escape', '/%zz', 400],
    ['a parameter that is too long', `/feed/${'secret'.repeat(100)}.ics`, 414],
    ['no such address', '/nowhere', 404],
    ['nobody signed in', '/api/session', 401],
    ['an asset of another build', '/assets/gone.js', 404],
  ])('for %s has every header and does not repeat the address', async (_what, url, status) => {
    const answer = await app.inject({ url })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringMatching('^application/problem.json'),
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    expect(answer.body).not.toContain('secret')
  })

  it('for an asset that is there may be kept', async () => {
    const answer = await app.inject({ url: '/assets/a.js' })
    expect(answer.headers['cache-control']).toContain('immutable')
  })
})
