import { create } from 'qrcode'
import type { App } from '../kernel/http.ts'
import { Refusal } from '../kernel/refusal.ts'
import { pictureOf } from './authenticator-picture.ts'
import { openSecret, sealSecret } from './authenticator-secret.rows.ts'
import { demandTrust } from './credentials.routes.ts'
import { requireStepUp } from './guard.routes.ts'
import { beginCeremony, takeCeremony } from './passkey.rows.ts'
import { AuthenticatorOffer, PasswordSet, RecoveryCodes, SetPassword, weaknessOf } from './password.ts'
import { storeAuthenticator, storePassword, storeRecoveryCodes } from './password.rows.ts'
import { authenticatorAddress, newSecret, stepOfCode } from './second-factor.ts'
import { finishEnrolment, type OwnMeans } from './sessions.rows.ts'
import { vouchedFor } from './sign-in.rows.ts'
import { renew, type SignInTools } from './signed-in.routes.ts'

const AUTHENTICATOR_NEEDED = new Refusal(
  'authenticator-needed',
  'A password works only together with an authenticator. Maybe begin again with a new code.',
  422,
)

/** Password with authenticator and recovery codes, for people who work here; everybody else gets 404. */
export function passwordRoutes(app: App, tools: SignInTools): void {
  const { database, keys } = tools

  app.post(
    '/api/password/preparation',
    { policy: 'password.own', schema: { response: { 200: AuthenticatorOffer } } },
    (request) =>
      database.inTransaction(vouchedFor(request.session!), async (tx) => {
        const means = await demandTrust(request, tx)
        const secret = newSecret()
        const sealed = sealSecret(keys, request.session!.actor.uid!, secret)
        const ceremony = await beginCeremony(tx, 'authenticator', sealed)
        const uri = authenticatorAddress(secret, means.sign_in_name ?? means.display_name)
        return { ceremony, secret, uri, picture: pictureOf(create(uri).modules) }
      }),
  )

  app.put(
    '/api/password',
    { policy: 'password.own', schema: { body: SetPassword, response: { 200: PasswordSet } } },
    async (request, reply) => {
      const { password, ceremony, code } = request.body
      const account = request.session!.actor.uid!
      const actor = vouchedFor(request.session!)
      const means = await database.inTransaction(actor, (tx) => demandTrust(request, tx))
      refuseWeak(password, means)
      const sealed =
        ceremony && (await database.inTransaction(actor, (tx) => takeCeremony(tx, ceremony, 'authenticator')))
      // The real clock: authenticators follow it, whatever day the center lives in.
      const step = sealed && code ? stepOfCode(openSecret(keys, account, sealed), code, Date.now()) : undefined
      if (step === undefined && (ceremony !== undefined || !means.has_password)) throw AUTHENTICATOR_NEEDED
      const done = await database.inTransaction(actor, async (tx) => {
        const signInName = await storePassword(tx, password)
        if (sealed && step !== undefined) await storeAuthenticator(tx, sealed, step)
        const recoveryCodes = step === undefined ? null : await storeRecoveryCodes(tx, account)
        return { signInName, recoveryCodes, token: await finishEnrolment(tx) }
      })
      await renew(tools, request, reply, done.token)
      return { signInName: done.signInName, recoveryCodes: done.recoveryCodes }
    },
  )

  app.post(
    '/api/recovery-codes',
    { policy: 'password.own', schema: { response: { 200: RecoveryCodes } } },
    async (request) => {
      requireStepUp(request)
      const session = request.session!
      return database.inTransaction(vouchedFor(session), async (tx) => ({
        recoveryCodes: await storeRecoveryCodes(tx, session.actor.uid!),
      }))
    },
  )
}

function refuseWeak(password: string, means: OwnMeans): void {
  const names = [means.display_name, means.center_name, means.sign_in_name ?? '']
  const weakness = weaknessOf(password, { names, secondFactor: true })
  if (weakness !== undefined) throw new Refusal('weak-password', weakness, 422)
}
