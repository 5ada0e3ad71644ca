import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { RecordTime, TakeDayOff, WeekChanges } from './change.ts'
import {
  closeRoom,
  readChanges,
  recordAbsence,
  takeBackTime,
  takeDayOff,
  takeDayOffBack,
  takeObligationBack,
} from './change.rows.ts'
import { OfWeek } from './week-board.ts'

const Made = z.object({ id: z.uuid() })
const OfObligation = z.object({ participant: z.uuid(), obligation: z.uuid() })

/** "Life changed": staff away, rooms closed, a shift that moves. What is recorded wrongly is taken back, not removed. */
export function changeRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/weeks/:weekStart/changes',
    { policy: 'change.record', schema: { params: OfWeek, response: { 200: WeekChanges } } },
    (request) => database.inTransaction(actorOf(request), (tx) => readChanges(tx, request.params.weekStart)),
  )

  app.post(
    '/api/staff/:staff/absences',
    {
      policy: 'change.record',
      schema: { params: z.object({ staff: z.uuid() }), body: RecordTime, response: { 201: Made } },
    },
    (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) => recordAbsence(tx, actor, request.params.staff, request.body))
    },
  )

  app.delete(
    '/api/staff-absences/:absence',
    { policy: 'change.record', schema: { params: z.object({ absence: z.uuid() }) } },
    async (request, reply) => {
      const actor = actorOf(request)
      await database.inTransaction(actor, (tx) => takeBackTime(tx, actor, 'staff_absence', request.params.absence))
      return reply.code(204).send()
    },
  )

  app.post(
    '/api/rooms/:room/closures',
    {
      policy: 'change.record',
      schema: { params: z.object({ room: z.uuid() }), body: RecordTime, response: { 201: Made } },
    },
    (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) => closeRoom(tx, actor, request.params.room, request.body))
    },
  )

  app.delete(
    '/api/room-closures/:closure',
    { policy: 'change.record', schema: { params: z.object({ closure: z.uuid() }) } },
    async (request, reply) => {
      const actor = actorOf(request)
      await database.inTransaction(actor, (tx) => takeBackTime(tx, actor, 'room_closure', request.params.closure))
      return reply.code(204).send()
    },
  )

  app.post(
    '/api/participants/:participant/obligations/:obligation/days-off',
    {
      policy: 'obligation.add',
      schema: {
        params: OfObligation,
        body: TakeDayOff,
        response: { 201: z.object({ dayOff: z.uuid(), obligation: z.uuid().nullable() }) },
      },
    },
    (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) => takeDayOff(tx, actor, request.params, request.body))
    },
  )

  app.delete(
    '/api/participants/:participant/days-off/:dayOff',
    { policy: 'obligation.add', schema: { params: z.object({ participant: z.uuid(), dayOff: z.uuid() }) } },
    async (request, reply) => {
      const { participant, dayOff } = request.params
      await database.inTransaction(actorOf(request), (tx) => takeDayOffBack(tx, participant, dayOff))
      return reply.code(204).send()
    },
  )

  app.delete(
    '/api/participants/:participant/obligations/:obligation',
    { policy: 'obligation.add', schema: { params: OfObligation } },
    async (request, reply) => {
      await database.inTransaction(actorOf(request), (tx) => takeObligationBack(tx, request.params))
      return reply.code(204).send()
    },
  )
}
