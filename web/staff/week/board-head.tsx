import { dayWords, spanWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import type { Column, Day } from './week-columns.ts'

/** Two sticky rows: the days, and under each its blocks. */
export function BoardHead({ days, first, last }: { days: readonly Day[]; first: string; last: string }) {
  return (
    <div className="board-head" role="rowgroup">
      <div className="board-row board-days" role="row">
        <div className="board-corner" role="columnheader">
          {first}
        </div>
        {days.map((day) => (
          <div
            key={day.date}
            className="board-day"
            role="columnheader"
            aria-colspan={day.columns.length}
            style={{ gridColumn: `span ${day.columns.length}` }}
          >
            {dayWords(day.date)}
          </div>
        ))}
        <div className="board-corner board-corner-end" role="columnheader">
          {last}
        </div>
      </div>
      <div className="board-row board-parts" role="row">
        <div role="columnheader" aria-label={first} />
        {days.flatMap((day) =>
          day.columns.map((column, index) => (
            <div
              key={column.key}
              className={index === 0 ? 'board-part day-start' : 'board-part'}
              role="columnheader"
              title={spanWords(column.start, column.end)}
            >
              {partName(column.part)}
            </div>
          )),
        )}
        <div role="columnheader" aria-label={last} />
      </div>
    </div>
  )
}

export function partName(part: Column['part']): string {
  if (part === 'morning') return say('part.morning')
  return part === 'evening' ? say('part.evening') : say('part.between')
}
