import { Button, Paper, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PersonHours } from '../../../src/hours/hours.ts'
import { dayWords, hoursWords } from '../../ui/times.ts'
import { todayApi } from '../../ui/today-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import './hours.css'

const STAGES = ['prescribed', 'planned', 'attended', 'countable', 'billable'] as const
type Stage = (typeof STAGES)[number]

/** The five columns of a person's week; each number opens to what made it. */
export function HoursSection({ personId, week }: { personId: string; week: string }) {
  const asked = useQuery({ queryKey: ['hours', personId, week], queryFn: () => todayApi.hours(personId, week) })
  const [open, setOpen] = useState<Stage | null>(null)
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="hours-title">
      <h2 id="hours-title" className="hours-title">
        {say('stages.title')}
      </h2>
      {asked.isPending && <Skeleton height={90} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (
        <>
          <Columns hours={asked.data} open={open} setOpen={setOpen} />
          {open && <Entries hours={asked.data} stage={open} />}
          <Verdict hours={asked.data} />
        </>
      )}
    </Paper>
  )
}

/** Bars of one scale, so that what is lost from stage to stage can be seen; the numbers stand beside them. */
function Columns(props: { hours: PersonHours; open: Stage | null; setOpen: (stage: Stage | null) => void }) {
  const { minutes } = props.hours
  const most = Math.max(1, ...STAGES.map((stage) => minutes[stage]))
  return (
    <ul className="ledger">
      {STAGES.map((stage) => (
        <li key={stage}>
          <span className="ledger-name">{stageName(stage)}</span>
          <span className="ledger-bar" aria-hidden="true">
            <span style={{ width: `${(minutes[stage] / most) * 100}%` }} />
          </span>
          <Button
            size="compact-sm"
            variant="subtle"
            aria-expanded={props.open === stage}
            aria-label={say('stages.openStage', { stage: stageName(stage), hours: hoursWords(minutes[stage]) })}
            onClick={() => props.setOpen(props.open === stage ? null : stage)}
          >
            {hoursWords(minutes[stage])}
          </Button>
        </li>
      ))}
    </ul>
  )
}

function Entries({ hours, stage }: { hours: PersonHours; stage: Stage }) {
  const entries = hours.entries.filter((entry) => entry.stage === stage)
  return (
    <div className="ledger-entries">
      <table>
        <caption className="read-aloud">{stageName(stage)}</caption>
        <thead>
          <tr>
            <th scope="col">{say('stages.day')}</th>
            <th scope="col">{say('stages.minutes')}</th>
            <th scope="col">{say('stages.rule')}</th>
            <th scope="col">{say('stages.entered')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td>{entry.day ? dayWords(entry.day) : say('stages.week')}</td>
              <td>{say('time.minutes', { minutes: entry.minutes })}</td>
              <td>
                {entry.rule}
                {entry.ruleVersion > 0 && ` (${say('stages.version', { version: entry.ruleVersion })})`}
              </td>
              <td>{entry.replaces ? say('stages.corrected') : say('stages.first')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {entries.length === 0 && <p className="quiet-text">{say('stages.none')}</p>}
    </div>
  )
}

/** The two promises side by side: the hours, and what the payer makes of them. */
function Verdict({ hours }: { hours: PersonHours }) {
  const { forecast, payer } = hours
  return (
    <div className="ledger-verdict">
      <p>
        <strong>{hours.clinical.words}</strong>{' '}
        {forecast.short > 0
          ? say('stages.short', { hours: hoursWords(forecast.short) })
          : say('stages.willReach', { hours: hoursWords(forecast.atEnd) })}
      </p>
      {forecast.lost.map((loss) => (
        <p key={loss.session}>
          {hoursWords(loss.minutes)}: {loss.words}
        </p>
      ))}
      {forecast.unmarked > 0 && <p>{say('stages.unmarked', { count: forecast.unmarked })}</p>}
      {payer && (
        <div>
          <p>
            {payer.payer}: {payer.words} {!payer.verified && say('stages.unverified')}
          </p>
          {payer.missing.map((one) => (
            <p key={one.rule}>{one.words}</p>
          ))}
          <p className="quiet-text">{payer.source}</p>
        </div>
      )}
    </div>
  )
}

function stageName(stage: Stage): string {
  switch (stage) {
    case 'prescribed':
      return say('stages.prescribed')
    case 'planned':
      return say('stages.planned')
    case 'attended':
      return say('stages.attended')
    case 'countable':
      return say('stages.countable')
    case 'billable':
      return say('stages.billable')
  }
}
