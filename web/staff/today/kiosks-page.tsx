import { Button, Paper, Select, Skeleton, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import type { Kiosks, MadeKiosk } from '../../../src/attendance/kiosk.ts'
import { instantWords } from '../../ui/times.ts'
import { todayApi } from '../../ui/today-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'

const KIOSKS = ['kiosks']

/** The tablets at the doors: where they stand, a one-time code for a new one, and the end of one. */
export function KiosksPage() {
  const asked = useQuery({ queryKey: KIOSKS, queryFn: todayApi.kiosks })
  useEffect(() => {
    document.title = 'Evenkeel'
  }, [])
  return (
    <main id="main" className="page page-narrow">
      <Title order={1} size="h2">
        {say('kiosks.title')}
      </Title>
      <Text className="quiet-text" mb="md">
        {say('kiosks.sentence')}
      </Text>
      {asked.isPending && <Skeleton height={200} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && <NewKiosk sites={asked.data.sites} />}
      {asked.data?.kiosks.map((kiosk) => (
        <KioskCard key={kiosk.id} kiosk={kiosk} />
      ))}
    </main>
  )
}

function NewKiosk({ sites }: { sites: Kiosks['sites'] }) {
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [site, setSite] = useState(sites[0]?.id ?? null)
  const [made, setMade] = useState<MadeKiosk | null>(null)
  const make = useMutation({
    mutationFn: todayApi.makeKiosk,
    onSuccess: (kiosk) => {
      setMade(kiosk)
      setName('')
      void queries.invalidateQueries({ queryKey: KIOSKS })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (site) make.mutate({ name, site })
  }
  return (
    <Paper withBorder p="md">
      <form onSubmit={submit} className="mark-times">
        <TextInput
          required
          minLength={2}
          maxLength={60}
          label={say('kiosks.name')}
          placeholder={say('kiosks.namedSo')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={say('kiosks.site')}
          data={sites.map(({ id, name }) => ({ value: id, label: name }))}
          value={site}
          onChange={setSite}
          allowDeselect={false}
        />
        <Button type="submit" loading={make.isPending}>
          {say('kiosks.make')}
        </Button>
      </form>
      {make.isError && <ProblemNotice error={make.error} />}
      {made && (
        <div role="status">
          <p className="kiosk-code">{made.code}</p>
          <Text size="sm">{say('kiosks.once', { address: `${window.location.host}/kiosk` })}</Text>
        </div>
      )}
    </Paper>
  )
}

function KioskCard({ kiosk }: { kiosk: Kiosks['kiosks'][number] }) {
  const queries = useQueryClient()
  const { timeZone } = useSession().center
  const end = useMutation({
    mutationFn: () => todayApi.endKiosk(kiosk.id),
    onSettled: () => void queries.invalidateQueries({ queryKey: KIOSKS }),
  })
  return (
    <Paper withBorder p="md" mt="sm" component="section" aria-label={kiosk.name}>
      <div className="today-card-head">
        <div>
          <strong>{kiosk.name}</strong>
          <div className="quiet-text">
            {kiosk.site} · {kiosk.open ? say('kiosks.open') : say('kiosks.waits')} ·{' '}
            {say('kiosks.madeBy', { name: kiosk.madeBy, at: instantWords(kiosk.madeAt, timeZone) })}
          </div>
        </div>
        <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
          {say('kiosks.end')}
        </Button>
      </div>
      {end.isError && <ProblemNotice error={end.error} />}
    </Paper>
  )
}
