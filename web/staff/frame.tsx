import { Anchor, Button, Skeleton, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Navigate, Outlet } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { SignedIn } from '../../src/access/sign-in.ts'
import { problemOf } from '../ui/ask.ts'
import { firstScreenOf, homeOf } from '../ui/first-screen.ts'
import { Icon } from '../ui/icon.tsx'
import { useSessionState } from '../ui/session-state.ts'
import { useIdleLock } from '../ui/use-idle-lock.ts'
import { say } from '../ui/words.ts'
import { SetUpPage } from './account/set-up-page.tsx'
import { DemoRibbon } from './demo-ribbon.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { LockScreen } from './lock/lock-screen.tsx'
import { StepUpProvider } from './lock/step-up.tsx'
import { Palette } from './palette.tsx'
import { Places } from './places.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { roleName } from './role-name.ts'
import { SessionContext, useSessionQuery } from './session.ts'
import { SignOut } from './sign-out.tsx'
import { useKeys } from './use-keys.ts'

/** What stands around every staff page, and what stands instead of it: sign-in, set-up, the lock. */
export function Frame() {
  const session = useSessionQuery()
  const state = useSessionState()
  const own = session.data !== undefined && firstScreenOf(session.data.role) === 'own'
  useEffect(() => {
    if (own) window.location.replace('/me')
  }, [own])
  if (state === 'gone') return <ToSignIn />
  if (session.data === undefined && state === 'locked') return <LockScreen name={null} />
  if (session.data === undefined && session.isError) return <NoSession error={session.error} again={session.refetch} />
  if (session.data === undefined || own) return <Skeleton height={56} aria-label={say('page.loading')} />
  return (
    <SessionContext value={session.data}>
      <StepUpProvider>
        {session.data.state === 'enrolling' ? <SetUpPage /> : <Covered session={session.data} />}
      </StepUpProvider>
    </SessionContext>
  )
}

/** The session ended, here or elsewhere: nothing of it stays in this page's memory. */
function ToSignIn() {
  const queries = useQueryClient()
  useEffect(() => queries.clear(), [queries])
  return <Navigate to="/sign-in" replace />
}

function NoSession({ error, again }: { error: unknown; again: () => unknown }) {
  if (problemOf(error).status === 401) return <ToSignIn />
  return <ProblemNotice error={error} again={() => void again()} />
}

/** While locked the page is hidden, not taken away, so that nothing typed is lost. */
function Covered({ session }: { session: SignedIn }) {
  const locked = useSessionState() === 'locked'
  useIdleLock(session.lockAfterSeconds, !locked)
  return (
    <>
      <div hidden={locked}>
        <FrameAround session={session} locked={locked} />
      </div>
      {locked && <LockScreen name={session.name} />}
    </>
  )
}

function FrameAround({ session, locked }: { session: SignedIn; locked: boolean }) {
  const [open, setOpen] = useState<'help' | 'palette' | null>(null)
  const hasPeople = firstScreenOf(session.role) === 'week'
  const show = (what: 'help' | 'palette') => () => (locked ? undefined : setOpen(what))
  useKeys(session.role, { help: show('help'), palette: show('palette') })
  const close = () => setOpen(null)
  return (
    <>
      <a className="skip-link" href="#main">
        {say('frame.skip')}
      </a>
      {session.center.demo && <DemoRibbon />}
      <header className="frame-head no-print">
        <Anchor component={Link} to={homeOf(session.role)} className="wordmark" underline="never">
          Evenkeel
        </Anchor>
        <Text component="span" className="frame-center">
          {session.center.name}
        </Text>
        <Places role={session.role} />
        <div className="frame-tools">
          <Anchor component={Link} to="/account" size="sm" className="roomy-link">
            {session.name} <span className="quiet-text">· {roleName(session.role)}</span>
          </Anchor>
          {hasPeople && (
            <Button
              size="xs"
              variant="default"
              leftSection={<Icon name="search" size={15} />}
              onClick={() => setOpen('palette')}
            >
              {say('frame.goTo')}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="help" size={15} />}
            onClick={() => setOpen('help')}
          >
            {say('frame.help')}
          </Button>
          <SignOut />
        </div>
      </header>
      <Outlet />
      <HelpDialog opened={open === 'help'} close={close} withBoard={hasPeople} />
      <Palette opened={open === 'palette'} close={close} withPeople={hasPeople} />
    </>
  )
}
