import { useState } from 'react'
import type { SignedIn } from '../../../src/access/sign-in.ts'
import { Icon } from '../../ui/icon.tsx'
import { proveWithPasskey, wasClosed } from '../../ui/passkey.ts'
import { type Proof, signInApi } from '../../ui/sign-in-api.ts'
import { say } from '../../ui/words.ts'
import { Trouble } from '../trouble.tsx'
import { useAnswer } from '../use-answer.ts'
import { EmailCode } from './email-code.tsx'

/** Shows that it is still the same person: passkey, a code by e-mail, or one press in a demo. */
export function OwnProof({ send, done }: { send: (proof: Proof) => Promise<SignedIn>; done: () => void }) {
  const [asked] = useAnswer(signInApi.reentry)
  const [failed, setFailed] = useState<unknown>(null)
  const ways = asked.value?.ways ?? []
  const prove = (proof: Promise<Proof>) => {
    setFailed(null)
    proof.then(send).then(done, setFailed)
  }
  return (
    <div className="form">
      {ways.includes('passkey') && (
        <button className="button button-strong" type="button" onClick={() => prove(proveWithPasskey())}>
          <Icon name="key" /> {say('ownSignIn.passkey')}
        </button>
      )}
      {ways.includes('email-code') && (
        <EmailCode
          known
          send={signInApi.sendReentryCode}
          enter={async (handle, code) => {
            await send({ emailCode: { handle, code } })
            done()
          }}
        />
      )}
      {ways.includes('demo') && (
        <button className="button" type="button" onClick={() => prove(Promise.resolve({ demo: true }))}>
          {say('ownSignIn.demo')}
        </button>
      )}
      {failed !== null && !wasClosed(failed) && <Trouble error={failed} />}
      {asked.error !== undefined && <Trouble error={asked.error} />}
    </div>
  )
}
