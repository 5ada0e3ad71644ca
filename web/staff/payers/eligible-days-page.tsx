import { Paper, SimpleGrid, Skeleton, Switch, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { EligibleDays, EligiblePerson } from '../../../src/hours/eligible-days.ts'
import { hoursApi } from '../../ui/hours-api.ts'
import { dayWords, hoursWords, weekWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { paidWords } from '../hours/week-verdict.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { WeekSwitch } from '../week/week-switch.tsx'
import { paperName } from './papers.ts'
import '../hours/hours.css'
import './payers.css'

const route = getRouteApi('/frame/')

/** The biller's first screen: payable days of the week, what was delivered and is not billable, papers that end. */
export function EligibleDaysPage() {
  const { thisWeek } = useSession()
  const { week = thisWeek } = route.useSearch()
  const asked = useQuery({ queryKey: ['eligible', week], queryFn: () => hoursApi.eligibleDays(week) })
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  return (
    <main id="main" className="page page-narrow">
      <div className="page-head">
        <Title order={1} size="h2">
          {say('eligible.title')}
        </Title>
        <span className="quiet-text">{weekWords(week)}</span>
        <WeekSwitch week={week} thisWeek={thisWeek} />
      </div>
      {asked.isPending && <Skeleton height={320} mt="md" aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && <Loaded data={asked.data} />}
    </main>
  )
}

function Loaded({ data }: { data: EligibleDays }) {
  const [all, setAll] = useState(false)
  const exceptions = data.people.filter(({ notBilled }) => notBilled > 0)
  const shown = all ? data.people : exceptions
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} component="dl" mt="md">
        <Figure name={say('eligible.payableDays')} value={String(data.counts.payableDays)} />
        <Figure name={say('eligible.notBilled')} value={hoursWords(data.counts.notBilled)} />
        <Figure name={say('eligible.exceptions')} value={String(data.counts.exceptions)} />
        <Figure name={say('eligible.papersEnding')} value={String(data.counts.papersEnding)} />
      </SimpleGrid>
      <Papers papers={data.papers} />
      <Paper withBorder p="md" mt="md" component="section" aria-labelledby="exceptions">
        <h2 id="exceptions" className="hours-title">
          {all ? say('eligible.everybody') : say('eligible.exceptionsTitle')}
        </h2>
        <Switch
          size="md"
          label={say('eligible.showAll', { count: data.counts.people })}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
        {shown.length === 0 && <p className="quiet-text">{say('eligible.noExceptions')}</p>}
        <ul className="ledger-people">
          {shown.map((person) => (
            <Person key={person.participant} person={person} week={data.weekStart} />
          ))}
        </ul>
      </Paper>
    </>
  )
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <Paper withBorder p="md" className="figure">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </Paper>
  )
}

function Papers({ papers }: { papers: EligibleDays['papers'] }) {
  return (
    <Paper withBorder p="md" mt="md" component="section" aria-labelledby="papers">
      <h2 id="papers" className="hours-title">
        {say('eligible.papers')}
      </h2>
      {papers.length === 0 && <p className="quiet-text">{say('eligible.noPapers')}</p>}
      <ul className="ledger-list">
        {papers.map((paper) => (
          <li key={`${paper.participant} ${paper.kind}`}>
            <PersonLink id={paper.participant} name={paper.name} />{' '}
            {paper.daysLeft < 0
              ? say('eligible.paperEnded', { paper: paperName(paper.kind), until: dayWords(paper.until) })
              : say('eligible.paperEnds', {
                  paper: paperName(paper.kind),
                  until: dayWords(paper.until),
                  count: paper.daysLeft,
                })}
          </li>
        ))}
      </ul>
    </Paper>
  )
}

function Person({ person, week }: { person: EligiblePerson; week: string }) {
  return (
    <li>
      <p>
        <PersonLink id={person.participant} name={person.name} week={week} />{' '}
        <span className="quiet-text">{person.payer}</span>
      </p>
      <p>
        {person.clinicalWords} <strong>{person.payerWords}</strong>
      </p>
      {person.days.some(({ state }) => state !== 'empty') && (
        <ul className="eligible-days">
          {person.days.map((day) => (
            <li key={day.day} className={classOf(day.state)}>
              <span>{dayWords(day.day)}</span>
              <br />
              <strong>{day.state === 'empty' ? say('stages.nothing') : hoursWords(day.minutes)}</strong>
              <br />
              {day.state !== 'empty' && paidWords(day.state)}
            </li>
          ))}
        </ul>
      )}
      {person.notBilled > 0 && <p>{say('eligible.personNotBilled', { hours: hoursWords(person.notBilled) })}</p>}
      {person.help.length > 0 && (
        <ul className="ledger-list">
          {person.help.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
    </li>
  )
}

function PersonLink({ id, name, week }: { id: string; name: string; week?: string }) {
  return (
    <Link
      to="/people/$personId/hours"
      params={{ personId: id }}
      search={week === undefined ? {} : { week }}
      className="roomy-link"
    >
      <strong>{name}</strong>
    </Link>
  )
}

type State = EligiblePerson['days'][number]['state']

function classOf(state: State): string {
  if (state === 'empty') return ''
  return state === 'per-day' ? 'is-paid' : 'is-unpaid'
}
