import { api } from '../ui/api.ts'
import { Icon } from '../ui/icon.tsx'
import { languageOnScreen, say } from '../ui/words.ts'
import { chooseLanguage } from './language.ts'

/** A page that tells nothing to whoever looks over a shoulder; `replace` leaves no step back to this one. */
const NEUTRAL_PAGE = 'about:blank'

export function OwnHead({ signedIn }: { signedIn: boolean }) {
  const other = languageOnScreen() === 'es' ? 'en' : 'es'
  const signOut = () => void api.signOut().finally(() => window.location.replace('/me'))
  return (
    <header className="head no-print">
      <button className="button" type="button" lang={other} onClick={() => chooseLanguage(other)}>
        {other === 'es' ? 'Español' : 'English'}
      </button>
      {signedIn && (
        <button className="button" type="button" onClick={signOut}>
          {say('own.signOut')}
        </button>
      )}
      <button className="button button-strong" type="button" onClick={() => window.location.replace(NEUTRAL_PAGE)}>
        <Icon name="leave" /> {say('own.quickExit')}
      </button>
    </header>
  )
}
