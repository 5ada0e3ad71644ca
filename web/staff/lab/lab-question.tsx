import { Button, Checkbox, Paper, SegmentedControl, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { LabFacts } from '../../../src/schedule/lab.ts'
import { labApi } from '../../ui/lab-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'

/** The question in words, with what can be changed in it. */
export function LabQuestion({ facts }: { facts: LabFacts }) {
  const navigate = useNavigate()
  const [groups, setGroups] = useState('2')
  const [services, setServices] = useState<string[]>([])
  const start = useMutation({
    mutationFn: () => labApi.start(facts.weekStart, { groups: Number(groups), services }),
    onSuccess: (run) => void navigate({ to: '/lab', search: { week: facts.weekStart, run: run.id }, replace: true }),
  })
  const why = whyNot(facts)
  const some = services.length > 0
  return (
    <Paper withBorder p="md" mt="md" component="section" aria-label={say('lab.question')}>
      <Text fw={600}>{say('lab.asks', { count: Number(groups) })}</Text>
      <Text size="sm" className="quiet-text" mb="sm">
        {facts.waiting === null ? say('lab.fewWait') : say('lab.waiting', { count: facts.waiting })}
      </Text>
      <SegmentedControl
        aria-label={say('lab.howMany')}
        value={groups}
        onChange={setGroups}
        data={['1', '2', '3'].map((count) => ({ value: count, label: say('lab.groups', { count: Number(count) }) }))}
      />
      <Checkbox.Group
        mt="md"
        value={services}
        onChange={setServices}
        label={say('lab.which')}
        description={some ? say('lab.onlyTicked') : say('lab.allServices')}
      >
        <div className="lab-services">
          {facts.services.map(({ id, name }) => (
            <Checkbox key={id} value={id} label={name} size="md" />
          ))}
        </div>
      </Checkbox.Group>
      <Button mt="md" loading={start.isPending} disabled={why !== null} onClick={() => start.mutate()}>
        {say('lab.ask')}
      </Button>
      {why !== null && <Text size="sm">{why}</Text>}
      {start.isError && <ProblemNotice error={start.error} />}
    </Paper>
  )
}

function whyNot({ plan, waiting }: LabFacts): string | null {
  if (plan === 'begun') return say('waiting.planBegun')
  if (plan === 'none') return say('waiting.planNone')
  return waiting === 0 ? say('lab.nobody') : null
}
