import { useCallback, useEffect, useState } from 'react'
import type { SignedIn } from '../../../src/access/sign-in.ts'
import type { SharedWithMe } from '../../../src/consent/sharing.ts'
import { sharingApi } from '../../ui/sharing-api.ts'
import { plusDays, weekWords } from '../../ui/times.ts'
import { useEvents } from '../../ui/use-events.ts'
import { say } from '../../ui/words.ts'
import { SharedWeek } from '../shared-week.tsx'
import { Trouble } from '../trouble.tsx'
import { useAnswer } from '../use-answer.ts'
import { TellTeam } from './tell-team.tsx'

type Person = SharedWithMe['people'][number]

/** Only what is shared at this moment. When it ends, the page says no more than on the first day. */
export function SupporterPage({ session }: { session: SignedIn }) {
  const [shared, setShared] = useState<SharedWithMe | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const look = useCallback(() => void sharingApi.sharedWithMeInBackground().then(setShared, setFailed), [])
  useEffect(look, [look])
  const [supported] = useAnswer(sharingApi.supported)
  const people = [...new Map(shared?.people.map((person) => [person.id, person])).values()]
  return (
    <main className="page">
      <h1>{say('own.hello', { name: session.name })}</h1>
      {failed !== null && <Trouble error={failed} />}
      {shared === null && failed === null && <p role="status">{say('own.loading')}</p>}
      {shared && people.length === 0 && <p className="panel">{say('supporter.nothing')}</p>}
      {people.map((person) => (
        <SharedPerson key={person.id} person={person} thisWeek={session.thisWeek} ended={look} />
      ))}
      {supported.value?.people.map((person) => (
        <TellTeam key={person.participant} personId={person.participant} name={person.called} />
      ))}
    </main>
  )
}

function SharedPerson({ person, thisWeek, ended }: { person: Person; thisWeek: string; ended: () => void }) {
  const [week, setWeek] = useState(thisWeek)
  const [answer, again] = useAnswer(useCallback(() => sharingApi.sharedWeek(person.id, week), [person.id, week]))
  useEvents(`/api/shared/${person.id}/weeks/${week}/events`, { appointments: again, ended })
  const heading = `week-${person.id}`
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>{say('supporter.weekOf', { name: person.name })}</h2>
      <div className="weeks" role="group" aria-label={say('own.whichWeek')}>
        {[thisWeek, plusDays(thisWeek, 7)].map((monday, index) => (
          <button
            key={monday}
            className="button"
            type="button"
            aria-pressed={monday === week}
            onClick={() => setWeek(monday)}
          >
            {index === 0 ? say('own.thisWeek') : say('own.nextWeek')} <span className="small">{weekWords(monday)}</span>
          </button>
        ))}
      </div>
      {answer.error !== undefined && <Trouble error={answer.error} again={again} />}
      {answer.value && (
        <>
          <SharedWeek week={answer.value.week} />
          <details className="panel">
            <summary>{say('supporter.notice')}</summary>
            <p lang="en">{answer.value.notice.scope}</p>
            <p lang="en">{answer.value.notice.long}</p>
          </details>
        </>
      )}
    </section>
  )
}
