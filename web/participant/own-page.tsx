import { useLingui } from '@lingui/react'
import { useEffect } from 'react'
import type { SignedIn } from '../../src/access/sign-in.ts'
import { api, problemOf } from '../ui/api.ts'
import { firstScreenOf } from '../ui/first-screen.ts'
import { say } from '../ui/words.ts'
import { OwnHead } from './own-head.tsx'
import { OwnWeek } from './own-week.tsx'
import { Trouble } from './trouble.tsx'
import { useAnswer } from './use-answer.ts'

/** Everything a participant or supporter sees: their own week, or one sentence why there is none. */
export function OwnPage() {
  const { i18n } = useLingui()
  const [session, again] = useAnswer(api.session)
  const staff = session.value !== undefined && firstScreenOf(session.value.role) !== 'own'
  useEffect(() => {
    document.title = say('own.pageTitle')
  }, [i18n.locale])
  useEffect(() => {
    if (staff) window.location.replace('/')
  }, [staff])
  const signedOut = session.error !== undefined && problemOf(session.error).status === 401
  return (
    <>
      {session.value?.center.demo && (
        <p className="demo-ribbon no-print">
          <strong>{say('demo.word')}</strong> {say('demo.sentence')}
        </p>
      )}
      <OwnHead signedIn={session.value !== undefined} />
      {signedOut && <SignedOut />}
      {session.error !== undefined && !signedOut && <Trouble error={session.error} again={again} />}
      {session.value && !staff && <OwnMain session={session.value} />}
    </>
  )
}

function OwnMain({ session }: { session: SignedIn }) {
  if (session.participantId !== null && session.role === 'participant') {
    return <OwnWeek personId={session.participantId} session={session} />
  }
  return (
    <main className="page">
      <h1>{say('own.hello', { name: session.name })}</h1>
      <p className="panel">{say('supporter.nothing')}</p>
    </main>
  )
}

function SignedOut() {
  return (
    <main className="page">
      <h1>{say('own.signedOut')}</h1>
      <p>{say('own.useLink')}</p>
      <a className="button" href="/sign-in">
        {say('own.toSignIn')}
      </a>
    </main>
  )
}
