import { Button, Paper, Skeleton, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { DemoPeople, Role, SignedIn } from '../../src/access/sign-in.ts'
import { api, problemOf } from '../ui/api.ts'
import { firstScreenOf } from '../ui/first-screen.ts'
import { say } from '../ui/words.ts'
import { DemoRibbon } from './demo-ribbon.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { roleName, ROLES_IN_ORDER } from './role-name.ts'
import { sessionQuery } from './session.ts'

type DemoPerson = DemoPeople['people'][number]

/** Demo centers offer their people, one click each. Everywhere else sign-in is the personal link a center hands out. */
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
        {noDemo && <Text mt="sm">{say('signIn.byLink')}</Text>}
        {people.isError && !noDemo && <ProblemNotice error={people.error} again={() => void people.refetch()} />}
        {people.data && <DemoRoles people={people.data.people} />}
      </main>
    </>
  )
}

function DemoRoles({ people }: { people: DemoPerson[] }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const signIn = useMutation({
    mutationFn: (person: DemoPerson) => api.signInAsDemo(person.account, person.role),
    onSuccess: (session: SignedIn) => {
      queries.clear()
      if (firstScreenOf(session.role) === 'own') return window.location.assign('/me')
      queries.setQueryData(sessionQuery.queryKey, session)
      return void navigate({ to: '/' })
    },
  })
  return (
    <>
      <Text mt={4} className="quiet-text">
        {say('signIn.pick')}
      </Text>
      {signIn.isError && <ProblemNotice error={signIn.error} />}
      <div className="demo-roles">
        {ROLES_IN_ORDER.map((role) => (
          <DemoRole key={role} role={role} people={people.filter((p) => p.role === role)} signIn={signIn.mutate} />
        ))}
      </div>
    </>
  )
}

function DemoRole({
  role,
  people,
  signIn,
}: {
  role: Role
  people: DemoPerson[]
  signIn: (person: DemoPerson) => void
}) {
  if (people.length === 0) return null
  const heading = `role-${role}`
  return (
    <Paper withBorder p="sm" component="section" aria-labelledby={heading}>
      <Title order={2} size="h5" id={heading} mb={6}>
        {roleName(role)}
      </Title>
      <div className="demo-people">
        {people.map((person) => (
          <Button key={person.account} variant="default" size="sm" onClick={() => signIn(person)}>
            {person.name}
          </Button>
        ))}
      </div>
    </Paper>
  )
}
