import { Button, Paper, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AtRisk } from '../../../src/hours/at-risk.ts'
import { outreachApi } from '../../ui/outreach-api.ts'
import { hoursWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { MakeUpList } from './make-up-list.tsx'

/** Who will not reach the week's hours or the payer's rule, worst first, and what would bring the hours back. */
export function AtRiskList({ week }: { week: string }) {
  const asked = useQuery({
    queryKey: ['forecast', week],
    queryFn: () => outreachApi.forecast(week),
    refetchInterval: 60_000,
    // The rail beside the day may have asked a moment ago, before somebody was missed.
    refetchOnMount: 'always',
  })
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="at-risk">
      <h2 id="at-risk" className="outreach-title">
        {say('atRisk.title')}
      </h2>
      {asked.isPending && <Skeleton height={90} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (
        <>
          <Text size="sm">
            {say('atRisk.counts', { reach: asked.data.counts.reach, people: asked.data.counts.people })}
          </Text>
          {asked.data.people.length === 0 && <Text>{say('atRisk.nobody')}</Text>}
          <ul className="outreach-list">
            {asked.data.people.map((person) => (
              <Row key={person.participant} person={person} week={week} />
            ))}
          </ul>
        </>
      )}
    </Paper>
  )
}

function Row({ person, week }: { person: AtRisk; week: string }) {
  const [open, setOpen] = useState(false)
  const hours = { atEnd: hoursWords(person.atEnd), needs: hoursWords(person.needs) }
  return (
    <li>
      <div className="outreach-row">
        <span className="outreach-who">
          <Link to="/people/$personId" params={{ personId: person.participant }} className="roomy-link">
            <strong>{person.name}</strong>
          </Link>{' '}
          <span className="quiet-text">{person.because.join(' ')}</span>
        </span>
        <span>{say('atRisk.hours', hours)}</span>
        {person.short > 0 && (
          <Button size="xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? say('outreach.close') : say('outreach.makeUps')}
          </Button>
        )}
      </div>
      {open && <MakeUpList personId={person.participant} week={week} />}
    </li>
  )
}
