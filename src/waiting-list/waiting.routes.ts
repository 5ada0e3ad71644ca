import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { onRecord } from '../kernel/trail.ts'
import { admitFromList, NOT_WAITING } from './admission.rows.ts'
import { ListForm, OnList, PutOnList } from './new-waiting.ts'
import { putOnList, readListForm } from './new-waiting.rows.ts'
import { Admit, LeaveList } from './waiting.ts'
import { leaveList, refuseUnlessSeen } from './waiting.rows.ts'

const OfPerson = z.object({ participant: z.uuid() })

/** Onto the waiting list, and off it: into treatment, or elsewhere. */
export function waitingListRoutes(app: App, { database }: { database: Database }): void {
  app.get('/api/waiting-list/form', { policy: 'waiting.change', schema: { response: { 200: ListForm } } }, (request) =>
    database.inTransaction(actorOf(request), readListForm),
  )

  app.post(
    '/api/waiting-list',
    { policy: 'waiting.change', schema: { body: PutOnList, response: { 201: OnList } } },
    (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) => putOnList(tx, actor.center, request.body))
    },
  )

  app.post(
    '/api/participants/:participant/admission',
    {
      policy: 'waiting.change',
      schema: { params: OfPerson, body: Admit, response: { 201: z.object({ from: z.string() }) } },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { participant } = request.params
      reply.code(201)
      return database.inTransaction(actor, async (tx) => {
        await admitFromList(tx, { ...request.body, center: actor.center, participant, by: actor.name })
        return { from: request.body.from }
      })
    },
  )

  app.post(
    '/api/participants/:participant/waiting-list/departure',
    { policy: 'waiting.change', schema: { params: OfPerson, body: LeaveList, response: { 204: z.null() } } },
    async (request, reply) => {
      const actor = actorOf(request)
      const { participant } = request.params
      await database.inTransaction(actor, async (tx) => {
        await refuseUnlessSeen(tx, participant)
        onRecord(tx, { people: [participant], objects: [participant] })
        if (!(await leaveList(tx, { participant, because: request.body.because, by: actor.name }))) throw NOT_WAITING
      })
      return reply.code(204).send(null)
    },
  )
}
