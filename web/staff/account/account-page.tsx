import { Button, Paper, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Role } from '../../../src/access/sign-in.ts'
import { signInApi } from '../../ui/sign-in-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { roleName } from '../role-name.ts'
import { useSession } from '../session.ts'
import { useArrival } from '../sign-in/use-arrival.ts'
import { SessionList } from './session-list.tsx'
import { SignInMeans } from './sign-in-means.tsx'

/** One's own sign-in: where it is open, by what it opens, and in which role one acts. */
export function AccountPage() {
  const session = useSession()
  useEffect(() => {
    document.title = 'Evenkeel'
  }, [])
  return (
    <main id="main" className="page page-narrow">
      <Title order={1} size="h2" mb="md">
        {say('account.title')}
      </Title>
      <SessionList />
      {session.roles.length > 1 && <RoleSwitch role={session.role} roles={session.roles} />}
      <SignInMeans />
    </main>
  )
}

function RoleSwitch({ role, roles }: { role: Role; roles: readonly Role[] }) {
  const arrive = useArrival()
  const change = useMutation({ mutationFn: signInApi.switchRole, onSuccess: arrive })
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="role">
      <Title order={2} size="h4" id="role" mb={4}>
        {say('account.role')}
      </Title>
      <Text size="sm" mb="sm">
        {say('account.roleNow', { role: roleName(role) })}
      </Text>
      <div className="demo-people">
        {roles
          .filter((other) => other !== role)
          .map((other) => (
            <Button key={other} variant="default" loading={change.isPending} onClick={() => change.mutate(other)}>
              {say('account.actAs', { role: roleName(other) })}
            </Button>
          ))}
      </div>
      {change.isError && <ProblemNotice error={change.error} />}
    </Paper>
  )
}
