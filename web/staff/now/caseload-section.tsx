import { Paper } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { CaseloadHours } from '../../../src/now/my-day.ts'
import { Icon } from '../../ui/icon.tsx'
import { hoursNumber } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { Why } from './why.tsx'

/** The caseload's hours of this week and how they will end, worst first. */
export function CaseloadSection({ people }: { people: readonly CaseloadHours[] }) {
  const reach = people.filter(({ short }) => short === 0).length
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="caseload">
      <h2 id="caseload" className="now-title">
        {say('myDay.caseload')}{' '}
        <span className="quiet-text">{say('myDay.caseloadCount', { reach, people: people.length })}</span>
      </h2>
      <ul className="now-list">
        {people.map((person) => (
          <li key={person.participant}>
            <Link to="/people/$personId" params={{ personId: person.participant }} className="roomy-link">
              {person.name}
            </Link>
            <span className="now-hours">
              {say('myDay.hours', { soFar: hoursNumber(person.soFar), needs: hoursNumber(person.needs) })}
            </span>
            <span className={person.short > 0 ? 'now-warn' : 'quiet-text'}>
              {person.short > 0 && <Icon name="warning" size={14} />}{' '}
              {person.short > 0
                ? say('myDay.willMiss', { atEnd: hoursNumber(person.atEnd), short: hoursNumber(person.short) })
                : say('myDay.willReach', { atEnd: hoursNumber(person.atEnd) })}
              {person.because.length > 0 && `. ${person.because.join(' ')}`}
            </span>
          </li>
        ))}
      </ul>
      <Why words={say('now.whyForecast')} />
    </Paper>
  )
}
