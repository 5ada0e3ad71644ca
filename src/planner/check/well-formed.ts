import { Week } from '../model/week.ts'
import type { Breach } from '../rules/rule.ts'
import { shapeFindings } from './json-shape.ts'
import { wrongCenter, wrongFrame } from './well-formed/center.ts'
import { finding } from './well-formed/finding.ts'
import { impossibleGiven, wrongGiven } from './well-formed/given.ts'
import { wrongPeople } from './well-formed/people.ts'

export type ReadWeek = { readonly week: Week } | { readonly violations: Breach[] }

/**
 * Rule W. Reads a parsed JSON value as a week of format `evenkeel-week/1`: either a week on which planner and checker may
 * rely, or every finding (named `W`) with its place in the file and advice. Any JSON value is answered, none throws.
 */
export function readWeek(json: unknown): ReadWeek {
  const shape = Week.safeParse(json)
  if (!shape.success) return { violations: shapeFindings('W', shape.error.issues, '2') }
  const violations = [...hiddenPrescriptions(json), ...wrongWeek(shape.data)]
  return violations.length > 0 ? { violations } : { week: shape.data }
}

/** Findings in a week that has the right shape; each stage presumes that the one before found nothing. */
function wrongWeek(week: Week): Breach[] {
  const frame = wrongFrame(week)
  if (frame.length > 0) return frame
  const content = [wrongCenter(week), wrongPeople(week), wrongGiven(week)].flat()
  return content.length > 0 ? content : impossibleGiven(week)
}

/**
 * A record schema drops a field named `__proto__` in silence, and an unknown field must never be silent. The prescription is
 * the format's only record; the value has the right shape already.
 */
function hiddenPrescriptions(json: unknown): Breach[] {
  const { participants } = json as { participants: { prescription: object }[] }
  return participants.flatMap(({ prescription }, n) =>
    Object.hasOwn(prescription, '__proto__')
      ? [finding(`participants[${n}].prescription`, '__proto__ cannot be prescribed', 'Give the service another id.')]
      : [],
  )
}
