import { Button, Paper, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { DemoPeople, Role } from '../../../src/access/sign-in.ts'
import { api } from '../../ui/api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { roleName, ROLES_IN_ORDER } from '../role-name.ts'
import { useArrival } from './use-arrival.ts'

type DemoPerson = DemoPeople['people'][number]

/** The demo center's people by role, one click each. */
export function DemoRoles({ people }: { people: DemoPerson[] }) {
  const arrive = useArrival()
  const signIn = useMutation({
    mutationFn: (person: DemoPerson) => api.signInAsDemo(person.account, person.role),
    onSuccess: arrive,
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
