import type { OwnChoices } from '../../../src/schedule/choice.ts'
import { daysAtAGlance, reasonWords, sessionWords } from '../../ui/choice-words.ts'
import { dayWords, hoursWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'

type Choice = OwnChoices['choices'][number]

/** A whole week at a glance: what speaks for it, its days, its hours and trips, what changes, and one button. */
export function ChoiceCard({ choice, busy, take }: { choice: Choice; busy: boolean; take: () => void }) {
  const heading = `choice-${choice.choice}`
  return (
    <li className="choice">
      <h3 id={heading}>{choice.reasons.map(reasonWords).join(' · ')}</h3>
      {choice.drawbacks.length > 0 && <p className="small">{choice.drawbacks.map(reasonWords).join(' · ')}</p>}
      <p>
        <strong>{say('choices.hours', { hours: hoursWords(choice.plannedMinutes) })}</strong> ·{' '}
        {say('choices.trips', { count: choice.trips })}
      </p>
      <ul className="choice-days">
        {daysAtAGlance(choice.sessions).map(({ date, spans }) => (
          <li key={date}>
            <strong>{dayWords(date)}</strong> {spans.join(' · ')}
          </li>
        ))}
      </ul>
      <details>
        <summary>{say('choices.changes')}</summary>
        <ul className="ticks">
          {choice.joins.map((session) => (
            <li key={sessionWords(session)}>{say('choices.new', { what: sessionWords(session) })}</li>
          ))}
          {choice.leaves.map((session) => (
            <li key={sessionWords(session)}>{say('choices.noLonger', { what: sessionWords(session) })}</li>
          ))}
        </ul>
      </details>
      {choice.needs.map((need) => (
        <p key={need.kind} className="small">
          {needWords(need)}
        </p>
      ))}
      <button className="button button-strong" type="button" disabled={busy} aria-describedby={heading} onClick={take}>
        {choice.needs.length === 0 ? say('choices.take') : say('choices.ask')}
      </button>
    </li>
  )
}

/** Why the team looks at it first, in words for the person. */
function needWords({ kind, count }: Choice['needs'][number]): string {
  switch (kind) {
    case 'short-notice':
      return say('choices.shortNotice', { count })
    case 'many-changes':
      return say('choices.manyChanges', { count })
    case 'cover':
      return say('choices.otherPerson', { count })
    case 'below-target':
      return say('choices.fewerHours')
  }
}
