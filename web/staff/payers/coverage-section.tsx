import { Button, NativeSelect, Paper, Skeleton, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { PersonCoverage } from '../../../src/hours/coverage.ts'
import { hoursApi } from '../../ui/hours-api.ts'
import { dayWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { paperName, PAPERS } from './papers.ts'
import './payers.css'

/** Whose rules count a person's hours, and the papers they ask for, with the days they end. */
export function CoverageSection({ personId }: { personId: string }) {
  const asked = useQuery({ queryKey: ['coverage', personId], queryFn: () => hoursApi.coverage(personId) })
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="coverage">
      <h2 id="coverage" className="hours-title">
        {say('coverage.title')}
      </h2>
      {asked.isPending && <Skeleton height={120} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (
        <>
          {asked.data.coverages.length === 0 && <p className="quiet-text">{say('coverage.none')}</p>}
          <ul className="ledger-list">
            {asked.data.coverages.map(({ id, payer, from }) => (
              <li key={id}>{say('coverage.from', { payer, from: dayWords(from) })}</li>
            ))}
          </ul>
          <CoverageForm personId={personId} />
          <h3 className="ledger-why">{say('coverage.papers')}</h3>
          {asked.data.papers.length === 0 && <p className="quiet-text">{say('coverage.noPapers')}</p>}
          <ul className="ledger-list">
            {asked.data.papers.map((paper) => (
              <PaperItem key={paper.id} paper={paper} personId={personId} />
            ))}
          </ul>
          <PaperForm personId={personId} />
        </>
      )}
    </Paper>
  )
}

/** What changed counts anew: the coverage itself, the hours, and the days payers pay. */
function useRecorded<Wish>(send: (wish: Wish) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: send, onSuccess: () => queries.invalidateQueries() })
}

function CoverageForm({ personId }: { personId: string }) {
  const packs = useQuery({ queryKey: ['packs'], queryFn: hoursApi.packs })
  const [pack, setPack] = useState('')
  const [from, setFrom] = useState('')
  const record = useRecorded((wish: { pack: string; from: string }) => hoursApi.recordCoverage(personId, wish))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    record.mutate({ pack, from })
  }
  return (
    <form className="pack-form" onSubmit={submit}>
      <NativeSelect
        required
        label={say('coverage.payer')}
        value={pack}
        onChange={(event) => setPack(event.currentTarget.value)}
        data={[
          { value: '', label: say('coverage.choose') },
          ...(packs.data?.packs ?? []).map(({ id, versions }) => ({ value: id, label: versions[0]?.payer ?? id })),
        ]}
      />
      <TextInput
        type="date"
        required
        label={say('coverage.fromDay')}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={record.isPending}>
        {say('coverage.record')}
      </Button>
      {record.isError && <ProblemNotice error={record.error} />}
    </form>
  )
}

function PaperItem({ paper, personId }: { paper: PersonCoverage['papers'][number]; personId: string }) {
  const withdraw = useRecorded((id: string) => hoursApi.withdrawPaper(personId, id))
  const name = paperName(paper.kind)
  return (
    <li>
      {paper.until === null
        ? say('coverage.paperOpen', { paper: name, from: dayWords(paper.from) })
        : say('coverage.paperUntil', { paper: name, from: dayWords(paper.from), until: dayWords(paper.until) })}{' '}
      {paper.withdrawn ? (
        <span className="quiet-text">{say('coverage.withdrawn')}</span>
      ) : (
        <>
          {paper.daysLeft !== null && <strong>{dueWords(paper.daysLeft)}</strong>}{' '}
          <Button
            size="compact-sm"
            variant="default"
            aria-label={say('coverage.withdrawPaper', { paper: name, from: dayWords(paper.from) })}
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate(paper.id)}
          >
            {say('coverage.withdraw')}
          </Button>
        </>
      )}
      {withdraw.isError && <ProblemNotice error={withdraw.error} />}
    </li>
  )
}

function dueWords(daysLeft: number): string {
  return daysLeft < 0 ? say('coverage.ended') : say('coverage.due', { count: daysLeft })
}

function PaperForm({ personId }: { personId: string }) {
  const [kind, setKind] = useState<(typeof PAPERS)[number]>('certification')
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const record = useRecorded((wish: Parameters<typeof hoursApi.recordPaper>[1]) => hoursApi.recordPaper(personId, wish))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    record.mutate({ kind, from, until: until === '' ? null : until })
  }
  return (
    <form className="pack-form" onSubmit={submit}>
      <NativeSelect
        label={say('coverage.paper')}
        value={kind}
        data={PAPERS.map((one) => ({ value: one, label: paperName(one) }))}
        onChange={(event) => setKind(PAPERS.find((one) => one === event.currentTarget.value) ?? 'certification')}
      />
      <TextInput
        type="date"
        required
        label={say('coverage.holdsFrom')}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={say('coverage.holdsUntil')}
        description={say('coverage.holdsUntil.help')}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={record.isPending}>
        {say('coverage.recordPaper')}
      </Button>
      {record.isError && <ProblemNotice error={record.error} />}
    </form>
  )
}
