import { Link } from '@tanstack/react-router'
import type { BoardPerson } from '../../../src/schedule/week-board.ts'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../ui/words.ts'

/** A person's name as a link to their week, the counselor, and open import warnings or else the preferred part of the day. */
export function PersonName({ person, week }: { person: BoardPerson; week: string }) {
  return (
    <>
      <Link to="/people/$personId" params={{ personId: person.id }} search={{ week }} className="person-link">
        {person.name}
      </Link>
      <div className="person-small">{person.counselor}</div>
      <div className="person-small">
        {person.warnings === 0 && person.prefers !== 'none' && preference(person.prefers)}
        {person.warnings > 0 && (
          <span className="person-warning">
            <Icon name="warning" size={13} /> {say('person.warnings', { count: person.warnings })}
          </span>
        )}
      </div>
    </>
  )
}

function preference(part: 'morning' | 'afternoon' | 'evening'): string {
  if (part === 'morning') return say('prefers.morning')
  return part === 'evening' ? say('prefers.evening') : say('prefers.between')
}
