import { useState } from 'react'
import type { SignedIn } from '../../../src/access/sign-in.ts'
import type { Consent } from '../../../src/consent/sharing.ts'
import { sharingApi } from '../../ui/sharing-api.ts'
import { longDayWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { Trouble } from '../trouble.tsx'
import { classWords } from './class-words.ts'
import { Preview } from './preview.tsx'

/** One consent in force. Two taps end it: the first asks, the second does it. */
export function ShareCard(props: { consent: Consent; personId: string; session: SignedIn; changed: () => void }) {
  const { consent, personId } = props
  const [asking, setAsking] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const stop = () => void sharingApi.revoke(personId, consent.id).then(props.changed, setFailed)
  const heading = `share-${consent.id}`
  return (
    <section className="panel" aria-labelledby={heading}>
      <h2 id={heading}>{consent.recipient}</h2>
      <ul className="ticks">
        {consent.classes.map((one) => (
          <li key={one}>{classWords(one)}</li>
        ))}
      </ul>
      <p className="small">
        {say('sharing.why', { purpose: consent.purpose })}
        <br />
        {untilWords(consent)}
      </p>
      {consent.account !== null && (
        <Preview
          personId={personId}
          week={props.session.thisWeek}
          name={consent.recipient}
          classes={consent.classes}
          grantee={consent.account}
        />
      )}
      {asking ? (
        <div role="group" aria-label={say('sharing.stopSure', { name: consent.recipient })}>
          <p>{say('sharing.stopSure', { name: consent.recipient })}</p>
          <button className="button button-strong" type="button" onClick={stop}>
            {say('sharing.stopNow')}
          </button>
          <button className="button" type="button" onClick={() => setAsking(false)}>
            {say('sharing.keep')}
          </button>
        </div>
      ) : (
        <button className="button" type="button" onClick={() => setAsking(true)}>
          {say('sharing.stop', { name: consent.recipient })}
        </button>
      )}
      {failed !== null && <Trouble error={failed} />}
    </section>
  )
}

function untilWords(consent: Consent): string {
  if (consent.expiresOn !== null) return say('sharing.until', { day: longDayWords(consent.expiresOn) })
  return consent.expiryEvent === 'none' ? say('sharing.noEnd') : say('sharing.untilFinish')
}
