import type { App } from '../kernel/http.ts'
import { Refusal } from '../kernel/refusal.ts'
import { attemptSucceeded, beginAttempt } from './attempt.rows.ts'
import { demandTrust, LAST_CREDENTIAL } from './credentials.routes.ts'
import { changeMail, codeMail, CodeSent, EmailInForce, EmailProof, PutEmail } from './email-code.ts'
import { beginEmailCode, endEmail, putEmail, tryEmailCode } from './email-code.rows.ts'
import { requireStepUp } from './guard.routes.ts'
import { networkOf } from './network.ts'
import { vouchedFor } from './sign-in.rows.ts'
import type { SignInTools } from './signed-in.routes.ts'

const CODE_REFUSED = new Refusal('code-refused', 'This code does not work. Maybe ask for a new one.', 422)
const ADDRESS_REFUSED = new Refusal('address-refused', 'This address cannot be used here. Maybe take another one.', 422)

/** The address to which a participant or supporter gets codes; it counts once a code sent there came back. */
export function emailRoutes(app: App, tools: SignInTools): void {
  const { database, mailer } = tools
  if (!mailer) return

  app.post(
    '/api/email',
    { policy: 'email.own', schema: { body: PutEmail, response: { 200: CodeSent } } },
    async (request) => {
      const { address } = request.body
      await beginAttempt(database, { kind: 'email-request', subject: address, network: networkOf(request.ip) })
      const sent = await database.inTransaction(vouchedFor(request.session!), async (tx) => {
        await demandTrust(request, tx)
        return beginEmailCode(tx, 'address', address)
      })
      void mailer.send(address, codeMail(sent.code))
      return { handle: sent.handle }
    },
  )

  app.put(
    '/api/email',
    { policy: 'email.own', schema: { body: EmailProof, response: { 200: EmailInForce } } },
    async (request) => {
      const actor = vouchedFor(request.session!)
      const network = networkOf(request.ip)
      const attempt = await beginAttempt(database, { kind: 'email-code', subject: actor.uid, network })
      const proven = await database.inTransaction(actor, (tx) => tryEmailCode(tx, 'address', request.body))
      if (!proven) throw CODE_REFUSED
      const kept = await database.inTransaction(actor, async (tx) => {
        await attemptSucceeded(tx, attempt)
        return putEmail(tx, proven.address)
      })
      if (!kept) throw ADDRESS_REFUSED
      if (kept.notify !== null) void mailer.send(kept.notify, changeMail())
      return { from: kept.in_force_from }
    },
  )

  app.delete('/api/email', { policy: 'email.own', schema: {} }, async (request, reply) => {
    requireStepUp(request)
    if ((await database.inTransaction(vouchedFor(request.session!), endEmail)) !== 'done') throw LAST_CREDENTIAL
    return reply.code(204).send()
  })
}
