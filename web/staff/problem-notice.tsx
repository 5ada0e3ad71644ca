import { Alert, Button, Text } from '@mantine/core'
import { problemOf } from '../ui/ask.ts'
import { Icon } from '../ui/icon.tsx'
import { say } from '../ui/words.ts'

/** What happened, what was kept, what to do, and a code for support (experience.md 3.1, 12). */
export function ProblemNotice({ error, again }: { error: unknown; again?: () => void }) {
  const problem = problemOf(error)
  const quiet = problem.status === 404 || problem.status === 403
  const title = quiet ? say('problem.absent') : say('problem.title')
  const sentence = sentenceOf(error)
  return (
    <Alert
      mt="md"
      variant="outline"
      color="gray"
      icon={<Icon name="warning" />}
      title={title}
      role="alert"
      className="notice"
    >
      {sentence !== `${title}.` && <Text size="sm">{sentence}</Text>}
      <Text size="sm" className="quiet-text" mt={4}>
        {say('problem.code', { code: `${problem.status} ${problem.code}` })}
      </Text>
      {again && !quiet && (
        <Button mt="sm" size="xs" variant="default" onClick={again}>
          {say('problem.again')}
        </Button>
      )}
    </Alert>
  )
}

export function sentenceOf(error: unknown): string {
  const problem = problemOf(error)
  return problem.status === 0 ? say('problem.noAnswer') : problem.detail || say('problem.unknown')
}
