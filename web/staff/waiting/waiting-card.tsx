import { Button, Group, Paper, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { WaitingList, WaitingPerson } from '../../../src/schedule/waiting-fit.ts'
import { clockWords, dateOf, dayWords, hoursWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'

type Fit = NonNullable<WaitingPerson['fit']>

/** One person who waits: since when, the hours within reach, what would help, and with which counselor. */
export function WaitingCard(props: { person: WaitingPerson; list: WaitingList; admit: () => void; leave: () => void }) {
  const { person, list } = props
  return (
    <Paper withBorder p="md" mt="sm" component="li">
      <div className="page-head">
        <Title order={2} size="h5">
          <Link
            to="/people/$personId"
            params={{ personId: person.id }}
            search={{ week: list.weekStart }}
            className="person-link roomy-link"
          >
            {person.name}
          </Link>
        </Title>
        <Text size="sm" className="quiet-text">
          {say('waiting.since', { day: dayWords(person.since) })}
        </Text>
      </div>
      {person.fit && <FitWords fit={person.fit} target={person.targetMinutes} week={list.weekStart} />}
      {list.mayChange && (
        <Group gap={8} mt="xs">
          {list.plan !== 'begun' && (
            <Button size="xs" variant="default" onClick={props.admit}>
              {say('waiting.admit', { day: dayWords(list.weekStart) })}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={props.leave}>
            {say('waiting.leave')}
          </Button>
        </Group>
      )}
    </Paper>
  )
}

function FitWords({ fit, target, week }: { fit: Fit; target: number; week: string }) {
  const words = { hours: hoursWords(fit.minutes), target: hoursWords(target), day: dayWords(week) }
  const reaches = fit.minutes >= target
  return (
    <>
      <Text fw={600}>{reaches ? say('waiting.reaches', words) : say('waiting.short', words)}</Text>
      <div className="hours-bar" aria-hidden="true">
        <div style={{ width: `${Math.min(100, (fit.minutes / Math.max(1, target)) * 100)}%` }} />
      </div>
      {!reaches && <Text size="sm">{fit.oneMore ? oneMoreWords(fit.oneMore) : say('waiting.noOne')}</Text>}
      <Text size="sm" className="quiet-text">
        {fit.counselors.length === 0
          ? say('waiting.noCounselor')
          : say('waiting.counselors', {
              names: fit.counselors
                .map(({ name, freeMinutes }) => say('waiting.free', { name, hours: hoursWords(freeMinutes) }))
                .join(', '),
            })}
      </Text>
    </>
  )
}

function oneMoreWords({ kind, service, start, telehealth, minutes }: NonNullable<Fit['oneMore']>): string {
  const when = `${dayWords(dateOf(start))}, ${clockWords(start)}`
  const what = telehealth ? say('waiting.remote', { service }) : service
  const words = { service: what, when, hours: hoursWords(minutes) }
  return kind === 'seat' ? say('waiting.oneSeat', words) : say('waiting.oneGroup', words)
}
