import { Paper, Skeleton, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { privacyApi } from '../../ui/privacy-api.ts'
import { clockWords, dateOf, dayWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { roleName } from '../role-name.ts'
import type { Role } from '../../../src/access/sign-in.ts'

/** Who used a record without an appointment within seven days and without being one of the person's own team. */
export function AccessesWithoutReason() {
  const asked = useQuery({ queryKey: ['without-reason'], queryFn: privacyApi.withoutReason })
  const accesses = asked.data?.accesses ?? []
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="without-reason">
      <Title order={2} size="h4" id="without-reason" mb={4}>
        {say('withoutReason.title')}
      </Title>
      <Text size="sm" mb="xs">
        {say('withoutReason.what')}
      </Text>
      {asked.isPending && <Skeleton height={60} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && accesses.length === 0 && <Text size="sm">{say('withoutReason.none')}</Text>}
      {accesses.length > 0 && (
        <Table className="stacking-table" aria-labelledby="without-reason">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('withoutReason.who')}</Table.Th>
              <Table.Th>{say('withoutReason.whose')}</Table.Th>
              <Table.Th>{say('withoutReason.times')}</Table.Th>
              <Table.Th>{say('withoutReason.last')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {accesses.map((access) => (
              <Table.Tr key={`${access.account} ${access.person.id}`}>
                <Table.Td>
                  {access.name} <span className="quiet-text">· {roleName(access.role as Role)}</span>
                </Table.Td>
                <Table.Td>{access.person.name ?? say('trail.unnamed')}</Table.Td>
                <Table.Td>{say('withoutReason.count', { count: access.times })}</Table.Td>
                <Table.Td>
                  {dayWords(dateOf(access.last))} {clockWords(access.last)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  )
}
