import { Button, Skeleton, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PossibleMakeUps } from '../../../src/outreach/make-up.ts'
import { outreachApi } from '../../ui/outreach-api.ts'
import { dayWords, hoursWords, spanWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'

/** Sessions of the same week that fit this life and have a seat, best first; one tap offers one on the phone. */
export function MakeUpList({ personId, week }: { personId: string; week: string }) {
  const queries = useQueryClient()
  const key = ['make-ups', personId, week]
  const asked = useQuery({ queryKey: key, queryFn: () => outreachApi.possibleMakeUps(personId, week) })
  const offer = useMutation({
    mutationFn: (session: string) => outreachApi.offerMakeUp(personId, week, session),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  })
  if (asked.isPending) return <Skeleton height={60} aria-label={say('page.loading')} />
  if (asked.isError) return <ProblemNotice error={asked.error} again={() => void asked.refetch()} />
  const { short, sessions } = asked.data
  return (
    <div className="outreach-make-ups">
      <Text size="sm">
        {short === 0
          ? say('makeUps.notShort')
          : sessions.length === 0
            ? say('makeUps.none', { hours: hoursWords(short) })
            : say('makeUps.short', { hours: hoursWords(short) })}
      </Text>
      <ul className="outreach-list">
        {sessions.map((one) => (
          <li key={one.session} className="outreach-row">
            <span className="outreach-who">
              <strong>{one.service}</strong>{' '}
              <span className="quiet-text">
                {dayWords(one.start.slice(0, 10))} {spanWords(one.start, one.end)} · {one.with} ·{' '}
                {say('makeUps.free', { count: one.free })} · {wayWords(one)}
              </span>
            </span>
            {one.offered ? (
              <span className="quiet-text">{say('makeUps.offered')}</span>
            ) : (
              <Button size="xs" variant="default" loading={offer.isPending} onClick={() => offer.mutate(one.session)}>
                {say('makeUps.offer')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {offer.isError && <ProblemNotice error={offer.error} />}
    </div>
  )
}

function wayWords({ trips, telehealth, travelMinutes, inPlaceOf }: PossibleMakeUps['sessions'][number]): string {
  const way = telehealth
    ? say('today.remote')
    : trips === 0
      ? say('makeUps.noTrip')
      : say('makeUps.trip', { minutes: travelMinutes })
  return inPlaceOf === null ? way : `${way} · ${say('makeUps.inPlaceOf', { service: inPlaceOf })}`
}
