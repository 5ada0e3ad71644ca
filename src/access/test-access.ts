import { generateKeyPairSync, createHash, randomBytes, sign, type KeyObject } from 'node:crypto'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import pg from 'pg'
import { buildApp, type AppOptions } from '../app.ts'
import { inviteByCode } from '../import/accounts.rows.ts'
import { storeDemoCenter, TEST_NOW, type StoredCenter } from '../import/test-center.ts'
import type { App } from '../kernel/http.ts'
import { keyStoreOf } from '../kernel/key-store.ts'

export const ORIGIN = 'http://localhost:4180'

export interface Answer {
  readonly status: number
  readonly body: any
  readonly headers: LightMyRequestResponse['headers']
  /** The session cookie this answer sets. */
  readonly token: string
}

export interface AccessTest {
  readonly app: App
  readonly center: StoredCenter
  ask(token: string | null, request: InjectOptions): Promise<Answer>
  post(token: string | null, url: string, payload?: object): Promise<Answer>
  /** A session opened by a one-time link for the person with this code. */
  arrive(code: string): Promise<Answer>
  /** Looks and changes behind the rules, as the owner of the tables. */
  rows(text: string, values?: unknown[]): Promise<any[]>
  close(): Promise<void>
}

/** The server over a copy of the demo center whose accounts are treated as real ones. */
export async function openAccessTest(more: Partial<AppOptions> = {}): Promise<AccessTest> {
  const center = await storeDemoCenter()
  const keys = keyStoreOf(
    [],
    () => TEST_NOW,
    () => {},
  )
  const app = await buildApp({
    database: center.database,
    keys,
    clock: () => TEST_NOW,
    origin: () => ORIGIN,
    demo: true,
    ...more,
  })
  const owner = new pg.Client(center.owner)
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  let asked = 0
  const ask = async (token: string | null, request: InjectOptions): Promise<Answer> => {
    const headers = {
      'sec-fetch-site': 'same-origin',
      ...request.headers,
      ...(token ? { cookie: `evenkeel=${token}` } : {}),
    }
    // An address of its own for each request: what counts by network is tried on purpose, not by accident.
    asked += 1
    const reply = await app.inject({ remoteAddress: `10.1.${asked >> 8}.${asked & 255}`, ...request, headers })
    const isJson = String(reply.headers['content-type'] ?? '').includes('json')
    return {
      status: reply.statusCode,
      body: isJson ? reply.json() : reply.body,
      headers: reply.headers,
      token: reply.cookies[0]?.value ?? '',
    }
  }
  const post = (token: string | null, url: string, payload: object = {}) => ask(token, { method: 'POST', url, payload })
  return {
    app,
    center,
    ask,
    post,
    arrive: async (code) => {
      const actor = { ...center.setUp, role: 'import' }
      const invited = await center.database.inTransaction(actor, (tx) => inviteByCode(tx, code))
      return post(null, '/api/invitations/acceptance', { token: invited!.token })
    },
    rows: async (text, values = []) => (await owner.query(text, values)).rows,
    close: async () => {
      await app.close()
      await owner.end()
      await center.database.close()
    },
  }
}

/**
 * A software authenticator with ES256 keys: what a phone does in a passkey ceremony, byte by byte (WebAuthn level 3,
 * 6.1 and 6.5), with every field open to lies.
 */
export interface Authenticator {
  readonly id: string
  counter: number
  register(options: any, lies?: Lies): object
  assert(options: any, lies?: Lies): object
}

export interface Lies {
  readonly origin?: string
  readonly challenge?: string
  readonly domain?: string
  readonly userHandle?: string | undefined
  /** Without user verification: somebody touched it, nobody knows who. */
  readonly unverified?: boolean
}

export function openAuthenticator(): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const rawId = randomBytes(32)
  const id = rawId.toString('base64url')
  let handle = ''
  const self: Authenticator = {
    id,
    counter: 0,
    register: (options, lies = {}) => {
      handle = options.user.id
      const authData = Buffer.concat([
        head(lies.domain ?? options.rp.id, lies.unverified ? 0x41 : 0x45, self.counter),
        Buffer.alloc(16),
        Buffer.from([0, rawId.length]),
        rawId,
        coseKey(publicKey),
      ])
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        text('fmt'),
        text('none'),
        text('attStmt'),
        Buffer.from([0xa0]),
        text('authData'),
        bytes(authData),
      ])
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, lies).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    assert: (options, lies = {}) => {
      const authData = head(lies.domain ?? options.rpId, lies.unverified ? 0x01 : 0x05, self.counter)
      const client = clientData('webauthn.get', options.challenge, lies)
      const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()])
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
          userHandle: lies.userHandle ?? handle,
        },
      }
    },
  }
  return self
}

function clientData(type: string, challenge: string, lies: Lies): Buffer {
  const said = { type, challenge: lies.challenge ?? challenge, origin: lies.origin ?? ORIGIN, crossOrigin: false }
  return Buffer.from(JSON.stringify(said))
}

function head(domain: string, flags: number, counter: number): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  return Buffer.concat([createHash('sha256').update(domain).digest(), Buffer.from([flags]), count])
}

/** `{ 1: 2, 3: -7, -1: 1, -2: x, -3: y }` in CBOR. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const part = (value: string) => bytes(Buffer.from(value, 'base64url'))
  return Buffer.concat([Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21]), part(x), Buffer.from([0x22]), part(y)])
}

const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)])
const bytes = (value: Buffer) =>
  Buffer.concat([
    value.length < 256 ? Buffer.from([0x58, value.length]) : Buffer.from([0x59, value.length >> 8, value.length & 255]),
    value,
  ])
