import type { Attendee, PlanBook } from '../check/plan-book.ts'
import { prescribed } from '../check/week-book.ts'
import type { Service } from '../model/week.ts'

/** Prescribed sessions of one service that the plan does not hold for one participant. */
export interface Missing {
  readonly participant: string
  readonly service: Service
  readonly count: number
}

/** Everything that is prescribed and not planned: what S1 charges and what the list of shortfalls must name. */
export function missingSessions(book: PlanBook): Missing[] {
  return book.attendees.flatMap((attendee) => missingOf(book, attendee))
}

function missingOf(book: PlanBook, { participant, meetings }: Attendee): Missing[] {
  const attended = new Map<string, number>()
  for (const { service } of meetings) attended.set(service.id, (attended.get(service.id) ?? 0) + 1)
  return Object.keys(participant.prescription).flatMap((id) => {
    const service = book.services.get(id)
    const count = prescribed(participant, id) - (attended.get(id) ?? 0)
    return service && count > 0 ? [{ participant: participant.id, service, count }] : []
  })
}
