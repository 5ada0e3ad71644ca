import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser'
import type { z } from 'zod'
import type { AuthenticatorPicture } from '../../src/access/authenticator-picture.ts'
import type { Credentials as CredentialsShape } from '../../src/access/credentials.ts'
import type { OwnSessions, Reentry, Way } from '../../src/access/sessions.ts'
import type { Role, SignedIn } from '../../src/access/sign-in.ts'
import { ask } from './ask.ts'

/** Sign-in, re-entry, step-up, and the means by which somebody proves who they are. */

export type OwnSession = z.infer<typeof OwnSessions>['sessions'][number]
export type Credentials = z.infer<typeof CredentialsShape>
export type { Way }

/** What proves that it is still the same person. Re-entry takes a password alone; a step-up takes the code too. */
export type Proof =
  | { passkey: AnsweredCeremony<AuthenticationResponseJSON> }
  | { password: string; code?: string }
  | { emailCode: { handle: string; code: string } }
  | { demo: true }

interface Ceremony<Options> {
  ceremony: string
  options: Options
}
export interface AnsweredCeremony<Response> {
  ceremony: string
  response: Response
}

export const signInApi = {
  ways: () => ask<{ ways: Way[] }>('GET', '/api/sign-ins/ways'),
  passkeyOptions: () => ask<Ceremony<PublicKeyCredentialRequestOptionsJSON>>('POST', '/api/sign-ins/passkey/options'),
  withPasskey: (answered: AnsweredCeremony<AuthenticationResponseJSON>) =>
    ask<SignedIn>('POST', '/api/sign-ins/passkey', answered),
  withPassword: (typed: { name: string; password: string; code: string }) =>
    ask<SignedIn>('POST', '/api/sign-ins/password', typed),
  sendCode: (email: string) => ask<{ handle: string }>('POST', '/api/sign-ins/email-code', { email }),
  withCode: (handle: string, code: string) => ask<SignedIn>('POST', '/api/sign-ins/email-code/entry', { handle, code }),

  lock: () => ask<void>('POST', '/api/session/lock'),
  reentry: () => ask<z.infer<typeof Reentry>>('GET', '/api/session/re-entry'),
  reentryOptions: () => ask<Ceremony<PublicKeyCredentialRequestOptionsJSON>>('POST', '/api/session/re-entry/options'),
  sendReentryCode: () => ask<{ handle: string }>('POST', '/api/session/email-code'),
  reenter: (proof: Proof) => ask<SignedIn>('POST', '/api/session/re-entry', proof),
  stepUp: (proof: Proof) => ask<SignedIn>('POST', '/api/session/step-up', proof),
  switchRole: (role: Role) => ask<SignedIn>('POST', '/api/session/role', { role }),

  sessions: () => ask<z.infer<typeof OwnSessions>>('GET', '/api/sessions'),
  endSession: (id: string) => ask<void>('DELETE', `/api/sessions/${id}`),
  endOtherSessions: () => ask<void>('DELETE', '/api/sessions'),

  credentials: () => ask<Credentials>('GET', '/api/credentials'),
  newPasskeyOptions: () => ask<Ceremony<PublicKeyCredentialCreationOptionsJSON>>('POST', '/api/passkeys/options'),
  addPasskey: (made: AnsweredCeremony<RegistrationResponseJSON> & { name?: string }) =>
    ask<SignedIn>('POST', '/api/passkeys', made),
  removePasskey: (id: string) => ask<void>('DELETE', `/api/passkeys/${id}`),
  prepareAuthenticator: () =>
    ask<{ ceremony: string; secret: string; uri: string; picture: AuthenticatorPicture }>(
      'POST',
      '/api/password/preparation',
    ),
  setPassword: (typed: { password: string; ceremony?: string; code?: string }) =>
    ask<{ signInName: string; recoveryCodes: string[] | null }>('PUT', '/api/password', typed),
  newRecoveryCodes: () => ask<{ recoveryCodes: string[] }>('POST', '/api/recovery-codes'),
  offerEmail: (address: string) => ask<{ handle: string }>('POST', '/api/email', { address }),
  confirmEmail: (handle: string, code: string) => ask<{ from: string }>('PUT', '/api/email', { handle, code }),
  endEmail: () => ask<void>('DELETE', '/api/email'),
}
