import { Button, Paper, Skeleton, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { EnterVersion, PackVersion, PayerPacks } from '../../../src/hours/payer-packs.ts'
import { hoursApi } from '../../ui/hours-api.ts'
import { dayWords, hoursWords, instantWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { kindName, YES_OR_NO } from './pack-fields.ts'
import { PackForm } from './pack-form.tsx'
import '../hours/hours.css'
import './payers.css'

type Pack = PayerPacks['packs'][number]

/** Payers' rules as data, with where they are written; the biller enters the next version. */
export function PayerPacksPage() {
  const asked = useQuery({ queryKey: ['packs'], queryFn: hoursApi.packs })
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  return (
    <main id="main" className="page page-narrow">
      <div className="page-head">
        <Title order={1} size="h2">
          {say('packs.title')}
        </Title>
      </div>
      <p className="quiet-text">{say('packs.what')}</p>
      {asked.isPending && <Skeleton height={320} mt="md" aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data?.packs.map((pack) => (
        <PackCard key={pack.id} pack={pack} today={asked.data.today} />
      ))}
      {asked.data && <NewPayer today={asked.data.today} />}
    </main>
  )
}

function PackCard({ pack, today }: { pack: Pack; today: string }) {
  const writes = useSession().role === 'biller'
  const [open, setOpen] = useState<'versions' | 'form' | null>(null)
  const shown = pack.versions.find(({ version }) => version === pack.inForce) ?? pack.versions[0]
  const last = pack.versions[0]
  if (!shown || !last) return null
  const toggle = (what: 'versions' | 'form') => setOpen(open === what ? null : what)
  return (
    <Paper withBorder p="md" mt="md" component="section" aria-labelledby={`pack-${pack.id}`}>
      <h2 id={`pack-${pack.id}`} className="hours-title">
        {shown.payer}
      </h2>
      <p>
        {pack.inForce === null
          ? say('packs.notYet', { version: shown.version, from: dateWords(shown.effectiveFrom) })
          : say('packs.inForce', { version: shown.version, from: dateWords(shown.effectiveFrom) })}{' '}
        <strong>{shown.verified ? say('packs.verified') : say('packs.unverified')}</strong>
        {pack.people !== null && ` ${say('packs.people', { count: pack.people })}`}
      </p>
      <RulesInWords pack={shown} />
      <p className="quiet-text">{say('stages.source', { source: shown.source })}</p>
      <div className="pack-buttons">
        <Button
          size="xs"
          variant="default"
          aria-expanded={open === 'versions'}
          aria-label={say('packs.versionsOf', { payer: shown.payer, count: pack.versions.length })}
          onClick={() => toggle('versions')}
        >
          {say('packs.versions', { count: pack.versions.length })}
        </Button>
        {writes && (
          <Button
            size="xs"
            variant="default"
            aria-expanded={open === 'form'}
            aria-label={say('packs.nextOf', { payer: shown.payer })}
            onClick={() => toggle('form')}
          >
            {say('packs.next')}
          </Button>
        )}
      </div>
      {open === 'versions' && <Versions versions={pack.versions} />}
      {open === 'form' && (
        <PackForm begin={formOf(last, today)} today={today} isNew={false} done={() => setOpen('versions')} />
      )}
    </Paper>
  )
}

/** The rules a reader asks for first, as sentences. */
function RulesInWords({ pack }: { pack: PackVersion }) {
  const sentences = [
    pack.minMinutesPerBillableDay === null
      ? say('packs.everyMinute')
      : say('packs.aDay', { hours: hoursWords(pack.minMinutesPerBillableDay) }),
    ...(pack.minBillableDaysPerWeek === null ? [] : [say('packs.aWeek', { count: pack.minBillableDaysPerWeek })]),
    ...(pack.minServicesPerDay === null ? [] : [say('packs.services', { count: pack.minServicesPerDay })]),
    say('packs.counts', { kinds: pack.countableKinds.map(kindName).join(', ') }),
    ...YES_OR_NO.filter(({ name }) => name !== 'verified' && pack[name as keyof PackVersion] === true).map(
      ({ label }) => label(),
    ),
    ...(pack.certificationMaxDays === null ? [] : [say('packs.certified', { count: pack.certificationMaxDays })]),
  ]
  return (
    <ul className="ledger-list">
      {sentences.map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  )
}

function Versions({ versions }: { versions: readonly PackVersion[] }) {
  const { timeZone } = useSession().center
  return (
    <ul className="ledger-list">
      {versions.map((one) => (
        <li key={one.version}>
          {say('packs.version', {
            version: one.version,
            from: dateWords(one.effectiveFrom),
            by: one.enteredBy,
            at: instantWords(one.enteredAt, timeZone),
          })}{' '}
          {one.verified ? say('packs.verified') : say('packs.unverified')} {one.source}
        </li>
      ))}
    </ul>
  )
}

function NewPayer({ today }: { today: string }) {
  const [open, setOpen] = useState(false)
  if (useSession().role !== 'biller') return null
  return (
    <Paper withBorder p="md" mt="md">
      <Button variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
        {say('packs.new')}
      </Button>
      {open && (
        <PackForm begin={{ ...NEW_PAYER, effectiveFrom: today }} today={today} isNew done={() => setOpen(false)} />
      )}
    </Paper>
  )
}

/** A version may be years old: its day says the year. */
function dateWords(date: string): string {
  return `${dayWords(date)}, ${date.slice(0, 4)}`
}

/** The form of the next version begins with the last one's rules, unverified until somebody has looked them up. */
function formOf(last: PackVersion, today: string): EnterVersion {
  const { version, enteredAt: _at, enteredBy: _by, ...rules } = last
  return { ...rules, verified: false, effectiveFrom: today, after: version }
}

/** A payer that asks for nothing yet. */
const NEW_PAYER: EnterVersion = {
  id: '',
  payer: '',
  state: null,
  effectiveFrom: '',
  source: '',
  verified: false,
  minMinutesPerBillableDay: null,
  minBillableDaysPerWeek: null,
  minScheduledMinutesPerWeek: null,
  minServicesPerDay: null,
  splitDayAllowed: true,
  clinicalHourMinutes: 60,
  rounding: { minutes: 1, direction: 'down' },
  countableKinds: ['group', 'individual', 'family'],
  excludesBreaks: false,
  telehealthGroupAllowed: true,
  telehealthShareMax: null,
  groupMinToHold: null,
  requiresSignedNote: true,
  requiresSignedPlan: false,
  requiresAuthorization: false,
  certificationMaxDays: null,
  belowThreshold: 'discrete',
  codes: [],
  after: 0,
}
