import { useState } from 'react'
import type { AccessLog } from '../../../src/audit/audit.ts'
import { sharingApi } from '../../ui/sharing-api.ts'
import { clockWords, dateOf, dayWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { Trouble } from '../trouble.tsx'
import { lookedWords, lookerWords } from './looked-words.ts'

type Entry = AccessLog['entries'][number]

/** Who used one's record, newest first. One's own looks are left out, so that others stand out. */
export function WhoLooked({ personId }: { personId: string }) {
  const [entries, setEntries] = useState<readonly Entry[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const load = (before?: string) =>
    void sharingApi.accessLog(personId, before).then((log) => {
      setEntries([...(entries ?? []), ...log.entries.filter((entry) => !entry.own)])
      setNext(log.next)
    }, setFailed)
  return (
    <section className="panel" aria-labelledby="looked">
      <h2 id="looked">{say('looked.title')}</h2>
      {entries === null && (
        <button className="button" type="button" onClick={() => load()}>
          {say('looked.show')}
        </button>
      )}
      {entries?.length === 0 && <p>{say('looked.nobody')}</p>}
      <ul>
        {looksOf(entries ?? []).map(({ entry, words, times }) => (
          <li key={`${words} ${entry.at}`}>
            <strong>{lookerWords(entry.name, entry.role)}</strong> {lookedWords(entry.what, entry.verb)}
            <br />
            <span className="small">
              {dayWords(dateOf(entry.at))}, {clockWords(entry.at.slice(0, 16))}
              {times > 1 && ` · ${say('looked.times', { count: times })}`}
            </span>
          </li>
        ))}
      </ul>
      {next !== null && (
        <button className="button" type="button" onClick={() => load(next)}>
          {say('looked.older')}
        </button>
      )}
      {failed !== null && <Trouble error={failed} />}
    </section>
  )
}

/** The same act of the same person on one day is one line, at its latest time. */
function looksOf(entries: readonly Entry[]): { entry: Entry; words: string; times: number }[] {
  const looks = new Map<string, { entry: Entry; words: string; times: number }>()
  for (const entry of entries) {
    const words = [entry.name, entry.role, lookedWords(entry.what, entry.verb), dateOf(entry.at)].join(' ')
    const before = looks.get(words)
    if (before) before.times += 1
    else looks.set(words, { entry, words, times: 1 })
  }
  return [...looks.values()]
}
