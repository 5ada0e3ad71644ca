import { Button, Skeleton, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { TrailEntry } from '../../../src/audit/audit.ts'
import { privacyApi } from '../../ui/privacy-api.ts'
import { clockWords, dateOf, dayWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import type { AuditSearch } from './audit-search.ts'
import { actWords, actorWords } from './entry-words.ts'

type Entry = z.infer<typeof TrailEntry>

/** The trail itself, newest first: when, who, what, whose. Denied attempts say so in words. */
export function TrailTable({ search }: { search: AuditSearch }) {
  const asked = useInfiniteQuery({
    queryKey: ['trail', search],
    queryFn: ({ pageParam }) => privacyApi.trail({ ...search, before: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const entries = asked.data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <>
      {asked.isPending && <Skeleton height={240} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (
        <Text size="sm" className="quiet-text" role="status">
          {say('trail.count', { count: entries.length })}
        </Text>
      )}
      {entries.length > 0 && (
        <Table className="stacking-table" aria-labelledby="trail">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('trail.when')}</Table.Th>
              <Table.Th>{say('trail.who')}</Table.Th>
              <Table.Th>{say('trail.what')}</Table.Th>
              <Table.Th>{say('trail.whose')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entries.map((entry) => (
              <EntryRow key={`${entry.chain}/${entry.number}`} entry={entry} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {asked.hasNextPage && (
        <Button mt="sm" variant="default" loading={asked.isFetching} onClick={() => void asked.fetchNextPage()}>
          {say('trail.older')}
        </Button>
      )}
    </>
  )
}

function EntryRow({ entry }: { entry: Entry }) {
  return (
    <Table.Tr>
      <Table.Td>
        {dayWords(dateOf(entry.at))} {clockWords(entry.at.slice(0, 16))}
      </Table.Td>
      <Table.Td>{actorWords(entry.name, entry.role)}</Table.Td>
      <Table.Td>
        {actWords(entry.what, entry.verb)}
        {entry.outcome === 'denied' && <strong> · {say('trail.denied')}</strong>}
      </Table.Td>
      <Table.Td>{whoseWords(entry)}</Table.Td>
    </Table.Tr>
  )
}

function whoseWords(entry: Entry): string {
  if (entry.people === 0) return '–'
  if (entry.person) return entry.person.name ?? say('trail.unnamed')
  return say('trail.people', { count: entry.people })
}
