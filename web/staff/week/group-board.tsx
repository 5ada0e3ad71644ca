import { useMemo } from 'react'
import type { BoardSession, WeekBoard } from '../../../src/schedule/week-board.ts'
import { Icon } from '../../ui/icon.tsx'
import { dayWords, shortClock } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { BoardHead, partName } from './board-head.tsx'
import { MoveButton } from './move/move-button.tsx'
import { sessionWords } from './session-chip.tsx'
import { useWide } from './use-wide.ts'
import { byColumn, columnsOf, daysOf, type Column } from './week-columns.ts'

/** Groups by days and blocks, with seats taken and seats in all. */
export function GroupBoard({ board }: { board: WeekBoard }) {
  const columns = useMemo(() => columnsOf(board.blocks), [board.blocks])
  const groups = useMemo(() => groupsOf(board.sessions), [board.sessions])
  const wide = useWide()
  if (!wide) return <GroupCards groups={groups} columns={columns} />
  return (
    <div
      className="board"
      role="table"
      aria-label={say('board.groupsName')}
      style={{ '--columns': columns.length } as React.CSSProperties}
    >
      <BoardHead days={daysOf(columns)} first={say('board.group')} last={say('board.seats')} />
      <div className="board-body" role="rowgroup">
        {groups.map(([service, sessions]) => (
          <GroupRow key={service} service={service} sessions={sessions} columns={columns} />
        ))}
      </div>
    </div>
  )
}

function GroupRow({ service, sessions, columns }: { service: string; sessions: BoardSession[]; columns: Column[] }) {
  const inColumn = byColumn(columns, sessions)
  return (
    <div className="board-row group-row" role="row">
      <div className="person-cell" role="rowheader">
        <strong>{service}</strong>
        <div className="person-small">{say('group.sessions', { count: sessions.length })}</div>
      </div>
      {columns.map((column, at) => (
        <div
          key={column.key}
          role="cell"
          className={columns[at - 1]?.date !== column.date ? 'group-cell day-start' : 'group-cell'}
        >
          {(inColumn.get(column.key) ?? []).map((session) => (
            <GroupChip key={session.id} session={session} />
          ))}
        </div>
      ))}
      <div className="hours-cell" role="cell">
        {seatsOf(sessions)}
      </div>
    </div>
  )
}

function GroupChip({ session }: { session: BoardSession }) {
  const seats = say('group.seats', { taken: session.taken, capacity: session.capacity })
  return (
    <div className={`group-chip chip-${session.kind}`} title={sessionWords(session)}>
      <span aria-hidden="true">
        <span className="chip-time">
          {shortClock(session.start)}
          {session.telehealth && <Icon name="video" size={12} />}
        </span>
        <br />
        {session.taken}/{session.capacity}
      </span>
      <span className="read-aloud">
        {sessionWords(session)}, {seats}
      </span>
      <MoveButton person={null} sessions={[session]} className="cell-move" />
    </div>
  )
}

function GroupCards({ groups, columns }: { groups: [string, BoardSession[]][]; columns: Column[] }) {
  return (
    <ul className="cards cards-still" aria-label={say('board.groupsName')}>
      {groups.map(([service, sessions]) => (
        <li key={service}>
          <article className="card" aria-label={service}>
            <strong>{service}</strong>
            <ul className="card-sessions">
              {[...byColumn(columns, sessions)].flatMap(([key, inColumn]) =>
                inColumn.map((session) => (
                  <li key={session.id} className={`card-session chip-${session.kind}`}>
                    <span className="chip-time">
                      {columnWords(columns.find((column) => column.key === key))} {shortClock(session.start)}
                    </span>{' '}
                    {say('group.seats', { taken: session.taken, capacity: session.capacity })}
                    <MoveButton person={null} sessions={[session]} className="card-move" shown={say('move.to')} />
                  </li>
                )),
              )}
            </ul>
          </article>
        </li>
      ))}
    </ul>
  )
}

function columnWords(column: Column | undefined): string {
  return column ? `${dayWords(column.date)}, ${partName(column.part)}` : ''
}

function seatsOf(sessions: readonly BoardSession[]): string {
  const taken = sessions.reduce((sum, session) => sum + session.taken, 0)
  const capacity = sessions.reduce((sum, session) => sum + session.capacity, 0)
  return say('group.seats', { taken, capacity })
}

function groupsOf(sessions: readonly BoardSession[]): [string, BoardSession[]][] {
  const groups = new Map<string, BoardSession[]>()
  for (const session of sessions.filter(({ kind }) => kind === 'group')) {
    groups.set(session.service, [...(groups.get(session.service) ?? []), session])
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))
}
