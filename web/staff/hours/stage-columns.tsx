import { Button } from '@mantine/core'
import type { PersonHours } from '../../../src/hours/hours.ts'
import { hoursWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { type Stage, stageName, STAGES } from './stages.ts'

/** Bars of one scale, so that what is lost from stage to stage can be seen; the numbers stand beside them. */
export function StageColumns(props: {
  hours: PersonHours
  open: Stage | null
  setOpen: (stage: Stage | null) => void
}) {
  const { minutes } = props.hours
  const most = Math.max(1, ...STAGES.map((stage) => minutes[stage] ?? 0))
  return (
    <ul className="ledger">
      {STAGES.map((stage) => (
        <li key={stage}>
          <span className="ledger-name">{stageName(stage)}</span>
          <span className="ledger-bar" aria-hidden="true">
            <span style={{ width: `${((minutes[stage] ?? 0) / most) * 100}%` }} />
          </span>
          <Button
            size="compact-sm"
            variant="subtle"
            justify="flex-end"
            aria-expanded={props.open === stage}
            aria-label={say('stages.openStage', { stage: stageName(stage), hours: hoursWords(minutes[stage] ?? 0) })}
            onClick={() => props.setOpen(props.open === stage ? null : stage)}
          >
            {hoursWords(minutes[stage] ?? 0)}
          </Button>
        </li>
      ))}
    </ul>
  )
}
