import { Paper, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { SignedIn } from '../../../src/access/sign-in.ts'
import { Icon } from '../../ui/icon.tsx'
import { setSessionState } from '../../ui/session-state.ts'
import { signInApi } from '../../ui/sign-in-api.ts'
import { say } from '../../ui/words.ts'
import { sessionQuery } from '../session.ts'
import { SignOut } from '../sign-out.tsx'
import { Prove } from './prove.tsx'

/** Covers everything after idle minutes. The page stays beneath, out of sight, with all that was typed in it. */
export function LockScreen({ name }: { name: string | null }) {
  const queries = useQueryClient()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const title = document.title
    document.title = 'Evenkeel'
    // Dialogs and notices stand outside the page's own element; the style sheet hides them by this mark.
    document.body.dataset['locked'] = ''
    heading.current?.focus()
    return () => {
      delete document.body.dataset['locked']
      document.title = title
    }
  }, [])
  const unlocked = (session: SignedIn) => {
    queries.setQueryData(sessionQuery.queryKey, session)
    setSessionState('open')
    void queries.invalidateQueries()
  }
  return (
    <main className="page lock-screen">
      <Paper withBorder p="xl" component="section" aria-labelledby="lock">
        <Title order={1} size="h3" id="lock" ref={heading} tabIndex={-1}>
          <Icon name="lock" size={22} /> {say('lock.title')}
        </Title>
        <Text mt="xs">{name === null ? say('lock.sentence') : say('lock.sentenceFor', { name })}</Text>
        <Prove withCode={false} send={signInApi.reenter} done={unlocked} />
        <Text size="sm" mt="lg" mb={6} className="quiet-text">
          {say('lock.other')}
        </Text>
        <SignOut />
      </Paper>
    </main>
  )
}
