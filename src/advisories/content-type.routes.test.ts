import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../schedule/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const url = '/api/weeks/2020-01-06/plan-runs'
const send = async (type: string, payload: string) =>
  app.ask(await app.signIn('front-desk'), { method: 'POST', url, payload, headers: { 'content-type': type } })

describe('a body never passes by its schema', () => {
  it.each(['application/json\ta', 'application/json\t', '\tapplication/json;\t'])(
    'CVE-2026-25223: with the content type %j',
    async (type) => {
      const reply = await send(type, '{"seconds":-1}')
      expect([400, 415]).toContain(reply.status)
      expect(reply.body.code).toBe('invalid-request')
    },
  )

  it.each([
    'application/json garbage',
    'application/json;;;garbage',
    'application/json, text/plain',
    'application/jsonx',
  ])('CVE-2026-3419: with the content type %j', async (type) => {
    const reply = await send(type, '{"seconds":-1}')
    expect([400, 415]).toContain(reply.status)
    expect(reply.body.code).toBe('invalid-request')
  })

  it('while the same body in its right type is refused by the schema, and a right one is not', async () => {
    expect((await send('application/json', '{"seconds":-1}')).body.detail).toContain('seconds')
    expect((await send('application/json; charset=utf-8', '{"seconds":1}')).status).toBe(201)
  })
})
