import { Anchor, Button, Group, Paper, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Proposals } from '../../../src/schedule/repair.ts'
import { api } from '../../ui/api.ts'
import { changeApi } from '../../ui/change-api.ts'
import { Icon } from '../../ui/icon.tsx'
import { hoursWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { sentenceOf } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'
import { ChangeLines } from './change-lines.tsx'

export type Proposal = Proposals['proposals'][number]

/** One way to go on: what it costs in numbers, then every change of everybody it touches. */
export function ProposalCard(props: { week: string; run: string; proposal: Proposal; primary: boolean }) {
  const { week, run, proposal, primary } = props
  const heading = `proposal-${proposal.id}`
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={heading}>
      <Title order={2} size="h5" id={heading}>
        {proposal.labels.length === 3 ? say('change.only') : proposal.labels.map(labelWords).join(' · ')}
      </Title>
      <Figures proposal={proposal} />
      <Actions week={week} run={run} proposal={proposal} primary={primary} />
      <h3 className="told-title">{say('change.whoIsTold', { count: proposal.people })}</h3>
      <ul className="told">
        {proposal.told.map((person) => (
          <li key={person.id}>
            <strong>{person.name}</strong>
            <ChangeLines changes={person.changes} />
          </li>
        ))}
      </ul>
    </Paper>
  )
}

function Figures({ proposal }: { proposal: Proposal }) {
  const { moved, added, dropped, minutesLost, minutesGained, individual, ownCounselor, noticeHours } = proposal
  const lines = [
    [say('figures.meetings'), say('figures.meetingCounts', { moved, added, dropped })],
    [say('figures.told'), String(proposal.people)],
    [say('figures.hours'), hoursChange(minutesLost, minutesGained)],
    [say('figures.own'), say('figures.ownOf', { own: ownCounselor, all: individual })],
    [
      say('figures.notice'),
      noticeHours === null ? say('figures.none') : say('figures.noticeHours', { hours: noticeHours }),
    ],
  ]
  return (
    <dl className="proposal-figures">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Actions({
  week,
  run,
  proposal,
  primary,
}: {
  week: string
  run: string
  proposal: Proposal
  primary: boolean
}) {
  const queries = useQueryClient()
  const toast = useToast()
  const accept = useMutation({
    mutationFn: () => api.publish(week, proposal.id),
    onSuccess: async () => {
      await queries.invalidateQueries()
      toast(say('change.accepted', { count: proposal.people }))
    },
    onError: (error) => toast(sentenceOf(error)),
  })
  const refuse = useMutation({
    mutationFn: () => changeApi.reject(run, proposal.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['repair', run] }),
    onError: (error) => toast(sentenceOf(error)),
  })
  if (proposal.published) {
    return (
      <p className="accepted">
        <Icon name="check" /> {say('change.isAccepted')}{' '}
        <Anchor component={Link} to="/today" className="roomy-link">
          {say('change.toToday')}
        </Anchor>
      </p>
    )
  }
  return (
    <Group gap={8} mb="sm">
      <Button variant={primary ? 'filled' : 'default'} loading={accept.isPending} onClick={() => accept.mutate()}>
        {say('change.accept')}
      </Button>
      <Button variant="subtle" loading={refuse.isPending} onClick={() => refuse.mutate()}>
        {say('change.refuse')}
      </Button>
    </Group>
  )
}

function labelWords(label: Proposal['labels'][number]): string {
  if (label === 'fewest-people') return say('change.fewestPeople')
  return label === 'most-hours' ? say('change.mostHours') : say('change.balanced')
}

function hoursChange(lost: number, gained: number): string {
  if (lost === 0 && gained === 0) return say('figures.hoursKept')
  if (lost === 0) return say('figures.hoursMore', { more: hoursWords(gained) })
  return gained === 0
    ? say('figures.hoursFewer', { fewer: hoursWords(lost) })
    : say('figures.hoursBoth', { fewer: hoursWords(lost), more: hoursWords(gained) })
}
