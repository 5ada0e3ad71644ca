import { UnstyledButton } from '@mantine/core'
import type { BoardPerson, BoardSession } from '../../../../src/schedule/week-board.ts'
import { say } from '../../../ui/words.ts'
import { sessionWords } from '../session-chip.tsx'
import { useMover } from './move-context.ts'

interface Props {
  /** Null: a whole group. */
  person: BoardPerson | null
  sessions: readonly BoardSession[]
  className: string
  /** Words in sight; without them the button is as large as its cell and only named. */
  shown?: string
}

/** The way to "Move to ..." for keyboards, screen readers and clicks; nothing for readers who may not plan. */
export function MoveButton({ person, sessions, className, shown }: Props) {
  const mover = useMover()
  const [only, ...more] = sessions
  if (!mover || !only) return null
  const what = more.length === 0 ? sessionWords(only) : say('move.several', { count: sessions.length })
  const name = person ? say('move.open', { what, who: person.name }) : say('move.openGroup', { what })
  return (
    <UnstyledButton
      className={`${className} no-print`}
      aria-label={name}
      aria-haspopup="dialog"
      onClick={() => mover.open({ person, sessions })}
    >
      {shown}
    </UnstyledButton>
  )
}
