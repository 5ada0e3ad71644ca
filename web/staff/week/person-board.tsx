import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { BoardPerson, BoardSession, WeekBoard } from '../../../src/schedule/week-board.ts'
import { say } from '../../ui/words.ts'
import { BoardHead } from './board-head.tsx'
import { PersonRow } from './person-row.tsx'
import { usePaper } from './use-wide.ts'
import { columnsOf, daysOf } from './week-columns.ts'

/** Pixels of a row whose shortfalls are closed; open rows are measured. */
const ROW = 85

/** People by days and blocks. Only the rows on screen exist, so 120 people cost no more than 12. */
export function PersonBoard({ board, people }: { board: WeekBoard; people: readonly BoardPerson[] }) {
  const columns = useMemo(() => columnsOf(board.blocks), [board.blocks])
  const sessions = useMemo(() => new Map(board.sessions.map((session) => [session.id, session])), [board.sessions])
  const body = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const paper = usePaper()
  useLayoutEffect(() => setTop(body.current?.offsetTop ?? 0), [])
  const rows = useWindowVirtualizer({ count: people.length, estimateSize: () => ROW, overscan: 5, scrollMargin: top })
  const drawn = rows.getVirtualItems()
  const shown = paper ? people.map((_, index) => ({ index, start: 0 })) : drawn
  const space = paper ? {} : { height: rows.getTotalSize() }
  return (
    <div
      className="board"
      role="table"
      aria-label={say('board.name')}
      aria-rowcount={people.length + 2}
      style={{ '--columns': columns.length } as React.CSSProperties}
    >
      <BoardHead days={daysOf(columns)} first={say('board.person')} last={say('board.hours')} />
      <div className="board-body" role="rowgroup" ref={body} style={space}>
        {shown.map(({ index, start }) => {
          const person = people[index]
          if (!person) return null
          return (
            <div
              key={person.id}
              data-index={index}
              ref={rows.measureElement}
              className="board-slot"
              role="presentation"
              style={paper ? {} : { position: 'absolute', transform: `translateY(${start - top}px)` }}
            >
              <PersonRow
                person={person}
                week={board.weekStart}
                columns={columns}
                sessions={sessionsOf(person, sessions)}
                index={index}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

function sessionsOf(person: BoardPerson, sessions: ReadonlyMap<string, BoardSession>): BoardSession[] {
  return person.sessions.flatMap((id) => sessions.get(id) ?? [])
}
