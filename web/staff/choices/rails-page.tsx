import { Paper, Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ChoiceRailsHistory } from '../../../src/schedule/choice-rails.ts'
import { choicesApi } from '../../ui/choices-api.ts'
import { instantWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { RAILS, RailsForm } from './rails-form.tsx'

/** What participants may change in their own weeks without a person, and who set that when. */
export function RailsPage() {
  const asked = useQuery({ queryKey: RAILS, queryFn: choicesApi.rails })
  const { role } = useSession()
  return (
    <main id="main" className="page page-narrow">
      <Title order={1} size="h2" mb="xs">
        {say('rails.title')}
      </Title>
      <Text size="sm" mb="md" className="quiet-text">
        {say('rails.what')}
      </Text>
      {asked.isPending && <Skeleton height={240} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (
        <>
          <Paper withBorder p="md" mb="md" component="section" aria-labelledby="rails-now">
            <Title order={2} size="h4" id="rails-now">
              {say('rails.now')}
            </Title>
            <RailsWords rails={asked.data.inForce} />
            {role === 'supervisor' && <RailsForm key={asked.data.changes[0]?.id} rails={asked.data.inForce} />}
          </Paper>
          <Changes changes={asked.data.changes} />
        </>
      )}
    </main>
  )
}

function RailsWords({ rails }: { rails: ChoiceRailsHistory['inForce'] }) {
  return (
    <ul>
      <li>{say('rails.notice', { count: rails.noticeHours })}</li>
      <li>{say('rails.changes', { count: rails.changesAWeek })}</li>
      <li>{rails.cover ? say('rails.coverYes') : say('rails.coverNo')}</li>
    </ul>
  )
}

function Changes({ changes }: Pick<ChoiceRailsHistory, 'changes'>) {
  const { timeZone } = useSession().center
  return (
    <section aria-labelledby="rails-changes">
      <Title order={2} size="h4" id="rails-changes">
        {say('rails.history')}
      </Title>
      {changes.length === 0 && <p>{say('rails.never')}</p>}
      {changes.map((one) => (
        <div key={one.id}>
          <Text mt="sm" fw={600}>
            {say('rails.by', { name: one.enteredBy, when: instantWords(one.enteredAt, timeZone) })}
          </Text>
          <RailsWords rails={one} />
        </div>
      ))}
    </section>
  )
}
