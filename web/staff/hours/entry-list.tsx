import type { HoursEvent, PersonHours } from '../../../src/hours/hours.ts'
import { dayWords, hoursWords, instantClock, instantWords, spanWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { useSession } from '../session.ts'
import { statusWords } from '../today/status-order.ts'

type Entry = PersonHours['entries'][number]

/** What made a number: its entries, each with its rule and the events it was read from; corrected ones below. */
export function EntryList(props: { hours: PersonHours; title: string; only: (entry: Entry) => boolean }) {
  const { hours, title, only } = props
  const entries = hours.entries.filter(only)
  return (
    <section className="ledger-entries" aria-label={say('stages.why', { title })}>
      <h3 className="ledger-why">{say('stages.why', { title })}</h3>
      {entries.length === 0 && <p className="quiet-text">{say('stages.none')}</p>}
      <ul>
        {entries
          .toSorted((a, b) => placeOf(a).localeCompare(placeOf(b)))
          .map((entry) => (
            <EntryItem key={entry.id} entry={entry} hours={hours} />
          ))}
      </ul>
    </section>
  )
}

function EntryItem({ entry, hours }: { entry: Entry; hours: PersonHours }) {
  const { timeZone } = useSession().center
  const session = hours.sessions.find(({ id }) => id === entry.subject)
  const pack = hours.packs.find(({ id, version }) => entry.rule.startsWith(`${id}:`) && version === entry.ruleVersion)
  const events = entry.events.flatMap((id) => hours.events.find((event) => event.id === id) ?? [])
  return (
    <li className={entry.inForce ? 'ledger-entry' : 'ledger-entry ledger-corrected'}>
      <p>
        <strong>{hoursWords(entry.minutes)}</strong>
        {entry.day && ` · ${dayWords(entry.day)}`}
        {session && ` · ${session.service}, ${spanWords(session.start, session.end)}`}
      </p>
      <p>
        {say('stages.ruleIs', { rule: entry.words })}
        {pack && ` ${say('stages.byPack', { payer: pack.payer, version: pack.version })}`}
        {pack && !pack.verified && ` ${say('stages.unverified')}`}
      </p>
      {pack && <p className="quiet-text">{say('stages.source', { source: pack.source })}</p>}
      <ul className="ledger-events">
        {events.map((event) => (
          <li key={event.id}>
            {eventWords(event, timeZone)}
            {event.why && ` ${say('event.why', { why: event.why })}`}
          </li>
        ))}
      </ul>
      <p className="quiet-text">
        {!entry.inForce
          ? say('stages.wasCorrected', { at: instantWords(entry.enteredAt, timeZone) })
          : entry.replaces
            ? say('stages.corrects', { at: instantWords(entry.enteredAt, timeZone) })
            : say('stages.entered', { at: instantWords(entry.enteredAt, timeZone) })}
      </p>
    </li>
  )
}

/** By day and session; of one number what is in force first, then what it corrected. */
function placeOf(entry: Entry): string {
  return `${entry.day ?? ''} ${entry.subject} ${entry.inForce ? 0 : 1} ${entry.enteredAt}`
}

function eventWords(event: HoursEvent, timeZone: string): string {
  const at = instantWords(event.at, timeZone)
  const what = whatHappened(event, timeZone)
  return event.by ? say('event.by', { what, by: event.by, at }) : say('event.at', { what, at })
}

function whatHappened(event: HoursEvent, timeZone: string): string {
  switch (event.kind) {
    case 'prescription':
      return say('event.prescription', { hours: hoursWords(event.minutes ?? 0) })
    case 'seat':
      return event.withdrawn ? say('event.seatGone') : say('event.seat')
    case 'signature':
      return say('event.signature')
    case 'mark': {
      const mark = statusWords(event.status as Parameters<typeof statusWords>[0])
      const times = [
        ...(event.inAt ? [say('event.came', { at: instantClock(event.inAt, timeZone) })] : []),
        ...(event.outAt ? [say('event.left', { at: instantClock(event.outAt, timeZone) })] : []),
      ]
      return [say('event.mark', { mark }), ...times].join(', ')
    }
  }
}
