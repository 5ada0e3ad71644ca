import { Button, Group, Text } from '@mantine/core'
import { createPortal } from 'react-dom'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../ui/words.ts'

/** Ten codes for a lost authenticator, to print and keep. The paper names neither the center nor the product. */
export function RecoveryCodes(props: { signInName: string | null; codes: readonly string[]; done: () => void }) {
  return (
    <section aria-label={say('codes.title')}>
      {props.signInName !== null && <Text fw={600}>{say('codes.signInName', { name: props.signInName })}</Text>}
      <Text size="sm">{say('codes.sentence')}</Text>
      <CodeList codes={props.codes} />
      <Group gap={8} mt="sm">
        <Button variant="default" leftSection={<Icon name="print" />} onClick={() => window.print()}>
          {say('codes.print')}
        </Button>
        <Button onClick={props.done}>{say('codes.kept')}</Button>
      </Group>
      {createPortal(
        <div className="print-only">
          <p>{say('codes.paper')}</p>
          {props.signInName !== null && <p>{props.signInName}</p>}
          <CodeList codes={props.codes} />
        </div>,
        document.body,
      )}
    </section>
  )
}

function CodeList({ codes }: { codes: readonly string[] }) {
  return (
    <ul className="recovery-codes">
      {codes.map((code) => (
        <li key={code}>
          <code>{code}</code>
        </li>
      ))}
    </ul>
  )
}
