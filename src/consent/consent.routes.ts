import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { dayNumber } from '../planner/model/time.ts'
import { ConsentForm, SharedClass } from './consent.ts'
import { consentsOf, disclosuresOf, giveConsent, revokeConsent } from './consent.rows.ts'
import { NOTICE_LONG, NOTICE_SHORT, NOTICE_VERSION } from './notice.ts'
import { Disclosures, Notice, SharedWeek, SharedWithMe, Sharing } from './sharing.ts'
import { previewSharedWeek, readSharedWeek, sharedWithMe } from './sharing.rows.ts'

const Monday = z.iso.date().refine((day) => (dayNumber(day) + 3) % 7 === 0, 'a Monday, the first day of a week')
const OfPerson = z.object({ participant: z.uuid() })
const OfConsent = z.object({ participant: z.uuid(), consent: z.uuid() })
const OfSharedWeek = z.object({ participant: z.uuid(), weekStart: Monday })
const Preview = z.object({
  weekStart: Monday,
  grantee: z.uuid().optional(),
  /** `C1,C2` */
  classes: z
    .string()
    .max(60)
    .transform((list) => list.split(',').filter((one) => one !== ''))
    .pipe(z.array(SharedClass)),
})
const Revocation = z.strictObject({ because: z.enum(['revoked', 'known-false']).default('revoked') })

/** What a participant shares, with whom; what supporters see of it; and the list of what left the program. */
export function consentRoutes(app: App, { database }: { database: Database }): void {
  givenConsentRoutes(app, database)
  sharedRoutes(app, database)
}

function givenConsentRoutes(app: App, database: Database): void {
  app.get(
    '/api/participants/:participant/consents',
    { policy: 'consent.read', schema: { params: OfPerson, response: { 200: Sharing } } },
    (request) =>
      database.inTransaction(actorOf(request), (tx) => consentsOf(tx, request.params.participant, request.now)),
  )

  app.post(
    '/api/participants/:participant/consents',
    {
      policy: 'consent.give',
      schema: {
        params: OfPerson,
        body: ConsentForm,
        response: { 201: z.object({ id: z.uuid(), account: z.uuid().nullable() }) },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      const { participant } = request.params
      return database.inTransaction(actor, (tx) =>
        giveConsent(tx, { actor, participant, form: request.body, now: request.now }),
      )
    },
  )

  app.post(
    '/api/participants/:participant/consents/:consent/revocation',
    {
      policy: 'consent.revoke',
      schema: { params: OfConsent, body: Revocation, response: { 201: z.object({ revokedAt: z.string() }) } },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) => revokeConsent(tx, { actor, ...request.params, ...request.body }))
    },
  )

  app.get(
    '/api/participants/:participant/sharing/preview',
    { policy: 'consent.give', schema: { params: OfPerson, querystring: Preview, response: { 200: SharedWeek } } },
    (request) =>
      database.inTransaction(actorOf(request), (tx) =>
        previewSharedWeek(tx, { ...request.params, ...request.query, now: request.now }),
      ),
  )

  app.get(
    '/api/participants/:participant/disclosures',
    { policy: 'disclosure.read', schema: { params: OfPerson, response: { 200: Disclosures } } },
    (request) => database.inTransaction(actorOf(request), (tx) => disclosuresOf(tx, request.params.participant)),
  )
}

function sharedRoutes(app: App, database: Database): void {
  app.get('/api/shared', { policy: 'shared.read', schema: { response: { 200: SharedWithMe } } }, (request) =>
    database.inTransaction(actorOf(request), (tx) => sharedWithMe(tx)),
  )

  app.get(
    '/api/shared/:participant/weeks/:weekStart',
    {
      policy: 'shared.read',
      schema: { params: OfSharedWeek, response: { 200: z.object({ week: SharedWeek, notice: Notice }) } },
    },
    async (request) => {
      const actor = actorOf(request)
      const { week, scope } = await database.inTransaction(actor, (tx) =>
        readSharedWeek(tx, { actor, ...request.params }),
      )
      return { week, notice: { version: NOTICE_VERSION, short: NOTICE_SHORT, long: NOTICE_LONG, scope } }
    },
  )
}
