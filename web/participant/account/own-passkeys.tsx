import { Icon } from '../../ui/icon.tsx'
import { makePasskey, wasClosed } from '../../ui/passkey.ts'
import { type Credentials, signInApi } from '../../ui/sign-in-api.ts'
import { instantWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import type { Act } from './own-account-page.tsx'

export function OwnPasskeys(props: { passkeys: Credentials['passkeys']; timeZone: string; act: Act }) {
  const add = () =>
    makePasskey().catch((error: unknown) => {
      if (!wasClosed(error)) throw error
    })
  return (
    <section className="panel" aria-labelledby="passkeys">
      <h2 id="passkeys">{say('ownPasskeys.title')}</h2>
      <p>{props.passkeys.length === 0 ? say('ownPasskeys.none') : say('ownPasskeys.what')}</p>
      <ul>
        {props.passkeys.map((passkey) => (
          <li key={passkey.id} className="own-row">
            <span>
              {passkey.name}
              <br />
              <span className="small">
                {say('ownPasskeys.made', { at: instantWords(passkey.createdAt, props.timeZone) })}
              </span>
            </span>
            <button
              className="button"
              type="button"
              onClick={() => props.act(() => signInApi.removePasskey(passkey.id))}
            >
              {say('ownPasskeys.remove')}
            </button>
          </li>
        ))}
      </ul>
      <button className="button" type="button" onClick={() => props.act(add)}>
        <Icon name="key" /> {say('ownPasskeys.add')}
      </button>
    </section>
  )
}
