import { Table, Title } from '@mantine/core'
import type { LabRun } from '../../../src/schedule/lab.ts'
import { hoursWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'

type Result = NonNullable<LabRun['result']>

/** What the best answer means for each person the reader may see. */
export function LabWho({ result }: { result: Result }) {
  return (
    <>
      <Title order={3} size="h5" mt="lg" id="lab-who">
        {say('lab.who')}
      </Title>
      <Table className="stacking-table" aria-labelledby="lab-who">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('lab.whoName')}</Table.Th>
            <Table.Th>{say('lab.whoNow')}</Table.Th>
            <Table.Th>{say('lab.whoThen')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {result.who.map(({ id, name, targetMinutes, minutes }) => {
            const [now = 0, then = 0] = minutes
            return (
              <Table.Tr key={id}>
                <Table.Td>{name}</Table.Td>
                <Table.Td>{say('lab.hoursNow', { hours: hoursWords(now) })}</Table.Td>
                <Table.Td>
                  {say('lab.hoursThen', { hours: hoursWords(then) })}
                  {then >= targetMinutes && ` · ${say('lab.reaches')}`}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </>
  )
}
