import { Button } from '@mantine/core'
import { useState } from 'react'
import type { PersonHours } from '../../../src/hours/hours.ts'
import { dayWords, hoursWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'

/** The two promises side by side: the hours of the person, and what the payer makes of them. */
export function WeekVerdict({ hours }: { hours: PersonHours }) {
  const { payer } = hours
  return (
    <div className="ledger-verdict">
      <section aria-label={say('verdict.clinical')}>
        <h3 className="ledger-why">{say('verdict.clinical')}</h3>
        <Clinical hours={hours} />
      </section>
      {payer && (
        <section aria-label={say('verdict.payer')}>
          <h3 className="ledger-why">{say('verdict.payer')}</h3>
          <Payer payer={payer} />
        </section>
      )}
    </div>
  )
}

function Clinical({ hours: { clinical, forecast } }: { hours: PersonHours }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <p>
        <strong>{clinical.words}</strong>{' '}
        {forecast.short > 0
          ? say('stages.short', { hours: hoursWords(forecast.short) })
          : say('stages.willReach', { hours: hoursWords(forecast.atEnd) })}
      </p>
      {forecast.unmarked > 0 && <p>{say('stages.unmarked', { count: forecast.unmarked })}</p>}
      <Why open={open} setOpen={setOpen} what={say('verdict.clinical')} />
      {open && (
        <ul className="ledger-list">
          <li>{say('verdict.dose', { needs: hoursWords(clinical.needs), has: hoursWords(clinical.minutes) })}</li>
          {forecast.lost.map((loss) => (
            <li key={loss.session}>{say('verdict.lost', { hours: hoursWords(loss.minutes), because: loss.words })}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function Payer({ payer }: { payer: NonNullable<PersonHours['payer']> }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <p>
        <strong>{payer.words}</strong>
      </p>
      <p>
        {say('verdict.by', { payer: payer.payer, version: payer.version })}{' '}
        {!payer.verified && say('stages.unverified')}
      </p>
      {payer.help.length > 0 && (
        <>
          <p>{say('verdict.help')}</p>
          <ul className="ledger-list">
            {payer.help.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </>
      )}
      <Why open={open} setOpen={setOpen} what={say('verdict.payer')} />
      {open && (
        <ul className="ledger-list">
          {payer.days.map(({ day, paid, minutes, missing }) => (
            <li key={day}>
              {say('verdict.day', { day: dayWords(day), hours: hoursWords(minutes), paid: paidWords(paid) })}{' '}
              {missing.map(({ words }) => words).join(' ')}
            </li>
          ))}
          {payer.missing.map(({ rule, words }) => (
            <li key={rule}>{words}</li>
          ))}
          <li className="quiet-text">{say('stages.source', { source: payer.source })}</li>
        </ul>
      )}
    </>
  )
}

/** How a day stands with the payer. */
export function paidWords(paid: 'per-day' | 'discrete' | 'none'): string {
  switch (paid) {
    case 'per-day':
      return say('paid.perDay')
    case 'discrete':
      return say('paid.discrete')
    case 'none':
      return say('paid.none')
  }
}

function Why(props: { open: boolean; setOpen: (open: boolean) => void; what: string }) {
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-expanded={props.open}
      aria-label={say('verdict.why', { what: props.what })}
      onClick={() => props.setOpen(!props.open)}
    >
      {say('verdict.whyShort')}
    </Button>
  )
}
