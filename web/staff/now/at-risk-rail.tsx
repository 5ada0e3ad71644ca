import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { outreachApi } from '../../ui/outreach-api.ts'
import { hoursWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { RailSection } from './rail-section.tsx'
import { Why } from './why.tsx'

/** Whose week will end below the prescribed hours, worst first, with whoever it belongs to. */
export function AtRiskRail({ week, lines }: { week: string; lines?: number }) {
  const asked = useQuery({
    queryKey: ['forecast', week],
    queryFn: () => outreachApi.forecast(week),
    refetchInterval: 60_000,
  })
  if (!asked.data) return null
  const people = asked.data.people.filter(({ short }) => short > 0)
  const more = (
    <>
      <Anchor component={Link} to="/outreach" size="sm" className="roomy-link">
        {say('now.makeUps')}
      </Anchor>
      <Why words={say('now.whyForecast')} />
    </>
  )
  return (
    <RailSection
      title={say('atRisk.title')}
      count={people.length}
      more={more}
      {...(lines === undefined ? {} : { lines })}
    >
      {people.map((person) => (
        <li key={person.participant}>
          <Link to="/people/$personId" params={{ personId: person.participant }} className="roomy-link">
            {person.name}
          </Link>
          <span>{say('atRisk.hours', { atEnd: hoursWords(person.atEnd), needs: hoursWords(person.needs) })}</span>
          <span className="quiet-text">{person.owner}</span>
        </li>
      ))}
    </RailSection>
  )
}
