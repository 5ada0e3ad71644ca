import type { FastifyRequest } from 'fastify'
import type { App } from '../kernel/http.ts'
import { attemptSucceeded, beginAttempt } from './attempt.rows.ts'
import { codeMail, CodeSent } from './email-code.ts'
import { beginEmailCode, tryEmailCode } from './email-code.rows.ts'
import { NOT_AVAILABLE } from './guard.routes.ts'
import { networkOf } from './network.ts'
import { CeremonyBegun } from './passkey.ts'
import { assertionOptions, beginCeremony, ownPasskeys, provePasskey, usePasskey } from './passkey.rows.ts'
import { provePassword } from './password.rows.ts'
import { type Proof, ReEnter, StepUp } from './re-entry.ts'
import { ownMeans, reopenOwnSession } from './sessions.rows.ts'
import { Reentry, type Way } from './sessions.ts'
import { SignedIn } from './sign-in.ts'
import { lookUpSession, type Session, vouchedFor } from './sign-in.rows.ts'
import { describeSession, SIGN_IN_REFUSED, type SignInTools } from './signed-in.routes.ts'

/** Showing again that it is you: after the idle lock, and before acts of weight (step-up). */
export function reEntryRoutes(app: App, tools: SignInTools): void {
  const { database } = tools

  app.get(
    '/api/session/re-entry',
    { policy: 'session.leave', schema: { response: { 200: Reentry } } },
    async (request) => {
      const session = request.session!
      return { locked: session.state === 'locked', ways: await waysOf(tools, session) }
    },
  )

  app.post(
    '/api/session/re-entry/options',
    { policy: 'session.leave', schema: { response: { 200: CeremonyBegun } } },
    (request) =>
      database.inTransaction(vouchedFor(request.session!), async (tx) => {
        const known = await ownPasskeys(tx)
        if (known.length === 0) throw NOT_AVAILABLE
        const options = await assertionOptions(tools.origin(), known)
        return { ceremony: await beginCeremony(tx, 're-entry', options.challenge), options: { ...options } }
      }),
  )

  app.post(
    '/api/session/email-code',
    { policy: 'session.leave', schema: { response: { 200: CodeSent } } },
    async (request) => {
      const session = request.session!
      if (!tools.mailer) throw NOT_AVAILABLE
      await beginAttempt(database, {
        kind: 'email-request',
        subject: session.actor.uid,
        network: networkOf(request.ip),
      })
      const sent = await database.inTransaction(vouchedFor(session), (tx) => beginEmailCode(tx, 're-entry', null))
      if (sent.to === null) throw NOT_AVAILABLE
      void tools.mailer.send(sent.to, codeMail(sent.code))
      return { handle: sent.handle }
    },
  )

  app.post(
    '/api/session/re-entry',
    { policy: 'session.leave', schema: { body: ReEnter, response: { 200: SignedIn } } },
    (request) => reEnter(tools, request, request.body, 'passkey' in request.body),
  )

  app.post(
    '/api/session/step-up',
    { policy: 'session.own', schema: { body: StepUp, response: { 200: SignedIn } } },
    (request) => reEnter(tools, request, request.body, true),
  )
}

async function waysOf({ database, mailer, demo }: SignInTools, session: Session): Promise<Way[]> {
  const means = await database.inTransaction(vouchedFor(session), ownMeans)
  return [
    ...(means.passkeys > 0 ? ['passkey' as const] : []),
    ...(means.has_password ? ['password' as const] : []),
    ...(means.email !== null && mailer ? ['email-code' as const] : []),
    ...(demo && session.openedBy === 'demo' ? ['demo' as const] : []),
  ]
}

async function reEnter(tools: SignInTools, request: FastifyRequest, proof: Proof, stepUp: boolean): Promise<SignedIn> {
  const { database } = tools
  const session = request.session!
  const attempt = await beginAttempt(database, {
    kind: 're-entry',
    subject: session.actor.uid,
    network: networkOf(request.ip),
  })
  if (!(await isProven(tools, session, proof))) throw SIGN_IN_REFUSED
  await database.inTransaction(vouchedFor(session), async (tx) => {
    await attemptSucceeded(tx, attempt)
    await reopenOwnSession(tx, stepUp)
  })
  const opened = await lookUpSession(database, request.sessionToken!)
  if (!opened) throw SIGN_IN_REFUSED
  return describeSession(database, opened, request.now)
}

async function isProven(tools: SignInTools, session: Session, proof: Proof): Promise<boolean> {
  const { database, origin } = tools
  const actor = vouchedFor(session)
  if ('demo' in proof) return tools.demo && session.openedBy === 'demo'
  if ('emailCode' in proof) {
    return (await database.inTransaction(actor, (tx) => tryEmailCode(tx, 're-entry', proof.emailCode))) !== undefined
  }
  if ('passkey' in proof) {
    const proven = await provePasskey(database, actor, { ...proof.passkey, purpose: 're-entry', origin: origin() })
    return proven !== undefined && database.inTransaction(actor, (tx) => usePasskey(tx, proven))
  }
  const code = 'code' in proof ? proof.code : undefined
  return provePassword(tools, session, { password: proof.password, code, now: Date.now() })
}
