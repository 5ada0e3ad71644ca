import type { App } from '../kernel/http.ts'
import { attemptSucceeded, beginAttempt } from './attempt.rows.ts'
import { AskForCode, codeMail, CodeSent, EmailProof } from './email-code.ts'
import { beginEmailCode, tryEmailCode } from './email-code.rows.ts'
import { networkOf } from './network.ts'
import { CeremonyBegun, PasskeyProof } from './passkey.ts'
import { assertionOptions, beginCeremony, provePasskey, usePasskey } from './passkey.rows.ts'
import { SignInWithPassword } from './password.ts'
import { signInWithPassword, warmUp } from './password.rows.ts'
import { deviceWords, type Way, Ways } from './sessions.ts'
import { AcceptInvitation, DemoPeople, SignedIn, SignInAsDemo } from './sign-in.ts'
import { acceptInvitation, demoPeople, openDemoSession, openVouchedSession, vouched } from './sign-in.rows.ts'
import { SIGN_IN_REFUSED, type SignInTools, welcome } from './signed-in.routes.ts'

const SIGN_INS_A_MINUTE = 60
const limited = { rateLimit: { max: SIGN_INS_A_MINUTE, timeWindow: '1 minute' } }

/** Every way in: a one-time link, a passkey, password and code, a code by e-mail; one click where the center is a demo. */
export function signInRoutes(app: App, tools: SignInTools): void {
  const { database } = tools

  app.post(
    '/api/invitations/acceptance',
    { policy: 'sign-in.open', config: limited, schema: { body: AcceptInvitation, response: { 200: SignedIn } } },
    async (request, reply) => {
      const device = deviceWords(request.headers['user-agent'])
      return welcome(tools, request, reply, await acceptInvitation(database, request.body.token, device))
    },
  )

  app.get('/api/sign-ins/ways', { policy: 'sign-in.open', schema: { response: { 200: Ways } } }, () => {
    const ways: Way[] = ['passkey', 'password', ...(tools.mailer ? ['email-code' as const] : [])]
    return { ways }
  })

  passkeySignIn(app, tools)
  passwordSignIn(app, tools)
  if (tools.mailer) emailSignIn(app, tools, tools.mailer)
  if (tools.demo) demoSignIn(app, tools)
}

function passkeySignIn(app: App, tools: SignInTools): void {
  const { database } = tools

  app.post(
    '/api/sign-ins/passkey/options',
    { policy: 'sign-in.open', config: limited, schema: { response: { 200: CeremonyBegun } } },
    async () => {
      const options = await assertionOptions(tools.origin())
      const ceremony = await database.inTransaction(vouched(), (tx) => beginCeremony(tx, 'sign-in', options.challenge))
      return { ceremony, options: { ...options } }
    },
  )

  app.post(
    '/api/sign-ins/passkey',
    { policy: 'sign-in.open', config: limited, schema: { body: PasskeyProof, response: { 200: SignedIn } } },
    async (request, reply) => {
      const network = networkOf(request.ip)
      const attempt = await beginAttempt(database, { kind: 'passkey', subject: request.body.response.id, network })
      const proof = { ...request.body, purpose: 'sign-in' as const, origin: tools.origin() }
      const proven = await provePasskey(database, vouched(), proof)
      if (!proven) throw SIGN_IN_REFUSED
      const token = await database.inTransaction(vouched(proven), async (tx) => {
        if (!(await usePasskey(tx, proven))) return undefined
        await attemptSucceeded(tx, attempt)
        return openVouchedSession(tx, 'passkey', deviceWords(request.headers['user-agent']))
      })
      return welcome(tools, request, reply, token)
    },
  )
}

function passwordSignIn(app: App, tools: SignInTools): void {
  app.addHook('onReady', warmUp)

  app.post(
    '/api/sign-ins/password',
    { policy: 'sign-in.open', config: limited, schema: { body: SignInWithPassword, response: { 200: SignedIn } } },
    async (request, reply) => {
      const subject = request.body.name.toLowerCase()
      const network = networkOf(request.ip)
      const attempt = await beginAttempt(tools.database, { kind: 'password', subject, network })
      const device = deviceWords(request.headers['user-agent'])
      const given = { ...request.body, device, attempt, now: Date.now() }
      return welcome(tools, request, reply, await signInWithPassword(tools, given))
    },
  )
}

function emailSignIn(app: App, tools: SignInTools, mailer: NonNullable<SignInTools['mailer']>): void {
  const { database } = tools

  app.post(
    '/api/sign-ins/email-code',
    { policy: 'sign-in.open', config: limited, schema: { body: AskForCode, response: { 200: CodeSent } } },
    async (request) => {
      const { email } = request.body
      await beginAttempt(database, { kind: 'email-request', subject: email, network: networkOf(request.ip) })
      const sent = await database.inTransaction(vouched(), (tx) => beginEmailCode(tx, 'sign-in', email))
      // Not awaited: an answer that waits for the mail server would tell which addresses are known.
      if (sent.to !== null) void mailer.send(sent.to, codeMail(sent.code))
      return { handle: sent.handle }
    },
  )

  app.post(
    '/api/sign-ins/email-code/entry',
    { policy: 'sign-in.open', config: limited, schema: { body: EmailProof, response: { 200: SignedIn } } },
    async (request, reply) => {
      const attempt = await beginAttempt(database, {
        kind: 'email-code',
        subject: null,
        network: networkOf(request.ip),
      })
      const proven = await database.inTransaction(vouched(), (tx) => tryEmailCode(tx, 'sign-in', request.body))
      if (!proven) throw SIGN_IN_REFUSED
      const token = await database.inTransaction(vouched(proven), async (tx) => {
        await attemptSucceeded(tx, attempt)
        return openVouchedSession(tx, 'email-code', deviceWords(request.headers['user-agent']))
      })
      return welcome(tools, request, reply, token)
    },
  )
}

function demoSignIn(app: App, tools: SignInTools): void {
  const { database } = tools

  app.get('/api/demo/people', { policy: 'sign-in.open', schema: { response: { 200: DemoPeople } } }, async () => {
    const people = await demoPeople(database)
    return {
      center: people[0]?.center_name ?? '',
      people: people.map((row) => ({
        account: row.account_id,
        code: row.code,
        name: row.display_name,
        role: row.role,
      })),
    }
  })

  app.post(
    '/api/demo/sessions',
    { policy: 'sign-in.open', config: limited, schema: { body: SignInAsDemo, response: { 200: SignedIn } } },
    async (request, reply) => {
      const { account, role } = request.body
      const device = deviceWords(request.headers['user-agent'])
      return welcome(tools, request, reply, await openDemoSession(database, account, role, device))
    },
  )
}
