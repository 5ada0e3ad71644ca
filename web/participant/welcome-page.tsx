import { useLingui } from '@lingui/react'
import { useEffect, useState } from 'react'
import { api } from '../ui/api.ts'
import { problemOf } from '../ui/ask.ts'
import { firstScreenOf } from '../ui/first-screen.ts'
import { say } from '../ui/words.ts'
import { OwnHead } from './own-head.tsx'
import { Trouble } from './trouble.tsx'

/**
 * The end of a personal link: `/welcome#TOKEN`. The token stays in the fragment, which browsers do not send, and one
 * press spends it, so a link preview cannot.
 */
export function WelcomePage() {
  const { i18n } = useLingui()
  const [token] = useState(() => window.location.hash.slice(1))
  const [failed, setFailed] = useState<unknown>(null)
  useEffect(() => {
    document.title = 'Evenkeel'
  }, [i18n.locale])
  const accept = () =>
    void api
      .acceptInvitation(token)
      .then((session) => window.location.replace(firstScreenOf(session.role) === 'own' ? '/me' : '/'), setFailed)
  const refused = failed !== null && problemOf(failed).status === 401
  return (
    <>
      <OwnHead signedIn={false} />
      <main className="page">
        <h1>{say('welcome.title')}</h1>
        <p>{token === '' ? say('welcome.noToken') : say('welcome.sentence')}</p>
        {token !== '' && (
          <button className="button button-strong" type="button" onClick={accept}>
            {say('welcome.signIn')}
          </button>
        )}
        {refused && <p role="alert">{say('welcome.spent')}</p>}
        {failed !== null && !refused && <Trouble error={failed} />}
      </main>
    </>
  )
}
