import { Paper, Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { sharingApi } from '../../ui/sharing-api.ts'
import { instantWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'

/** The accounting of 42 CFR 2.25 for one person: what left the program, to whom, on what ground. */
export function DisclosureLedger({ person }: { person: string }) {
  const { timeZone } = useSession().center
  const asked = useQuery({ queryKey: ['disclosures', person], queryFn: () => sharingApi.disclosures(person) })
  const disclosures = asked.data?.disclosures ?? []
  return (
    <Paper withBorder p="md" mt="md" component="section" aria-labelledby="ledger">
      <Title order={2} size="h4" id="ledger" mb="xs">
        {say('ledger.title')}
      </Title>
      {asked.isPending && <Skeleton height={60} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && disclosures.length === 0 && <Text size="sm">{say('ledger.none')}</Text>}
      <ul className="plain-rows">
        {disclosures.map((one) => (
          <li key={`${one.at} ${one.recipient}`}>
            <div>
              <strong>{one.recipient}</strong>
              <div className="person-small">
                {instantWords(one.at, timeZone)} · {one.purpose} ·{' '}
                {one.consent === null ? (one.legalBasis ?? '') : say('ledger.byConsent')}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Paper>
  )
}
