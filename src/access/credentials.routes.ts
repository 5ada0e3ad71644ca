import type { FastifyRequest } from 'fastify'
import type { Tx } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { Refusal } from '../kernel/refusal.ts'
import { Credentials, OfPasskey } from './credentials.ts'
import { NOT_AVAILABLE, requireStepUp } from './guard.routes.ts'
import { AddPasskey, CeremonyBegun } from './passkey.ts'
import {
  addPasskey,
  beginCeremony,
  ownPasskeys,
  registrationOptions,
  removePasskey,
  takeCeremony,
} from './passkey.rows.ts'
import { deviceWords } from './sessions.ts'
import { finishEnrolment, type OwnMeans, ownMeans } from './sessions.rows.ts'
import { SignedIn } from './sign-in.ts'
import { vouchedFor } from './sign-in.rows.ts'
import { renew, type SignInTools } from './signed-in.routes.ts'

const PASSKEY_REFUSED = new Refusal('passkey-refused', 'This passkey could not be added. Maybe try again.', 422)
export const LAST_CREDENTIAL = new Refusal(
  'last-credential',
  'You could not sign in any more without it. Maybe add another passkey first.',
)

/** What one signs in with: passkeys, and the list of everything. */
export function credentialRoutes(app: App, tools: SignInTools): void {
  const { database } = tools

  app.get('/api/credentials', { policy: 'credential.own', schema: { response: { 200: Credentials } } }, (request) =>
    database.inTransaction(vouchedFor(request.session!), async (tx) => {
      const means = await ownMeans(tx)
      const passkeys = await ownPasskeys(tx)
      return {
        signInName: means.sign_in_name,
        hasPassword: means.has_password,
        recoveryCodesLeft: means.recovery_codes,
        email: means.email,
        emailPending: means.email_pending,
        mayUseEmail:
          tools.mailer !== undefined && means.roles.some((role) => role === 'participant' || role === 'supporter'),
        passkeys: passkeys.map((key) => ({
          id: key.id,
          name: key.name,
          createdAt: key.created_at,
          lastUsedAt: key.last_used_at,
        })),
      }
    }),
  )

  app.post(
    '/api/passkeys/options',
    { policy: 'credential.own', schema: { response: { 200: CeremonyBegun } } },
    (request) =>
      database.inTransaction(vouchedFor(request.session!), async (tx) => {
        const own = { means: await demandTrust(request, tx), known: await ownPasskeys(tx) }
        const options = await registrationOptions(tools.origin(), request.session!.actor.uid!, own)
        return { ceremony: await beginCeremony(tx, 'add-passkey', options.challenge), options: { ...options } }
      }),
  )

  app.post(
    '/api/passkeys',
    { policy: 'credential.own', schema: { body: AddPasskey, response: { 201: SignedIn } } },
    async (request, reply) => {
      const { ceremony, response, name = deviceWords(request.headers['user-agent']) } = request.body
      const actor = vouchedFor(request.session!)
      // Used up in a transaction of its own: a refused answer must not bring the challenge back.
      const challenge = await database.inTransaction(actor, (tx) => takeCeremony(tx, ceremony, 'add-passkey'))
      if (challenge === undefined) throw PASSKEY_REFUSED
      const token = await database.inTransaction(actor, async (tx) => {
        await demandTrust(request, tx)
        if (!(await addPasskey(tx, { response, challenge, origin: tools.origin(), name }))) throw PASSKEY_REFUSED
        return finishEnrolment(tx)
      })
      reply.code(201)
      return renew(tools, request, reply, token)
    },
  )

  app.delete(
    '/api/passkeys/:passkey',
    { policy: 'credential.own', schema: { params: OfPasskey } },
    async (request, reply) => {
      requireStepUp(request)
      const outcome = await database.inTransaction(vouchedFor(request.session!), (tx) =>
        removePasskey(tx, request.params.passkey),
      )
      if (outcome === 'absent') throw NOT_AVAILABLE
      if (outcome === 'last-credential') throw LAST_CREDENTIAL
      return reply.code(204).send()
    },
  )
}

/**
 * A new way to sign in needs a step-up, except while the sign-in is being set up and for an account that has none yet:
 * there is nothing to step up with.
 */
export async function demandTrust(request: FastifyRequest, tx: Tx): Promise<OwnMeans> {
  const means = await ownMeans(tx)
  const bare = means.passkeys === 0 && !means.has_password && means.email === null
  if (!bare && request.session?.state !== 'enrolling') requireStepUp(request)
  return means
}
