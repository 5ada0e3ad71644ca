import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReviewDue } from '../../../src/now/review-due.ts'
import { nowApi } from '../../ui/now-api.ts'
import { dayWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { RailSection } from './rail-section.tsx'

/** Reviews due among the people the reader sees. */
export function ReviewsRail() {
  const asked = useQuery({ queryKey: ['reviews-due'], queryFn: nowApi.reviewsDue })
  return asked.data ? <Reviews reviews={asked.data.reviews} /> : null
}

export function Reviews({ reviews }: { reviews: readonly ReviewDue[] }) {
  return (
    <RailSection title={say('now.reviews')} count={reviews.length}>
      {reviews.map((one) => (
        <li key={one.participant}>
          <Link to="/people/$personId" params={{ personId: one.participant }} className="roomy-link">
            {one.name}
          </Link>
          <span className={one.late ? 'now-warn' : undefined}>
            {one.late
              ? say('now.reviewLate', { day: dayWords(one.reviewOn) })
              : say('now.reviewBy', { day: dayWords(one.reviewOn) })}
          </span>
          <span className="quiet-text">{one.owner}</span>
        </li>
      ))}
    </RailSection>
  )
}
