import { Anchor, Button, Skeleton, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, Navigate, Outlet } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { SignedIn } from '../../src/access/sign-in.ts'
import { api, problemOf } from '../ui/api.ts'
import { firstScreenOf } from '../ui/first-screen.ts'
import { Icon } from '../ui/icon.tsx'
import { say } from '../ui/words.ts'
import { DemoRibbon } from './demo-ribbon.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { Palette } from './palette.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { roleName } from './role-name.ts'
import { SessionContext, useSessionQuery } from './session.ts'
import { useKeys } from './use-keys.ts'

/** What stands around every staff page: skip link, demo ribbon, who is signed in, help and palette. */
export function Frame() {
  const session = useSessionQuery()
  const own = session.data !== undefined && firstScreenOf(session.data.role) === 'own'
  useEffect(() => {
    if (own) window.location.replace('/me')
  }, [own])
  if (session.isError && problemOf(session.error).status === 401) return <Navigate to="/sign-in" replace />
  if (session.isError) return <ProblemNotice error={session.error} again={() => void session.refetch()} />
  if (session.data === undefined || own) return <Skeleton height={56} aria-label={say('page.loading')} />
  return (
    <SessionContext value={session.data}>
      <FrameAround session={session.data} />
    </SessionContext>
  )
}

function FrameAround({ session }: { session: SignedIn }) {
  const [open, setOpen] = useState<'help' | 'palette' | null>(null)
  const hasPeople = firstScreenOf(session.role) === 'week'
  useKeys({ help: () => setOpen('help'), palette: () => setOpen('palette') })
  const close = () => setOpen(null)
  return (
    <>
      <a className="skip-link" href="#main">
        {say('frame.skip')}
      </a>
      {session.center.demo && <DemoRibbon />}
      <header className="frame-head no-print">
        <Anchor component={Link} to="/" className="wordmark" underline="never">
          Evenkeel
        </Anchor>
        <Text component="span" className="frame-center">
          {session.center.name}
        </Text>
        <span className="frame-room" />
        <Text component="span" size="sm">
          {session.name} <span className="quiet-text">· {roleName(session.role)}</span>
        </Text>
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
      </header>
      <Outlet />
      <HelpDialog opened={open === 'help'} close={close} withBoard={hasPeople} />
      <Palette opened={open === 'palette'} close={close} withPeople={hasPeople} />
    </>
  )
}

function SignOut() {
  const queries = useQueryClient()
  const signOut = useMutation({
    mutationFn: api.signOut,
    onSettled: () => {
      queries.clear()
      window.location.assign('/sign-in')
    },
  })
  return (
    <Button size="xs" variant="default" leftSection={<Icon name="leave" size={15} />} onClick={() => signOut.mutate()}>
      {say('frame.signOut')}
    </Button>
  )
}
