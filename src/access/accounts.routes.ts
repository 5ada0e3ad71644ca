import { z } from 'zod'
import type { Database, Tx } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { Accounts, Invited, OfAccount, OpenAccount, Opened, RoleOfAccount, Why } from './accounts.ts'
import {
  closeParticipantAccount,
  deactivate,
  endRole,
  giveRole,
  inviteParticipant,
  inviteStaff,
  inviteSupporter,
  listAccounts,
  openStaffAccount,
  type Outcome,
  reactivate,
} from './accounts.rows.ts'
import { actorOf, NOT_AVAILABLE } from './guard.routes.ts'

const OfParticipant = z.object({ participant: z.uuid() })
const OfSupporter = z.object({ participant: z.uuid(), account: z.uuid() })

/** Who may sign in and in which roles, for the administrator and, as the second person, the director. */
export function accountRoutes(app: App, tools: { database: Database; origin: () => string }): void {
  const { database } = tools
  const shown = (made: { token: string; until: string } | undefined) => {
    if (!made) throw NOT_AVAILABLE
    return { link: `${tools.origin()}/welcome#${made.token}`, until: made.until }
  }

  app.get('/api/accounts', { policy: 'account.read', schema: { response: { 200: Accounts } } }, (request) =>
    database.inTransaction(actorOf(request), listAccounts),
  )

  app.post(
    '/api/accounts',
    { policy: 'account.manage', schema: { body: OpenAccount, response: { 201: Opened } } },
    (request, reply) =>
      database.inTransaction(actorOf(request), async (tx) => {
        const id = newId()
        refuse(await openStaffAccount(tx, id, request.body))
        reply.code(201)
        return { id, ...shown(await inviteStaff(tx, id)) }
      }),
  )

  app.post(
    '/api/accounts/:account/invitation',
    { policy: 'account.manage', schema: { params: OfAccount, response: { 201: Invited } } },
    async (request, reply) => {
      const made = await database.inTransaction(actorOf(request), (tx) => inviteStaff(tx, request.params.account))
      reply.code(201)
      return shown(made)
    },
  )

  app.put(
    '/api/accounts/:account/roles/:role',
    { policy: 'account.manage', schema: { params: RoleOfAccount } },
    async (request, reply) => {
      const { account, role } = request.params
      refuse(await database.inTransaction(actorOf(request), (tx) => giveRole(tx, account, role)))
      return reply.code(204).send()
    },
  )

  app.delete(
    '/api/accounts/:account/roles/:role',
    { policy: 'account.manage', schema: { params: RoleOfAccount } },
    async (request, reply) => {
      const { account, role } = request.params
      refuse(await database.inTransaction(actorOf(request), (tx) => endRole(tx, account, role)))
      return reply.code(204).send()
    },
  )

  app.post(
    '/api/accounts/:account/deactivation',
    { policy: 'account.manage', schema: { params: OfAccount, body: Why } },
    async (request, reply) => {
      const { params, body } = request
      refuse(await database.inTransaction(actorOf(request), (tx) => deactivate(tx, params.account, body.why)))
      return reply.code(204).send()
    },
  )

  app.post(
    '/api/accounts/:account/reactivation',
    { policy: 'account.manage', schema: { params: OfAccount, body: Why, response: { 201: Invited } } },
    (request, reply) =>
      database.inTransaction(actorOf(request), async (tx: Tx) => {
        refuse(await reactivate(tx, request.params.account, request.body.why))
        reply.code(201)
        return shown(await inviteStaff(tx, request.params.account))
      }),
  )

  app.post(
    '/api/participants/:participant/invitation',
    { policy: 'participant.invite', schema: { params: OfParticipant, response: { 201: Invited } } },
    async (request, reply) => {
      const made = await database.inTransaction(actorOf(request), (tx) =>
        inviteParticipant(tx, request.params.participant),
      )
      reply.code(201)
      return shown(made)
    },
  )

  app.post(
    '/api/participants/:participant/supporters/:account/invitation',
    { policy: 'participant.invite', schema: { params: OfSupporter, response: { 201: Invited } } },
    async (request, reply) => {
      const { participant, account } = request.params
      const made = await database.inTransaction(actorOf(request), (tx) => inviteSupporter(tx, participant, account))
      reply.code(201)
      return shown(made)
    },
  )

  app.delete(
    '/api/participants/:participant/account',
    { policy: 'participant.invite', schema: { params: OfParticipant } },
    async (request, reply) => {
      const { participant } = request.params
      if (!(await database.inTransaction(actorOf(request), (tx) => closeParticipantAccount(tx, participant)))) {
        throw NOT_AVAILABLE
      }
      return reply.code(204).send()
    },
  )
}

function refuse(outcome: Outcome): void {
  if (outcome !== 'done') throw REFUSALS[outcome]
}

/** What a decision about an account is refused for, each with advice. */
const REFUSALS: Record<Exclude<Outcome, 'done'>, Refusal> = {
  absent: NOT_AVAILABLE,
  exists: new Refusal('account-exists', 'This person has an account already. Maybe invite them again.'),
  'own-role': new Refusal(
    'own-role',
    'Nobody gives themselves a role that reads people’s data. Maybe ask the other administrator.',
  ),
  'own-role-alone': new Refusal(
    'own-role',
    'Nobody gives themselves a role that reads people’s data, and there is no other administrator. ' +
      'Maybe run "evenkeel invite CODE" on the server.',
  ),
  'last-role': new Refusal('last-role', 'This is the account’s only role. Maybe deactivate the account.'),
  'last-administrator': new Refusal(
    'last-administrator',
    'Nobody else is an administrator. Maybe make somebody else one first.',
  ),
}
