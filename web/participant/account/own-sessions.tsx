import { useCallback, useState } from 'react'
import { signInApi } from '../../ui/sign-in-api.ts'
import { instantWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { Trouble } from '../trouble.tsx'
import { useAnswer } from '../use-answer.ts'

/** Every phone or computer one is signed in on. */
export function OwnSessions({ timeZone }: { timeZone: string }) {
  const [asked, again] = useAnswer(useCallback(() => signInApi.sessions(), []))
  const [failed, setFailed] = useState<unknown>(null)
  const end = (ending: Promise<void>) => void ending.then(again, setFailed)
  const sessions = asked.value?.sessions ?? []
  return (
    <section className="panel" aria-labelledby="sessions">
      <h2 id="sessions">{say('ownSessions.title')}</h2>
      <p>{say('ownSessions.what')}</p>
      <ul>
        {sessions.map((session) => (
          <li key={session.id} className="own-row">
            <span>
              {session.device}
              {session.here && <strong> · {say('ownSessions.here')}</strong>}
              <br />
              <span className="small">
                {say('ownSessions.seen', { at: instantWords(session.lastSeenAt, timeZone) })}
              </span>
            </span>
            {!session.here && (
              <button className="button" type="button" onClick={() => end(signInApi.endSession(session.id))}>
                {say('ownSessions.end')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <button className="button" type="button" onClick={() => end(signInApi.endOtherSessions())}>
          {say('ownSessions.endOthers')}
        </button>
      )}
      {(failed !== null || asked.error !== undefined) && <Trouble error={failed ?? asked.error} again={again} />}
    </section>
  )
}
