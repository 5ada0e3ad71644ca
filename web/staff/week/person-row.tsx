import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { BoardPerson, BoardSession } from '../../../src/schedule/week-board.ts'
import { spanWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { HoursCell } from './hours-cell.tsx'
import { MoveButton } from './move/move-button.tsx'
import { dropClass, useMover } from './move/move-context.ts'
import { PersonName } from './person-name.tsx'
import { SessionChip } from './session-chip.tsx'
import { ShortfallList } from './shortfall-list.tsx'
import { byColumn, placeIn, type Column } from './week-columns.ts'

interface Row {
  person: BoardPerson
  week: string
  columns: readonly Column[]
  sessions: readonly BoardSession[]
  index: number
}

export function PersonRow({ person, week, columns, sessions, index }: Row) {
  const [open, setOpen] = useState(false)
  const inColumn = byColumn(columns, sessions)
  const why = `why-${person.id}`
  return (
    <>
      <div className="board-row person-row" role="row" aria-rowindex={index + 3}>
        <div className="person-cell" role="rowheader">
          <PersonName person={person} week={week} />
        </div>
        {columns.map((column, at) => (
          <BlockCell
            key={column.key}
            column={column}
            dayStart={columns[at - 1]?.date !== column.date}
            person={person}
            sessions={inColumn.get(column.key) ?? []}
          />
        ))}
        <div className="hours-cell" role="cell">
          <HoursCell person={person} />
          {person.shortfalls.length > 0 && (
            <UnstyledButton
              className="why-button no-print"
              aria-expanded={open}
              aria-controls={why}
              onClick={() => setOpen(!open)}
            >
              {open ? say('why.close') : say('why.open')}
              <span className="read-aloud"> {person.name}</span>
            </UnstyledButton>
          )}
        </div>
      </div>
      {open && (
        <div className="why" id={why} role="row">
          <div role="cell">
            <ShortfallList shortfalls={person.shortfalls} />
          </div>
        </div>
      )}
    </>
  )
}

interface Cell {
  column: Column
  dayStart: boolean
  person: BoardPerson
  sessions: readonly BoardSession[]
}

function BlockCell({ column, dayStart, person, sessions }: Cell) {
  const mover = useMover()
  const busy = person.busy.flatMap((interval) => {
    const place = placeIn(column, interval.start, interval.end)
    return place ? [{ ...interval, place }] : []
  })
  return (
    <div
      className={`block-cell${dayStart ? ' day-start' : ''}${dropClass(mover?.drag ?? null, person, column)}`}
      role="cell"
      data-column={column.key}
      data-person={person.id}
    >
      {busy.map(({ start, end, place }) => (
        <div
          key={start}
          className="busy"
          title={say('board.busy', { span: spanWords(start, end) })}
          style={{ top: `${place.from}%`, height: `${place.length}%` }}
        >
          <span className="read-aloud">{say('board.busy', { span: spanWords(start, end) })}</span>
        </div>
      ))}
      {sessions.length > 0 && <MoveButton person={person} sessions={sessions} className="cell-move" />}
      {sessions.map((session) => (
        <SessionChip
          key={session.id}
          person={person}
          session={session}
          place={placeIn(column, session.start, session.end)}
        />
      ))}
    </div>
  )
}
