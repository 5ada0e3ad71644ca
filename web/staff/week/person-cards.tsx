import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { BoardPerson, BoardSession, WeekBoard } from '../../../src/schedule/week-board.ts'
import { dateOf, dayWords, spanWords } from '../../ui/times.ts'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../ui/words.ts'
import { HoursCell } from './hours-cell.tsx'
import { MoveButton } from './move/move-button.tsx'
import { PersonName } from './person-name.tsx'
import { ShortfallList } from './shortfall-list.tsx'

/** Pixels of a typical card before it is measured. */
const CARD = 420

/** The narrow board: one card per person, the days stacked. */
export function PersonCards({ board, people }: { board: WeekBoard; people: readonly BoardPerson[] }) {
  const sessions = useMemo(() => new Map(board.sessions.map((session) => [session.id, session])), [board.sessions])
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), [])
  const rows = useWindowVirtualizer({ count: people.length, estimateSize: () => CARD, overscan: 3, scrollMargin: top })
  return (
    <ul className="cards" ref={list} aria-label={say('board.name')} style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(({ index, start }) => {
        const person = people[index]
        if (!person) return null
        const own = person.sessions.flatMap((id) => sessions.get(id) ?? [])
        return (
          <li
            key={person.id}
            data-index={index}
            ref={rows.measureElement}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            <PersonCard person={person} week={board.weekStart} sessions={own} />
          </li>
        )
      })}
    </ul>
  )
}

function PersonCard({
  person,
  week,
  sessions,
}: {
  person: BoardPerson
  week: string
  sessions: readonly BoardSession[]
}) {
  const days = [...new Set(sessions.map((session) => dateOf(session.start)))].toSorted()
  return (
    <article className="card" aria-label={person.name}>
      <PersonName person={person} week={week} />
      <HoursCell person={person} />
      {person.shortfalls.length > 0 && (
        <details>
          <summary>{say('why.open')}</summary>
          <ShortfallList shortfalls={person.shortfalls} />
        </details>
      )}
      {days.map((day) => (
        <section key={day} aria-label={dayWords(day)}>
          <h3 className="card-day">{dayWords(day)}</h3>
          <ul className="card-sessions">
            {sessions
              .filter((session) => dateOf(session.start) === day)
              .toSorted((a, b) => (a.start < b.start ? -1 : 1))
              .map((session) => (
                <li key={session.id} className={`chip-${session.kind} card-session`}>
                  <span className="chip-time">{spanWords(session.start, session.end)}</span> {session.service}
                  {session.telehealth && (
                    <span className="telehealth">
                      <Icon name="video" size={14} /> {say('session.telehealth')}
                    </span>
                  )}
                  <MoveButton person={person} sessions={[session]} className="card-move" shown={say('move.to')} />
                </li>
              ))}
          </ul>
        </section>
      ))}
    </article>
  )
}
