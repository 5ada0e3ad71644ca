import { Paper } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { MyDay, NoteState } from '../../../src/now/my-day.ts'
import { spanWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { seatWords } from '../today/status-order.ts'

type Held = MyDay['agenda'][number]

const NOTES: Readonly<Record<NoteState, () => string>> = {
  later: () => say('myDay.noteLater'),
  'to-write': () => say('myDay.noteToWrite'),
  begun: () => say('myDay.noteBegun'),
  signed: () => say('myDay.noteSigned'),
}

/** Today's sessions in order: who has come, where to mark, and where the note stands. */
export function Agenda({ sessions, now }: { sessions: readonly Held[]; now: string }) {
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
              <div>{comeWords(session)}</div>
            </div>
            <div className="now-agenda-links">
              <Link to="/today" search={{ open: session.id }} className="roomy-link">
                {say('myDay.mark')}
              </Link>
              <NoteLink session={session} />
            </div>
          </li>
        ))}
      </ol>
    </Paper>
  )
}

/** The note of a group has a page of its own; other notes stand on the person's page. */
function NoteLink({ session }: { session: Held }) {
  const words = NOTES[session.note]()
  const [member] = session.seats
  if (session.note === 'later') return <span className="quiet-text">{words}</span>
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
