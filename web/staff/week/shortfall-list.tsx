import type { BoardShortfall } from '../../../src/schedule/week-board.ts'
import { say } from '../../ui/words.ts'

const CAUSES: Record<BoardShortfall['cause'], () => string> = {
  intrinsic: () => say('cause.intrinsic'),
  capacity: () => say('cause.capacity'),
  choice: () => say('cause.choice'),
}

/** What is missing, why, and what would help, in sentences. */
export function ShortfallList({ shortfalls }: { shortfalls: readonly BoardShortfall[] }) {
  return (
    <ul className="shortfalls">
      {shortfalls.map((shortfall, index) => (
        <li key={`${shortfall.service} ${index}`}>
          <strong>{say('shortfall.missing', { service: shortfall.service, count: shortfall.missing })}</strong>{' '}
          {CAUSES[shortfall.cause]()}
          {shortfall.because.length > 0 && (
            <ul>
              {shortfall.because.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
          {shortfall.wouldHelp.en.length > 0 && (
            <>
              <strong>{say('shortfall.wouldHelp')}</strong>
              <ul>
                {shortfall.wouldHelp.en.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
