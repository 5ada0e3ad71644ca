import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POLICIES } from '../access/policy.ts'
import { openTestApp, type TestApp } from './test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

describe('the secret calendar link', () => {
  it('shows neutral appointments to whoever has it, until it is renewed or ended', async () => {
    const dana = await app.signIn('participant', 'dana')
    const url = `/api/participants/${dana.participantId}/feed`
    const made = await app.ask(dana, { method: 'POST', url, payload: {} })
    expect(made.status).toBe(201)
    const path = new URL(made.body.url).pathname
    const feed = await app.ask(null, { url: path })
    expect(feed.status).toBe(200)
    expect(feed.headers['content-type']).toContain('text/calendar')
    expect(feed.headers['cache-control']).toBe('no-store')
    expect(feed.body).toContain('BEGIN:VCALENDAR')
    const renewed = await app.ask(dana, { method: 'POST', url, payload: {} })
    expect((await app.ask(null, { url: path })).status).toBe(404)
    const second = new URL(renewed.body.url).pathname
    expect((await app.ask(null, { url: second })).status).toBe(200)
    expect((await app.ask(dana, { method: 'DELETE', url })).status).toBe(204)
    expect((await app.ask(null, { url: second })).status).toBe(404)
  })

  it('cannot be made by somebody else, nor guessed', async () => {
    const maria = await app.signIn('participant', 'maria')
    const dana = await app.signIn('participant', 'dana')
    const url = `/api/participants/${dana.participantId}/feed`
    expect((await app.ask(maria, { method: 'POST', url, payload: {} })).status).toBe(404)
    expect((await app.ask(null, { url: '/feed/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics' })).status).toBe(404)
  })
})

describe('busy times', () => {
  const span = { start: '2026-12-01T17:00', end: '2026-12-01T21:00' }

  it('may be added by the front desk without a reason and by the counselor with one', async () => {
    const dana = await app.signIn('participant', 'dana')
    const url = `/api/participants/${dana.participantId}/obligations`
    const desk = await app.signIn('front-desk')
    expect((await app.ask(desk, { method: 'POST', url, payload: span })).status).toBe(201)
    expect((await app.ask(desk, { method: 'POST', url, payload: { ...span, why: 'court' } })).status).toBe(404)
    expect((await app.ask(dana, { method: 'POST', url, payload: span })).status).toBe(404)
  })

  it.each([
    ['end before start', { start: span.end, end: span.start }],
    ['no such day', { start: '2026-02-30T10:00', end: '2026-02-30T11:00' }],
    ['a field nobody knows', { ...span, participant: 'x' }],
    ['a prototype key', JSON.parse('{"start":"2026-12-01T17:00","end":"2026-12-01T21:00","__proto__":{"x":1}}')],
    ['NUL', { ...span, why: 'a\u0000b' }],
  ])('%s is a clear 400', async (_name, payload) => {
    const counselor = await app.signIn('counselor', 'alvarez')
    const people = (await app.ask(counselor, { url: '/api/weeks/2026-11-30/board' })).body.people
    const url = `/api/participants/${people[0].id}/obligations`
    const reply = await app.ask(counselor, { method: 'POST', url, payload })
    expect([reply.status, reply.body.code]).toEqual([400, expect.any(String)])
  })
})

describe('sessions', () => {
  it('end at once on sign-out', async () => {
    const desk = await app.signIn('front-desk')
    expect((await app.ask(desk, { url: '/api/session' })).body).toMatchObject({
      role: 'front-desk',
      center: { demo: true },
    })
    expect((await app.ask(desk, { method: 'DELETE', url: '/api/session' })).status).toBe(204)
    expect((await app.ask(desk, { url: '/api/session' })).status).toBe(401)
  })

  it('are opened for demo people by one click and for nobody else', async () => {
    const { body } = await app.ask(null, { url: '/api/demo/people' })
    const desk = body.people.find((person: { role: string }) => person.role === 'front-desk')
    const opened = await app.ask(null, {
      method: 'POST',
      url: '/api/demo/sessions',
      payload: { account: desk.account, role: 'front-desk' },
    })
    expect(opened.status).toBe(200)
    expect(String(opened.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/)
    const wrong = await app.ask(null, {
      method: 'POST',
      url: '/api/demo/sessions',
      payload: { account: desk.account, role: 'counselor' },
    })
    expect(wrong.status).toBe(401)
  })
})

describe('every route', () => {
  it('declares a policy, and the server refuses to boot without one', async () => {
    const { buildApp } = await import('../app.ts')
    const fresh = await buildApp({
      database: app.center.database,
      keys: app.keys,
      clock: () => 0,
      origin: () => 'http://localhost:1',
      demo: true,
    })
    expect(() => fresh.get('/api/forgotten', () => 'x')).toThrow(/declares no known policy/)
    expect(Object.keys(POLICIES).length).toBeGreaterThan(10)
  })

  it('has no demo sign-in outside a demo center', async () => {
    const { buildApp } = await import('../app.ts')
    const real = await buildApp({
      database: app.center.database,
      keys: app.keys,
      clock: () => 0,
      origin: () => 'http://localhost:1',
      demo: false,
    })
    expect((await real.inject({ url: '/api/demo/people' })).statusCode).toBe(404)
    await real.close()
  })
})
