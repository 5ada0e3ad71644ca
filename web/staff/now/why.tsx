import { say } from '../../ui/words.ts'
import './now.css'

/** What a number means, of when it is, and what it was read from. */
export function Why({ words }: { words: string }) {
  return (
    <details className="now-why">
      <summary>{say('now.why')}</summary>
      <p>{words}</p>
    </details>
  )
}
