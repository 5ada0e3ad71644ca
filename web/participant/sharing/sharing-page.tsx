import { useCallback, useState } from 'react'
import type { SignedIn } from '../../../src/access/sign-in.ts'
import { sharingApi } from '../../ui/sharing-api.ts'
import { say } from '../../ui/words.ts'
import { Trouble } from '../trouble.tsx'
import { useAnswer } from '../use-answer.ts'
import { GivenOut } from './given-out.tsx'
import { ShareCard } from './share-card.tsx'
import { ShareForm } from './share-form.tsx'
import { WhoLooked } from './who-looked.tsx'

/** Who sees what, until when; how to stop it; and who looked (experience.md 3.5, 44). */
export function SharingPage({ personId, session }: { personId: string; session: SignedIn }) {
  const [asked, again] = useAnswer(useCallback(() => sharingApi.consents(personId), [personId]))
  const [adding, setAdding] = useState(false)
  const consents = asked.value?.consents ?? []
  const inForce = consents.filter((consent) => consent.state === 'in-force')
  const over = consents.filter((consent) => consent.state !== 'in-force')
  const saved = () => {
    setAdding(false)
    again()
  }
  return (
    <main className="page">
      <h1>{say('places.sharing')}</h1>
      <p>{say('sharing.what')}</p>
      {asked.error !== undefined && <Trouble error={asked.error} again={again} />}
      {asked.value === undefined && asked.error === undefined && <p role="status">{say('own.loading')}</p>}
      {asked.value && inForce.length === 0 && <p className="panel">{say('sharing.nobody')}</p>}
      {inForce.map((consent) => (
        <ShareCard key={consent.id} consent={consent} personId={personId} session={session} changed={again} />
      ))}
      {asked.value &&
        (adding ? (
          <ShareForm
            personId={personId}
            session={session}
            known={consents}
            saved={saved}
            cancel={() => setAdding(false)}
          />
        ) : (
          <button className="button button-strong" type="button" onClick={() => setAdding(true)}>
            {say('sharing.add')}
          </button>
        ))}
      {over.length > 0 && (
        <details className="panel">
          <summary>{say('sharing.over', { count: over.length })}</summary>
          <ul>
            {over.map((consent) => (
              <li key={consent.id}>
                {consent.recipient} · {consent.state === 'revoked' ? say('sharing.stopped') : say('sharing.ended')}
              </li>
            ))}
          </ul>
        </details>
      )}
      <WhoLooked personId={personId} />
      <GivenOut personId={personId} timeZone={session.center.timeZone} />
    </main>
  )
}
