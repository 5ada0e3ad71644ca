import { Paper } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { MyDay, NoteState } from '../../../src/now/my-day.ts'
import { spanWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { seatWords } from '../today/status-order.ts'
import { SessionLink } from './unsigned-rail.tsx'

type Held = MyDay['agenda'][number]

const NOTES: Readonly<Record<NoteState, () => string>> = {
  later: () => say('myDay.noteLater'),
  'to-write': () => say('myDay.noteToWrite'),
  begun: () => say('myDay.noteBegun'),
  signed: () => say('myDay.noteSigned'),
}

/** Today's sessions in order: who has come, where to mark, and where the note stands. */
export function Agenda(props: {
  sessions: readonly Held[]
  unsigned: MyDay['unsigned']['sessions']
  /** An instant. */
  now: string
}) {
  const { sessions, unsigned, now } = props
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="agenda">
      <h2 id="agenda" className="now-title">
        {say('myDay.agenda')}
      </h2>
      {sessions.length === 0 && <p className="quiet-text">{say('myDay.nothing')}</p>}
      <ol className="now-agenda">
        {sessions.map((session) => (
          <li key={session.id} className={session.startsAt <= now && now < session.endsAt ? 'now-running' : undefined}>
            <div className="now-agenda-what">
              <strong>{whatWords(session)}</strong>
              <div className="quiet-text">
                {spanWords(session.start, session.end)} ·{' '}
                {session.telehealth ? say('today.remote') : (session.room ?? session.site)}
              </div>
              <div className={session.counts.missing > 0 ? 'now-warn' : undefined}>{comeWords(session)}</div>
            </div>
            <div className="now-agenda-links">
              <Link to="/today" search={{ open: session.id }} className="roomy-link">
                {say('myDay.mark')}
              </Link>
              <NoteLink session={session} unsigned={unsigned} />
            </div>
          </li>
        ))}
      </ol>
    </Paper>
  )
}

/** To the note itself once the session is over; before, what is begun of a one-to-one stands on the person's page. */
function NoteLink({ session, unsigned }: { session: Held; unsigned: MyDay['unsigned']['sessions'] }) {
  const words = NOTES[session.note]()
  const [member] = session.seats
  if (session.note === 'later') return <span className="quiet-text">{words}</span>
  const waits = unsigned.find((one) => one.session === session.id)
  if (waits) return <SessionLink one={waits} words={words} />
  if (session.kind === 'group')
    return (
      <Link to="/sessions/$sessionId/note" params={{ sessionId: session.id }} className="roomy-link">
        {words}
      </Link>
    )
  if (!member) return <span>{words}</span>
  return (
    <Link to="/people/$personId" params={{ personId: member.participant }} className="roomy-link">
      {words}
    </Link>
  )
}

function whatWords({ kind, service, seats }: Held): string {
  const [member, ...more] = seats
  return kind !== 'group' && member && more.length === 0 ? `${service}: ${member.name}` : service
}

/** Where attendance stands, in words; of one person their own word, before it begins how many are expected. */
function comeWords({ seats, counts, taken }: Held): string {
  const [only, ...more] = seats
  if (only && more.length === 0) return seatWords(only)
  if (seats.every(({ state }) => state === 'expected')) return say('myDay.expected', { count: taken })
  const { present, absent, missing, open } = counts
  const unmarked = open - missing
  return [
    say('myDay.here', { count: present }),
    ...(absent > 0 ? [say('myDay.absent', { count: absent })] : []),
    ...(missing > 0 ? [say('myDay.missing', { count: missing })] : []),
    ...(unmarked > 0 ? [say('myDay.unmarked', { count: unmarked })] : []),
  ].join(' · ')
}
