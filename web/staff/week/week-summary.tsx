import type { WeekBoard } from '../../../src/schedule/week-board.ts'
import { say } from '../../ui/words.ts'

/** The week in two lines, in the words of the start screen. */
export function WeekSummary({ board }: { board: WeekBoard }) {
  const { summary } = board
  const parts = [
    say('summary.people', { count: summary.people }),
    say('summary.groups', { count: summary.groups }),
    say('summary.individual', { count: summary.individual }),
    say('summary.family', { count: summary.family }),
    ...(summary.other > 0 ? [say('summary.other', { count: summary.other })] : []),
  ]
  const proof = provenWords(summary)
  return (
    <div className="summary">
      <p className="summary-hours">
        <strong>{say('summary.hours', { met: summary.peopleAtTarget, people: summary.people })}</strong>
        {summary.ownCounselorPercent !== null && ` · ${say('summary.own', { percent: summary.ownCounselorPercent })}`}
      </p>
      <p>{parts.join(' · ')}</p>
      {proof !== '' && <p className="quiet-text">{proof}</p>}
    </div>
  )
}

function provenWords({ gapPercent, seconds }: WeekBoard['summary']): string {
  const proven = gapPercent === null ? '' : say('summary.proven', { percent: gapPercent.toFixed(1) })
  const solved = seconds === null ? '' : say('summary.solved', { seconds: seconds.toFixed(1) })
  return [proven, solved].filter((words) => words !== '').join('; ')
}
