import { Kbd, Modal, Table, Text } from '@mantine/core'
import { say } from '../ui/words.ts'
import { useSession } from './session.ts'

export function HelpDialog({ opened, close, withBoard }: { opened: boolean; close: () => void; withBoard: boolean }) {
  const role = useSession().role
  const caseload = role === 'counselor' ? say('help.caseload') : role === 'supervisor' ? say('help.team') : undefined
  const keys: [string, string][] = withBoard
    ? [
        ['/', say('help.search')],
        ['g t', say('help.today')],
        ...(caseload ? [['g c', caseload] satisfies [string, string]] : []),
        ['g p', say('help.week')],
        ['u', say('help.undo')],
        ['Ctrl K', say('help.palette')],
        ['?', say('help.help')],
      ]
    : [['?', say('help.help')]]
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={say('help.title')}
      closeButtonProps={{ 'aria-label': say('help.close') }}
    >
      {withBoard && (
        <Text size="sm" mb="sm">
          {say('help.board')}
        </Text>
      )}
      <Table aria-label={say('help.keys')}>
        <Table.Tbody>
          {keys.map(([key, does]) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" w={90}>
                <Kbd>{key}</Kbd>
              </Table.Th>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
