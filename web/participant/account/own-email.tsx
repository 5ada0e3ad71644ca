import { useState } from 'react'
import { type Credentials, signInApi } from '../../ui/sign-in-api.ts'
import { say } from '../../ui/words.ts'
import { EmailCode } from './email-code.tsx'
import type { Act } from './own-account-page.tsx'

/** The address codes go to. Another one counts only a day later, so that nobody takes it over in a minute. */
export function OwnEmail({ credentials, act, again }: { credentials: Credentials; act: Act; again: () => void }) {
  const [open, setOpen] = useState(false)
  const { email, emailPending } = credentials
  return (
    <section className="panel" aria-labelledby="email">
      <h2 id="email">{say('ownEmail.title')}</h2>
      <p>{email === null ? say('ownEmail.none') : say('ownEmail.now', { address: email })}</p>
      {emailPending !== null && <p>{say('ownEmail.pending', { address: emailPending })}</p>}
      {open ? (
        <>
          {email !== null && <p>{say('ownEmail.delay')}</p>}
          <EmailCode
            send={(address) => sentAfterProof(act, address)}
            enter={async (handle, code) => {
              await signInApi.confirmEmail(handle, code)
              setOpen(false)
              again()
            }}
          />
        </>
      ) : (
        <button className="button" type="button" onClick={() => setOpen(true)}>
          {email === null ? say('ownEmail.add') : say('ownEmail.change')}
        </button>
      )}
      {email !== null && (
        <button className="button" type="button" onClick={() => act(() => signInApi.endEmail())}>
          {say('ownEmail.end')}
        </button>
      )}
    </section>
  )
}

/** The code may be asked for only after proof; whoever waits for it gets the handle of the try that worked. */
function sentAfterProof(act: Act, address: string): Promise<{ handle: string }> {
  return new Promise((resolve) => {
    act(async () => {
      resolve(await signInApi.offerEmail(address))
    })
  })
}
