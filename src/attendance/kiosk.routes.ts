import type { FastifyRequest } from 'fastify'
import { create } from 'qrcode'
import { z } from 'zod'
import { pictureOf } from '../access/authenticator-picture.ts'
import { actorOf, NOT_AVAILABLE } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { ArrivalCode } from './arrival.ts'
import { drawArrivalCode, readArrivalCode } from './arrival.rows.ts'
import { Kiosks, MadeKiosk, MakeKiosk, OpenKiosk, OwnKiosk, ShowCode, Thanks } from './kiosk.ts'
import { arrive, endKiosk, findKiosk, listKiosks, makeKiosk, openKiosk } from './kiosk.rows.ts'

const COOKIE = 'evenkeel-kiosk'
const YEAR_SECONDS = 366 * 24 * 3600
const OfPerson = z.object({ participant: z.uuid() })
const limited = { rateLimit: { max: 60, timeWindow: '1 minute' } }

interface Tools {
  readonly database: Database
  readonly origin: () => string
}

/** Arriving without staff: the tablet at the door, who may open one, and the digits people show it. */
export function kioskRoutes(app: App, tools: Tools): void {
  kiosksOfDesk(app, tools)
  kioskItself(app, tools)
  arrivalCodes(app, tools)
}

function kiosksOfDesk(app: App, { database }: Tools): void {
  app.get('/api/kiosks', { policy: 'kiosk.manage', schema: { response: { 200: Kiosks } } }, (request) =>
    database.inTransaction(actorOf(request), listKiosks),
  )

  app.post(
    '/api/kiosks',
    { policy: 'kiosk.manage', schema: { body: MakeKiosk, response: { 201: MadeKiosk } } },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) => makeKiosk(tx, actor, request.body))
    },
  )

  app.delete(
    '/api/kiosks/:kiosk',
    { policy: 'kiosk.manage', schema: { params: z.object({ kiosk: z.uuid() }) } },
    async (request, reply) => {
      const ended = await database.inTransaction(actorOf(request), (tx) => endKiosk(tx, request.params.kiosk))
      if (!ended) throw NOT_AVAILABLE
      return reply.code(204).send()
    },
  )
}

/** No session of anybody: the device's own secret is the permission, and it opens nothing but arriving. */
function kioskItself(app: App, { database, origin }: Tools): void {
  const found = async (request: FastifyRequest) => {
    const token = request.cookies[COOKIE]
    return token ? findKiosk(database, token) : undefined
  }

  app.get('/api/kiosk', { policy: 'kiosk.arrive', schema: { response: { 200: OwnKiosk } } }, async (request) => {
    const kiosk = await found(request)
    return { open: kiosk !== undefined, name: kiosk?.actor.name ?? null }
  })

  app.post(
    '/api/kiosk/opening',
    { policy: 'kiosk.open', config: limited, schema: { body: OpenKiosk } },
    async (request, reply) => {
      const token = await openKiosk(database, request.body.code)
      if (token === undefined) throw NOT_AVAILABLE
      const secure = origin().startsWith('https:')
      const own = { path: '/api/kiosk', httpOnly: true, sameSite: 'strict', secure, maxAge: YEAR_SECONDS } as const
      return reply.setCookie(COOKIE, token, own).code(204).send()
    },
  )

  app.post(
    '/api/kiosk/arrivals',
    { policy: 'kiosk.arrive', schema: { body: ShowCode, response: { 200: Thanks } } },
    async (request) => {
      const kiosk = await found(request)
      if (!kiosk) throw NOT_AVAILABLE
      return { at: await arrive(database, kiosk, request.body.code, request.now) }
    },
  )
}

function arrivalCodes(app: App, { database }: Tools): void {
  app.get(
    '/api/participants/:participant/arrival-code',
    { policy: 'arrival-code.read', schema: { params: OfPerson, response: { 200: ArrivalCode } } },
    async (request) =>
      pictured(await database.inTransaction(actorOf(request), (tx) => readArrivalCode(tx, request.params.participant))),
  )

  app.post(
    '/api/participants/:participant/arrival-code',
    { policy: 'arrival-code.make', schema: { params: OfPerson, response: { 201: ArrivalCode } } },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      const { participant } = request.params
      return pictured(await database.inTransaction(actor, (tx) => drawArrivalCode(tx, actor.center, participant)))
    },
  )
}

function pictured(code: string | null): ArrivalCode {
  return { code, picture: code === null ? null : pictureOf(create(code).modules) }
}
