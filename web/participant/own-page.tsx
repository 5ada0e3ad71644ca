import { useLingui } from '@lingui/react'
import { lazy, Suspense, useEffect } from 'react'
import type { SignedIn } from '../../src/access/sign-in.ts'
import { api } from '../ui/api.ts'
import { problemOf } from '../ui/ask.ts'
import { firstScreenOf } from '../ui/first-screen.ts'
import { useSessionState } from '../ui/session-state.ts'
import { useIdleLock } from '../ui/use-idle-lock.ts'
import { say } from '../ui/words.ts'
import { OwnHead } from './own-head.tsx'
import { OwnPlaces } from './own-places.tsx'
import { OwnWeek } from './own-week.tsx'
import { Trouble } from './trouble.tsx'
import { useAnswer } from './use-answer.ts'

// The first load carries the week alone; everything else comes when it is opened.
const AccountPage = lazy(() => import('./account/own-account-page.tsx').then((m) => ({ default: m.OwnAccountPage })))
const LockPage = lazy(() => import('./account/own-lock.tsx').then((m) => ({ default: m.OwnLock })))
const OwnNotesPage = lazy(() => import('./notes/own-notes-page.tsx').then((m) => ({ default: m.OwnNotesPage })))
const SharingPage = lazy(() => import('./sharing/sharing-page.tsx').then((m) => ({ default: m.SharingPage })))
const SignedOut = lazy(() => import('./account/own-sign-in.tsx').then((m) => ({ default: m.OwnSignIn })))
const SupporterPage = lazy(() => import('./supporter/supporter-page.tsx').then((m) => ({ default: m.SupporterPage })))

/** Everything a participant or supporter sees, and what stands instead of it: sign-in, the lock. */
export function OwnPage() {
  const { i18n } = useLingui()
  const [session, again] = useAnswer(api.session)
  const state = useSessionState()
  const value = state === 'gone' ? undefined : session.value
  const staff = value !== undefined && firstScreenOf(value.role) !== 'own'
  const locked = state === 'locked'
  useEffect(() => {
    document.title = say('own.pageTitle')
  }, [i18n.locale])
  useEffect(() => {
    if (staff) window.location.replace('/')
  }, [staff])
  useIdleLock(value?.lockAfterSeconds ?? null, value !== undefined && !locked)
  const signedOut =
    state === 'gone' || (session.error !== undefined && problemOf(session.error).status === 401 && !locked)
  return (
    <>
      {value?.center.demo && (
        <p className="demo-ribbon no-print">
          <strong>{say('demo.word')}</strong> {say('demo.sentence')}
        </p>
      )}
      <OwnHead signedIn={value !== undefined || locked} />
      <Suspense fallback={<Waiting />}>
        {signedOut && <SignedOut />}
        {session.error !== undefined && !signedOut && !locked && <Trouble error={session.error} again={again} />}
        {value && !staff && (
          <div hidden={locked}>
            <OwnMain session={value} />
          </div>
        )}
        {locked && <LockPage unlocked={again} />}
      </Suspense>
    </>
  )
}

function OwnMain({ session }: { session: SignedIn }) {
  const [, , place] = window.location.pathname.split('/')
  const own = session.participantId !== null && session.role === 'participant' ? session.participantId : null
  return (
    <>
      <OwnPlaces here={place} sharing={own !== null} />
      {place === 'account' ? (
        <AccountPage session={session} />
      ) : own === null ? (
        <SupporterPage session={session} />
      ) : place === 'notes' ? (
        <OwnNotesPage personId={own} timeZone={session.center.timeZone} />
      ) : place === 'sharing' ? (
        <SharingPage personId={own} session={session} />
      ) : (
        <OwnWeek personId={own} session={session} />
      )}
    </>
  )
}

function Waiting() {
  return (
    <main className="page">
      <p role="status">{say('own.loading')}</p>
    </main>
  )
}
