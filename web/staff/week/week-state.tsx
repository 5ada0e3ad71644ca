import { Badge, SegmentedControl, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { WeekBoard } from '../../../src/schedule/week-board.ts'
import type { BoardView } from '../../ui/api.ts'
import { instantWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'

/** Proposed or published, by whom and when; and the switch between the two where both exist. */
export function WeekState({ board, view }: { board: WeekBoard; view?: BoardView }) {
  const { publication, proposal } = board
  const both = publication !== null && proposal !== null && !proposal.published
  return (
    <>
      <Badge variant="outline" size="lg" className={`state-badge state-${board.state}`} tt="none">
        {stateWord(board.state)}
      </Badge>
      {board.state === 'published' && publication && (
        <Text size="sm" className="quiet-text">
          {say('state.publishedBy', {
            who: publication.publishedBy,
            when: instantWords(publication.publishedAt, board.timeZone),
          })}
        </Text>
      )}
      {board.state === 'proposed' && proposal && (
        <Text size="sm" className="quiet-text">
          {say('state.madeAt', { when: instantWords(proposal.madeAt, board.timeZone) })}
        </Text>
      )}
      {both && <ViewSwitch view={view ?? (board.state === 'published' ? 'published' : 'proposed')} />}
    </>
  )
}

function ViewSwitch({ view }: { view: BoardView }) {
  const navigate = useNavigate()
  return (
    <SegmentedControl
      size="xs"
      className="no-print"
      aria-label={say('state.view')}
      value={view}
      onChange={(to) => void navigate({ to: '.', search: (before) => ({ ...before, view: to }) })}
      data={[
        { value: 'published', label: say('state.published') },
        { value: 'proposed', label: say('state.proposed') },
      ]}
    />
  )
}

function stateWord(state: WeekBoard['state']): string {
  if (state === 'published') return say('state.published')
  return state === 'proposed' ? say('state.proposed') : say('state.empty')
}
