import { Button } from '@mantine/core'
import type { PersonHours } from '../../../src/hours/hours.ts'
import { dayWords, hoursWords, plusDays } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { minutesOf, type Stage, stageName } from './stages.ts'

const OF_DAYS = ['planned', 'attended', 'countable', 'billable'] as const

/** One number of one day. */
export interface Cell {
  readonly day: string
  readonly stage: Stage
}

/** The week day by day: four numbers each, every one opens to its entries. */
export function DayTable(props: { hours: PersonHours; open: Cell | null; setOpen: (cell: Cell | null) => void }) {
  const { hours, open, setOpen } = props
  const days = Array.from({ length: 7 }, (_, at) => plusDays(hours.weekStart, at))
  return (
    <table className="ledger-days">
      <caption className="read-aloud">{say('stages.dayByDay')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('stages.day')}</th>
          {OF_DAYS.map((stage) => (
            <th key={stage} scope="col">
              {stageName(stage)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day}>
            <th scope="row">{dayWords(day)}</th>
            {OF_DAYS.map((stage) => (
              <td key={stage} data-label={stageName(stage)}>
                <DayNumber
                  hours={hours}
                  cell={{ day, stage }}
                  isOpen={open?.day === day && open.stage === stage}
                  setOpen={setOpen}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function DayNumber(props: { hours: PersonHours; cell: Cell; isOpen: boolean; setOpen: (cell: Cell | null) => void }) {
  const { hours, cell, isOpen, setOpen } = props
  const { day, stage } = cell
  if (!hours.entries.some((entry) => entry.stage === stage && entry.day === day))
    return <span className="quiet-text">{say('stages.nothing')}</span>
  const minutes = hoursWords(minutesOf(hours, stage, day))
  return (
    <Button
      size="compact-sm"
      variant={isOpen ? 'light' : 'subtle'}
      aria-expanded={isOpen}
      aria-label={say('stages.openDay', { stage: stageName(stage), day: dayWords(day), hours: minutes })}
      onClick={() => setOpen(isOpen ? null : cell)}
    >
      {minutes}
    </Button>
  )
}
