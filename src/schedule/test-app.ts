import type { InjectOptions } from 'fastify'
import { buildApp } from '../app.ts'
import { storeDemoCenter, TEST_NOW, type StoredCenter } from '../import/test-center.ts'
import type { Role } from '../access/sign-in.ts'
import { keyStoreOf, type KeyStore } from '../kernel/key-store.ts'
import type { App } from '../kernel/http.ts'

const ORIGIN = 'http://localhost:4180'

export interface TestApp {
  readonly app: App
  readonly center: StoredCenter
  readonly keys: KeyStore
  /** Asks as somebody signed in, or as nobody; mutating requests come from an Evenkeel page unless told otherwise. */
  ask(
    who: { token: string } | null,
    request: InjectOptions,
  ): Promise<{ status: number; body: any; headers: Record<string, unknown> }>
  signIn(role: Role, code?: string): ReturnType<StoredCenter['signIn']>
  close(): Promise<void>
}

/** The whole server over the demo center's facts, asked through `inject`; `clock` in epoch milliseconds. */
export async function openTestApp(clock = () => TEST_NOW): Promise<TestApp> {
  const center = await storeDemoCenter()
  const keys = keyStoreOf([], clock, () => {})
  const app = await buildApp({
    database: center.database,
    keys,
    clock,
    origin: () => ORIGIN,
    demo: true,
  })
  return {
    app,
    center,
    keys,
    signIn: (role, code) => center.signIn(role, code),
    ask: async (who, request) => {
      const headers = {
        'sec-fetch-site': 'same-origin',
        ...request.headers,
        ...(who ? { cookie: `evenkeel=${who.token}` } : {}),
      }
      const reply = await app.inject({ ...request, headers })
      const isJson = /^application\/(?:problem\+)?json\b/.test(String(reply.headers['content-type'] ?? ''))
      return { status: reply.statusCode, body: isJson ? reply.json() : reply.body, headers: reply.headers }
    },
    close: async () => {
      await app.close()
      await center.database.close()
    },
  }
}
