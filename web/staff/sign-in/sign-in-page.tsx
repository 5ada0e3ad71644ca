import { Anchor, Paper, Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../../ui/api.ts'
import { problemOf } from '../../ui/ask.ts'
import { signInApi } from '../../ui/sign-in-api.ts'
import { say } from '../../ui/words.ts'
import { DemoRibbon } from '../demo-ribbon.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { DemoRoles } from './demo-roles.tsx'
import { PasskeySignIn } from './passkey-sign-in.tsx'
import { PasswordSignIn } from './password-sign-in.tsx'

/** Passkey first, then password and code. A demo center offers its people besides, one click each. */
export function SignInPage() {
  const people = useQuery({ queryKey: ['demo-people'], queryFn: api.demoPeople })
  const noDemo = people.isError && problemOf(people.error).status === 404
  useEffect(() => {
    document.title = 'Evenkeel'
  }, [])
  return (
    <>
      {people.data && <DemoRibbon />}
      <main id="main" className="page page-narrow">
        <Title order={1} size="h2" mt="lg">
          {people.data ? say('signIn.titleDemo', { center: people.data.center }) : say('signIn.title')}
        </Title>
        {people.isPending && <Skeleton height={240} mt="md" aria-label={say('page.loading')} />}
        {people.isError && !noDemo && <ProblemNotice error={people.error} again={() => void people.refetch()} />}
        {people.data && <DemoRoles people={people.data.people} />}
        {!people.isPending && <RealSignIn />}
      </main>
    </>
  )
}

function RealSignIn() {
  const ways = useQuery({ queryKey: ['sign-in-ways'], queryFn: signInApi.ways })
  const offered = ways.data?.ways ?? []
  return (
    <Paper withBorder p="md" mt="lg" component="section" aria-labelledby="own-sign-in" className="sign-in-panel">
      <Title order={2} size="h4" id="own-sign-in" mb="sm">
        {say('signIn.own')}
      </Title>
      {ways.isError && <ProblemNotice error={ways.error} again={() => void ways.refetch()} />}
      <div className="sign-in-ways">
        {offered.includes('passkey') && <PasskeySignIn />}
        {offered.includes('password') && <PasswordSignIn />}
      </div>
      <Text size="sm" mt="md" className="quiet-text">
        {say('signIn.byLink')}
      </Text>
      <Anchor href="/me" className="roomy-link">
        {say('signIn.toOwnWeek')}
      </Anchor>
    </Paper>
  )
}
