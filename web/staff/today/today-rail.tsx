import type { TodayBoard } from '../../../src/attendance/today.ts'
import { mondayOf } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { AtRiskRail } from '../now/at-risk-rail.tsx'
import { CallsRail } from '../now/calls-rail.tsx'
import { ReviewsRail } from '../now/reviews-rail.tsx'
import { UnsignedRail } from '../now/unsigned-rail.tsx'
import { useSession } from '../session.ts'
import { NotHereYet } from './not-here-yet.tsx'
import type { Wish } from './use-marks.ts'
import '../now/now.css'

/** What needs somebody beside the board, in the fixed order: who is missing, hours at risk, reviews, unsigned notes. */
export function TodayRail({ board, mark }: { board: TodayBoard; mark: (wish: Wish) => void }) {
  const { role } = useSession()
  const writes = role !== 'front-desk'
  const calls = role !== 'prescriber'
  return (
    <aside className="now-rail" aria-label={say('now.rail')}>
      <NotHereYet board={board} mark={mark} />
      {calls && <CallsRail />}
      {calls && <AtRiskRail week={mondayOf(board.day)} />}
      <ReviewsRail />
      {writes && <UnsignedRail />}
    </aside>
  )
}
