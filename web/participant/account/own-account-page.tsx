import { useCallback, useState } from 'react'
import type { SignedIn } from '../../../src/access/sign-in.ts'
import { problemOf } from '../../ui/ask.ts'
import { signInApi } from '../../ui/sign-in-api.ts'
import { say } from '../../ui/words.ts'
import { Trouble } from '../trouble.tsx'
import { useAnswer } from '../use-answer.ts'
import { OwnEmail } from './own-email.tsx'
import { OwnPasskeys } from './own-passkeys.tsx'
import { OwnProof } from './own-proof.tsx'
import { OwnSessions } from './own-sessions.tsx'

/** Does an act; where the server wants proof first, it is asked for and the act done again. */
export type Act = (act: () => Promise<unknown>) => void

/** Where one is signed in and by what. */
export function OwnAccountPage({ session }: { session: SignedIn }) {
  const [credentials, again] = useAnswer(useCallback(() => signInApi.credentials(), []))
  const [waiting, setWaiting] = useState<(() => Promise<unknown>) | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const act: Act = (work) => {
    setFailed(null)
    work().then(again, (error: unknown) =>
      problemOf(error).code === 'step-up-needed' ? setWaiting(() => work) : setFailed(error),
    )
  }
  const proven = () => {
    const work = waiting
    setWaiting(null)
    if (work) act(work)
  }
  return (
    <main className="page">
      <h1>{say('places.account')}</h1>
      {waiting && (
        <section className="panel next" aria-labelledby="proof">
          <h2 id="proof">{say('ownProof.title')}</h2>
          <p>{say('ownProof.sentence')}</p>
          <OwnProof send={signInApi.stepUp} done={proven} />
        </section>
      )}
      {failed !== null && <Trouble error={failed} />}
      {credentials.error !== undefined && <Trouble error={credentials.error} again={again} />}
      {credentials.value && (
        <>
          <OwnPasskeys passkeys={credentials.value.passkeys} timeZone={session.center.timeZone} act={act} />
          {credentials.value.mayUseEmail && <OwnEmail credentials={credentials.value} act={act} again={again} />}
        </>
      )}
      <OwnSessions timeZone={session.center.timeZone} />
    </main>
  )
}
