import { Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { accountsApi } from '../../ui/accounts-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { AccountCard } from './account-card.tsx'
import { type Handed, InvitationLink } from './invitation-link.tsx'
import { OpenAccountForm } from './open-account-form.tsx'
import { ACCOUNTS } from './use-account-change.ts'

/** Who works here and may sign in, in which roles. Nobody's record is on this page. */
export function AccountsPage() {
  const asked = useQuery({ queryKey: ACCOUNTS, queryFn: accountsApi.list })
  const [handed, setHanded] = useState<Handed | null>(null)
  useEffect(() => {
    document.title = 'Evenkeel'
  }, [])
  const accounts = asked.data?.accounts ?? []
  const working = accounts.filter((account) => account.deactivatedAt === null)
  const left = accounts.filter((account) => account.deactivatedAt !== null)
  return (
    <main id="main" className="page page-narrow">
      <Title order={1} size="h2">
        {say('accounts.title')}
      </Title>
      <Text className="quiet-text" mb="md">
        {say('accounts.sentence')}
      </Text>
      {handed && <InvitationLink handed={handed} putAway={() => setHanded(null)} />}
      {asked.isPending && <Skeleton height={240} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (
        <>
          <OpenAccountForm staff={asked.data.staffWithoutAccount} hand={setHanded} />
          <Title order={2} size="h4" mt="lg">
            {say('accounts.working', { count: working.length })}
          </Title>
          {working.map((account) => (
            <AccountCard key={account.id} account={account} hand={setHanded} />
          ))}
          {left.length > 0 && (
            <Title order={2} size="h4" mt="lg">
              {say('accounts.left', { count: left.length })}
            </Title>
          )}
          {left.map((account) => (
            <AccountCard key={account.id} account={account} hand={setHanded} />
          ))}
        </>
      )}
    </main>
  )
}
