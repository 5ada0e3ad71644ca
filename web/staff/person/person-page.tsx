import { Button, Skeleton, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { PersonWeek } from '../../../src/schedule/week-board.ts'
import { api } from '../../ui/api.ts'
import { problemOf } from '../../ui/ask.ts'
import { FridgePage } from '../../ui/fridge-page.tsx'
import { Icon } from '../../ui/icon.tsx'
import { weekWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { HoursSection } from '../hours/hours-section.tsx'
import { WeekSwitch } from '../week/week-switch.tsx'
import { PersonNotes, readsNotes } from '../notes/person-notes.tsx'
import { AddObligationForm } from './add-obligation-form.tsx'
import { BreakGlass } from './break-glass-dialog.tsx'
import { FeedLink } from './feed-link.tsx'
import { OpenBreakGlass } from './open-break-glass.tsx'
import { mayBreakGlass, useOwnOpening } from './own-opening.ts'
import { PersonDays } from './person-days.tsx'
import { PersonHours } from './person-hours.tsx'
import { SignInLinks } from './sign-in-links.tsx'
import { WarningList } from './warning-list.tsx'

const route = getRouteApi('/frame/people/$personId')

/** One person: their week, what stands in its way, what was not understood in their files, and the calendar link. */
export function PersonPage() {
  const { thisWeek, role } = useSession()
  const { personId } = route.useParams()
  const { week = thisWeek } = route.useSearch()
  const opening = useOwnOpening(personId, role)
  const navigate = useNavigate()
  const asked = useQuery({ queryKey: ['person', personId, week], queryFn: () => api.personWeek(personId, week) })
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  return (
    <>
      <main id="main" className="page no-print">
        <div className="page-head">
          <Title order={1} size="h2">
            {asked.data ? asked.data.person.name : say('person.title')}
          </Title>
          <span className="quiet-text">{say('person.week', { week: weekWords(week) })}</span>
          <WeekSwitch week={week} thisWeek={thisWeek} />
          <span className="frame-room" />
          {role === 'front-desk' && asked.data?.published && (
            <Button
              variant="default"
              leftSection={<Icon name="clock" />}
              onClick={() => void navigate({ to: '/change', search: { week, of: personId } })}
            >
              {say('change.title')}
            </Button>
          )}
          {asked.data && (
            <Button variant="default" leftSection={<Icon name="print" />} onClick={() => window.print()}>
              {say('person.print')}
            </Button>
          )}
        </div>
        {asked.isPending && <Skeleton height={320} mt="md" aria-label={say('page.loading')} />}
        {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
        {asked.isError && problemOf(asked.error).status === 404 && mayBreakGlass(role) && (
          <BreakGlass personId={personId} opened={() => void asked.refetch()} />
        )}
        {asked.data && opening && <OpenBreakGlass opening={opening} />}
        {asked.data && <LoadedPerson data={asked.data} readOnly={opening !== undefined} />}
      </main>
      {asked.data && <FridgePage week={asked.data} />}
    </>
  )
}

/** `readOnly`: opened in an emergency, to read and no more. */
function LoadedPerson({ data, readOnly }: { data: PersonWeek; readOnly: boolean }) {
  const { role } = useSession()
  return (
    <div className="person-columns">
      <div>
        <PersonHours week={data} />
        {data.published && <HoursSection personId={data.person.id} week={data.weekStart} />}
        <PersonDays week={data} />
        {readsNotes(role) && <PersonNotes personId={data.person.id} />}
      </div>
      <div>
        <WarningList warnings={data.warnings} />
        {!readOnly && <AddObligationForm personId={data.person.id} week={data.weekStart} />}
        {role === 'front-desk' && <SignInLinks personId={data.person.id} name={data.person.name} />}
        {!readOnly && <FeedLink personId={data.person.id} active={data.feed.active} />}
      </div>
    </div>
  )
}
