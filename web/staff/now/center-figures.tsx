import { Paper, SimpleGrid, Skeleton, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Share } from '../../../src/schedule/share.ts'
import { nowApi } from '../../ui/now-api.ts'
import { hoursNumber, weekWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { Why } from './why.tsx'
import './now.css'

/** A director's week in shares and counts, each with what it means and of when it is. */
export function CenterFigures({ week }: { week: string }) {
  const asked = useCenter(week)
  if (asked.isPending) return <Skeleton height={160} aria-label={say('page.loading')} />
  if (asked.isError) return <ProblemNotice error={asked.error} again={() => void asked.refetch()} />
  const { data } = asked
  const figures = [
    { name: say('center.planned'), value: shareWords(data.plannedNine), why: say('center.whyPlanned', of(week)) },
    { name: say('center.attended'), value: shareWords(data.attendedNine), why: say('center.whyAttended', of(week)) },
    { name: say('center.reach'), value: shareWords(data.reach), why: say('center.whyReach', of(week)) },
    { name: say('center.broken'), value: countWords(data.broken), why: say('center.whyBroken', of(week)) },
    { name: say('center.own'), value: shareWords(data.ownCounselor), why: say('center.whyOwn', of(week)) },
  ]
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} component="dl" mt="md">
      {figures.map(({ name, value, why }) => (
        <Paper key={name} withBorder p="md" className="figure">
          <dt>{name}</dt>
          <dd>{value}</dd>
          <dd className="figure-why">
            <Why words={why} />
          </dd>
        </Paper>
      ))}
    </SimpleGrid>
  )
}

/** How many sessions and hours each member of staff holds; nothing where nobody holds one. */
export function StaffLoad({ week }: { week: string }) {
  const staff = useCenter(week).data?.staff ?? []
  if (staff.length === 0) return null
  return (
    <Paper withBorder p="md" mt="md" component="section" aria-labelledby="staff-load">
      <h2 id="staff-load" className="now-title">
        {say('center.staff')}
      </h2>
      <Table aria-labelledby="staff-load">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('center.who')}</Table.Th>
            <Table.Th scope="col">{say('center.sessions')}</Table.Th>
            <Table.Th scope="col">{say('center.hours')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {staff.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Th scope="row">{one.name}</Table.Th>
              <Table.Td>{one.sessions}</Table.Td>
              <Table.Td>{hoursNumber(one.minutes)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Why words={say('center.whyStaff', of(week))} />
    </Paper>
  )
}

function useCenter(week: string) {
  return useQuery({ queryKey: ['center', week], queryFn: () => nowApi.center(week) })
}

function of(week: string) {
  return { week: weekWords(week) }
}

function countWords(count: number | null): string {
  return count === null ? say('figures.few') : String(count)
}

function shareWords({ count, of: all, shown }: Share): string {
  if (shown === 'few') return say('center.few', { of: all ?? 0 })
  if (shown === 'nearly-all') return say('center.nearlyAll', { least: (all ?? 0) - 10, of: all ?? 0 })
  if (shown === 'hidden' || count === null) return all === 0 ? '0' : say('figures.few')
  return say('center.exact', { count, of: all ?? 0 })
}
