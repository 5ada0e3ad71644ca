import { type FormEvent, useState } from 'react'
import { problemOf } from '../../ui/ask.ts'
import { doorApi } from '../../ui/door-api.ts'
import { say } from '../../ui/words.ts'
import { Trouble } from '../trouble.tsx'

/** Spends the front desk's one-time code; from then on this device has a secret of its own. */
export function OpenForm({ opened }: { opened: () => void }) {
  const [code, setCode] = useState('')
  const [failed, setFailed] = useState<unknown>(null)
  const open = (event: FormEvent) => {
    event.preventDefault()
    void doorApi.openKiosk(code).then(opened, setFailed)
  }
  const refused = failed !== null && [400, 404].includes(problemOf(failed).status)
  return (
    <form className="panel" onSubmit={open}>
      <h1>{say('kiosk.openTitle')}</h1>
      <p>{say('kiosk.openWhat')}</p>
      <label htmlFor="opening">{say('kiosk.openCode')}</label>
      <input
        id="opening"
        required
        autoComplete="off"
        autoCapitalize="characters"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <button className="button button-strong" type="submit">
        {say('kiosk.open')}
      </button>
      {refused && <p role="alert">{say('kiosk.refused')}</p>}
      {failed !== null && !refused && <Trouble error={failed} />}
    </form>
  )
}
