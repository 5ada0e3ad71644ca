import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../schedule/test-app.ts'

let app: TestApp
let port = 0
beforeAll(async () => {
  app = await openTestApp()
  await app.app.listen({ host: '127.0.0.1', port: 0 })
  port = (app.app.server.address() as AddressInfo).port
})
afterAll(() => app.close())

/** Everything the server says to these bytes until it closes, or until it waits for more and we do. */
function said(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes, 'latin1'))
    let text = ''
    socket.setEncoding('latin1')
    socket.on('data', (part: string) => {
      text += part
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(text))
  })
}

const HOST = 'host: localhost\r\n'
const POST = `POST /api/demo/sessions HTTP/1.1\r\n${HOST}content-type: application/json\r\nsec-fetch-site: same-origin\r\n`
const SMUGGLED = `GET /api/health HTTP/1.1\r\n${HOST}\r\n`

describe('bytes that are no request', () => {
  it.each([
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['a method nobody knows', `FROB /api/health HTTP/1.1\r\n${HOST}\r\n`],
    ['NUL in a header', `GET /api/health HTTP/1.1\r\n${HOST}x: a\x00b\r\n\r\n`],
    ['a header that is folded', `GET /api/health HTTP/1.1\r\n${HOST}x: a\r\n b\r\n\r\n`],
    ['headers without end', `GET /api/health HTTP/1.1\r\n${HOST}x: ${'a'.repeat(40_000)}\r\n\r\n`],
    ['a length and chunks', `${POST}content-length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`],
    ['two lengths', `${POST}content-length: 2\r\ncontent-length: 60\r\n\r\n{}${SMUGGLED}`],
    ['a length with a sign', `${POST}content-length: +2\r\n\r\n{}${SMUGGLED}`],
    ['a chunk that is no number', `${POST}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
    ['chunks under a false name', `${POST}transfer-encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n${SMUGGLED}`],
    ['a space before the colon', `${POST}transfer-encoding : chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`],
  ])('%s are a problem, and never a second request', async (_name, bytes) => {
    const answer = await said(bytes)
    expect(answer).not.toContain('200 OK')
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(head.toLowerCase()).toContain('content-type: application/problem+json')
    expect(head.toLowerCase()).toContain('cache-control: no-store')
    expect(Object.keys(JSON.parse(body) as object).toSorted()).toEqual(['code', 'detail', 'status', 'title', 'type'])
  })

  it('are refused by Node itself where only the host is missing', async () => {
    expect(await said('GET /api/health HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  })

  it('leave a server that answers', async () => {
    expect(await said(SMUGGLED)).toContain('200 OK')
  })
})
