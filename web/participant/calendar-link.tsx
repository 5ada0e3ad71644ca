import { useState } from 'react'
import { api } from '../ui/api.ts'
import { Icon } from '../ui/icon.tsx'
import { say } from '../ui/words.ts'
import { Trouble } from './trouble.tsx'

/** A secret link for the person's own calendar. Its entries say no more than a time. */
export function CalendarLink({
  personId,
  active,
  refresh,
}: {
  personId: string
  active: boolean
  refresh: () => void
}) {
  const [url, setUrl] = useState<string | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const make = () => api.makeFeed(personId).then((feed) => (setUrl(feed.url), refresh()), setFailed)
  const end = () => api.endFeed(personId).then(() => (setUrl(null), refresh()), setFailed)
  return (
    <section className="panel" aria-labelledby="calendar">
      <h2 id="calendar">{say('calendar.title')}</h2>
      <p>{say('calendar.what')}</p>
      <p>{say('calendar.secret')}</p>
      {url !== null && <NewLink url={url} />}
      <button className="button" type="button" onClick={() => void make()}>
        <Icon name="calendar" /> {active ? say('calendar.renew') : say('calendar.make')}
      </button>
      {active && (
        <button className="button" type="button" onClick={() => void end()}>
          {say('calendar.end')}
        </button>
      )}
      {failed !== null && <Trouble error={failed} />}
    </section>
  )
}

function NewLink({ url }: { url: string }) {
  const [copied, setCopied] = useState(false)
  const copy = () => void navigator.clipboard.writeText(url).then(() => setCopied(true))
  return (
    <div className="new-link">
      <label htmlFor="link">{say('calendar.once')}</label>
      <input id="link" readOnly value={url} onFocus={(event) => event.currentTarget.select()} />
      <button className="button" type="button" onClick={copy}>
        <Icon name="copy" /> {say('calendar.copy')}
      </button>
      <p role="status">{copied ? say('calendar.copied') : ''}</p>
    </div>
  )
}
