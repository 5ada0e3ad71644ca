import { useState, type FormEvent } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { sharingApi } from '../../ui/sharing-api.ts'
import { say } from '../../ui/words.ts'
import { Trouble } from '../trouble.tsx'

/** One way: family may always tell the team; the person does not see it, and nobody here reads it back. */
export function TellTeam({ personId, name }: { personId: string; name: string }) {
  const [words, setWords] = useState('')
  const [sent, setSent] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setFailed(null)
    sharingApi.tellTeam(personId, words).then(() => (setWords(''), setSent(true)), setFailed)
  }
  return (
    <form className="panel form" aria-labelledby={`tell-${personId}`} onSubmit={send}>
      <h2 id={`tell-${personId}`}>{say('tell.title')}</h2>
      <p>{name === '' ? say('tell.whatUnnamed') : say('tell.what', { name })}</p>
      <label>
        {say('tell.words')}
        <textarea
          required
          rows={4}
          maxLength={4000}
          value={words}
          onChange={(event) => (setWords(event.currentTarget.value), setSent(false))}
        />
      </label>
      <button className="button" type="submit">
        <Icon name="message" /> {say('tell.send')}
      </button>
      <p role="status">{sent ? say('tell.sent') : ''}</p>
      {failed !== null && <Trouble error={failed} />}
    </form>
  )
}
