import { Button, Modal, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MoveCell, Moves } from '../../../../src/schedule/move.ts'
import type { BoardSession, WeekBoard } from '../../../../src/schedule/week-board.ts'
import { moveApi } from '../../../ui/move-api.ts'
import { say } from '../../../ui/words.ts'
import { ProblemNotice } from '../../problem-notice.tsx'
import { MakeButton } from '../../series/make-button.tsx'
import { sessionWords } from '../session-chip.tsx'
import { cellWords, timeWords } from './cell-words.ts'
import { type Moving, wishOf } from './move-context.ts'
import { nearestFitting } from './nearest.ts'

interface Props {
  board: WeekBoard
  moving: Moving
  busy: boolean
  close: () => void
  take: (session: BoardSession, cell: MoveCell) => void
}

/** "Move to ...": the places that fit first, then the others, each with the reason. */
export function MoveDialog({ board, moving, busy, close, take }: Props) {
  const [session, setSession] = useState(moving.sessions.length === 1 ? moving.sessions[0] : undefined)
  const who = moving.person?.name ?? say('move.everybody')
  return (
    <Modal
      opened
      onClose={close}
      title={session ? say('move.title', { service: session.service, who }) : say('move.which', { who })}
      closeButtonProps={{ 'aria-label': say('help.close') }}
    >
      {session ? (
        <>
          <Places {...{ board, moving, busy, session }} take={(cell) => take(session, cell)} />
          {moving.person === null && board.state === 'published' && <MakeButton session={session} close={close} />}
        </>
      ) : (
        <ul className="move-list">
          {moving.sessions.map((one) => (
            <li key={one.id}>
              <Button variant="default" fullWidth className="move-place" onClick={() => setSession(one)}>
                {sessionWords(one)}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Modal>
  )
}

interface PlacesProps extends Pick<Props, 'board' | 'moving' | 'busy'> {
  session: BoardSession
  take: (cell: MoveCell) => void
}

function Places({ board, moving, busy, session, take }: PlacesProps) {
  const wish = wishOf(board, moving.person, session)
  const moves = useQuery({ queryKey: ['moves', wish], queryFn: () => moveApi.moves(wish) })
  if (moves.isPending) return <Skeleton height={180} aria-label={say('page.loading')} />
  if (moves.isError) return <ProblemNotice error={moves.error} again={() => void moves.refetch()} />
  return (
    <>
      <Text size="sm">{say('move.now', { where: sessionWords(session) })}</Text>
      {moving.droppedOn && <Dropped on={moving.droppedOn} moves={moves.data} busy={busy} take={take} />}
      <Fitting cells={moves.data.cells.filter(({ fits }) => fits)} busy={busy} take={take} />
      <Others cells={moves.data.cells.filter(({ fits }) => !fits)} />
    </>
  )
}

/** Why it cannot stay where it was dropped, and the nearest place that fits. */
function Dropped(props: { on: MoveCell; moves: Moves; busy: boolean; take: (cell: MoveCell) => void }) {
  const { on, moves, busy, take } = props
  const nearest = nearestFitting(moves.cells, on)
  return (
    <div role="alert" className="move-dropped">
      <Text size="sm">
        {timeWords(on)}: {on.because.join(' ')}
      </Text>
      {nearest && (
        <Button mt={6} data-autofocus loading={busy} className="move-place" onClick={() => take(nearest)}>
          {say('move.nearest', { where: cellWords(nearest) })}
        </Button>
      )}
    </div>
  )
}

function Fitting({ cells, busy, take }: { cells: MoveCell[]; busy: boolean; take: (cell: MoveCell) => void }) {
  if (cells.length === 0) return <Text mt="sm">{say('move.none')}</Text>
  return (
    <section aria-label={say('move.fits')}>
      <h3 className="move-head">{say('move.fits')}</h3>
      <ul className="move-list">
        {cells.map((cell) => (
          <li key={keyOf(cell)}>
            <Button variant="default" fullWidth disabled={busy} className="move-place" onClick={() => take(cell)}>
              {cellWords(cell)}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Others({ cells }: { cells: MoveCell[] }) {
  if (cells.length === 0) return null
  return (
    <section aria-label={say('move.others')}>
      <h3 className="move-head">{say('move.others')}</h3>
      <ul className="move-reasons">
        {cells.map((cell) => (
          <li key={keyOf(cell)}>
            <strong>{timeWords(cell)}</strong> {cell.because.join(' ')}
          </li>
        ))}
      </ul>
    </section>
  )
}

function keyOf({ start, staff, telehealth, joins }: MoveCell): string {
  return `${start} ${staff} ${telehealth} ${joins}`
}
