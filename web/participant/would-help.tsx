import type { PersonWeek } from '../../src/schedule/week-board.ts'
import { languageOnScreen, say } from '../ui/words.ts'

const MOST_SENTENCES = 5

/** Changes that would make missing hours fit; wishes and offers, never a duty. Nothing when there is none. */
export function WouldHelp({ week }: { week: PersonWeek }) {
  const language = languageOnScreen()
  const sentences = [...new Set(week.shortfalls.flatMap(({ wouldHelp }) => wouldHelp[language]))]
  if (sentences.length === 0) return null
  return (
    <section className="panel" aria-labelledby="would-help">
      <h2 id="would-help">{say('own.wouldHelp')}</h2>
      <ul>
        {sentences.slice(0, MOST_SENTENCES).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  )
}
