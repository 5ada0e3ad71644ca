import { Button, Paper, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { accountsApi } from '../../ui/accounts-api.ts'
import { sharingApi } from '../../ui/sharing-api.ts'
import { say } from '../../ui/words.ts'
import { InvitationLink, type Handed } from '../accounts/invitation-link.tsx'
import { ProblemNotice } from '../problem-notice.tsx'

/** One-time links for the person and for those the person named; the front desk hands them over. */
export function SignInLinks({ personId, name }: { personId: string; name: string }) {
  const [handed, setHanded] = useState<Handed | null>(null)
  const consents = useQuery({ queryKey: ['consents', personId], queryFn: () => sharingApi.consents(personId) })
  const make = useMutation({
    mutationFn: async (whose: { account: string | null; name: string }) => ({
      ...(await (whose.account === null
        ? accountsApi.inviteParticipant(personId)
        : accountsApi.inviteSupporter(personId, whose.account))),
      name: whose.name,
    }),
    onSuccess: setHanded,
  })
  const people = [
    { account: null, name },
    ...new Map(
      (consents.data?.consents ?? [])
        .filter((consent) => consent.state === 'in-force' && consent.account !== null)
        .map((consent) => [consent.account, { account: consent.account, name: consent.recipient }]),
    ).values(),
  ]
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="sign-in-links">
      <Title order={2} size="h5" id="sign-in-links" mb={4}>
        {say('signInLinks.title')}
      </Title>
      <Text size="sm" mb="sm">
        {say('signInLinks.what')}
      </Text>
      {handed && <InvitationLink handed={handed} putAway={() => setHanded(null)} />}
      <div className="demo-people">
        {people.map((whose) => (
          <Button
            key={whose.account ?? 'own'}
            size="xs"
            variant="default"
            loading={make.isPending}
            onClick={() => make.mutate(whose)}
          >
            {say('signInLinks.make', { name: whose.name })}
          </Button>
        ))}
      </div>
      {make.isError && <ProblemNotice error={make.error} />}
    </Paper>
  )
}
