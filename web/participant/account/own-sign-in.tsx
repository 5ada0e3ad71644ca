import { useCallback, useState } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { signInWithPasskey, wasClosed } from '../../ui/passkey.ts'
import { signInApi } from '../../ui/sign-in-api.ts'
import { say } from '../../ui/words.ts'
import { Trouble } from '../trouble.tsx'
import { useAnswer } from '../use-answer.ts'
import { EmailCode } from './email-code.tsx'

/** Signed out: a passkey, or a code by e-mail. Whether an address is known is never told. */
export function OwnSignIn() {
  const [failed, setFailed] = useState<unknown>(null)
  const [ways] = useAnswer(useCallback(() => signInApi.ways(), []))
  const arrive = () => window.location.replace('/me')
  const passkey = () => {
    setFailed(null)
    signInWithPasskey().then(arrive, setFailed)
  }
  return (
    <main className="page">
      <h1>{say('own.signedOut')}</h1>
      <p>{say('own.useLink')}</p>
      {ways.value?.ways.includes('passkey') && (
        <section className="panel" aria-labelledby="passkey">
          <h2 id="passkey">{say('ownSignIn.passkeyTitle')}</h2>
          <p>{say('ownSignIn.passkeyWhat')}</p>
          <button className="button button-strong" type="button" onClick={passkey}>
            <Icon name="key" /> {say('ownSignIn.passkey')}
          </button>
        </section>
      )}
      {ways.value?.ways.includes('email-code') && (
        <section className="panel" aria-labelledby="email-code">
          <h2 id="email-code">{say('ownSignIn.emailTitle')}</h2>
          <EmailCode
            mayBeUnknown
            send={signInApi.sendCode}
            enter={async (handle, code) => {
              await signInApi.withCode(handle, code)
              arrive()
            }}
          />
        </section>
      )}
      {failed !== null && !wasClosed(failed) && <Trouble error={failed} />}
      {ways.error !== undefined && <Trouble error={ways.error} />}
      <a className="button" href="/sign-in">
        {say('own.toSignIn')}
      </a>
    </main>
  )
}
