import { Paper, Title } from '@mantine/core'
import type { PersonWeek } from '../../../src/schedule/week-board.ts'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../ui/words.ts'

/** What an import could not read: the time is kept busy as widely as it may be, until somebody mends the file. */
export function WarningList({ warnings }: { warnings: PersonWeek['warnings'] }) {
  if (warnings.length === 0) return null
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="warnings">
      <Title order={2} size="h5" id="warnings">
        <Icon name="warning" /> {say('warnings.title', { count: warnings.length })}
      </Title>
      <ul className="warnings">
        {warnings.map((warning, index) => (
          <li key={`${warning.file} ${warning.line} ${index}`}>
            {warning.what} {warning.fix}
            <div className="person-small">
              {warning.line === null
                ? say('warnings.file', { file: warning.file })
                : say('warnings.line', { file: warning.file, line: warning.line })}
            </div>
          </li>
        ))}
      </ul>
    </Paper>
  )
}
