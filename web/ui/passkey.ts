import type { SignedIn } from '../../src/access/sign-in.ts'
import { type Proof, signInApi } from './sign-in-api.ts'

/** Passkey ceremonies. The library loads when somebody presses the button: a phone's first load does not pay for it. */

export async function signInWithPasskey(): Promise<SignedIn> {
  const [{ startAuthentication }, { ceremony, options }] = await Promise.all([
    import('@simplewebauthn/browser'),
    signInApi.passkeyOptions(),
  ])
  return signInApi.withPasskey({ ceremony, response: await startAuthentication({ optionsJSON: options }) })
}

/** Proof with one of the own passkeys, for re-entry and step-up. */
export async function proveWithPasskey(): Promise<Proof> {
  const [{ startAuthentication }, { ceremony, options }] = await Promise.all([
    import('@simplewebauthn/browser'),
    signInApi.reentryOptions(),
  ])
  return { passkey: { ceremony, response: await startAuthentication({ optionsJSON: options }) } }
}

export async function makePasskey(name?: string): Promise<SignedIn> {
  const [{ startRegistration }, { ceremony, options }] = await Promise.all([
    import('@simplewebauthn/browser'),
    signInApi.newPasskeyOptions(),
  ])
  const response = await startRegistration({ optionsJSON: options })
  return signInApi.addPasskey({ ceremony, response, ...(name ? { name } : {}) })
}

/** Whether the person closed the browser's own dialog: nothing went wrong, nothing needs saying. */
export function wasClosed(error: unknown): boolean {
  return error instanceof Error && ['NotAllowedError', 'AbortError'].includes(error.name)
}
