import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { minuteOf } from '../planner/model/time.ts'
import type { SeriesVersion } from '../series/series.ts'
import type { MakeSeries } from './series-list.ts'

/** A session of a published week that somebody makes a recurring group of. */
export interface FirstSession {
  readonly week: string
  readonly service: string
  readonly site: string
  readonly staff: string
  readonly room: string | null
  readonly telehealth: boolean
  readonly start: string
  readonly members: readonly string[]
}

/** The session as far as the actor of `tx` may see its people. Refusals: `not-available`, `not-a-group`. */
export async function sessionNamed(tx: Tx, id: string): Promise<FirstSession> {
  const row = await tx
    .selectFrom('session')
    .innerJoin('service', (join) =>
      join.onRef('service.center_id', '=', 'session.center_id').onRef('service.id', '=', 'session.service_id'),
    )
    .select(['session.week_start', 'service_id', 'site_id', 'staff_id', 'room_id', 'session.telehealth', 'starts_wall'])
    .select('service.kind')
    .where('session.id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  if (row.kind !== 'group')
    throw new Refusal('not-a-group', 'Only groups recur. Maybe keep a one-to-one session in the plan instead.')
  const seats = await tx
    .selectFrom('seat')
    .select('participant_id')
    .where('session_id', '=', id)
    .where('withdrawn_at', 'is', null)
    .orderBy('participant_id')
    .execute()
  return {
    ...{ week: row.week_start, service: row.service_id, site: row.site_id, staff: row.staff_id, room: row.room_id },
    ...{ telehealth: row.telehealth, start: row.starts_wall },
    members: seats.map((seat) => seat.participant_id),
  }
}

/** Refusal: `end-before-start`. */
export function firstVersion(session: FirstSession, { everyWeeks, lastDay }: MakeSeries): SeriesVersion {
  const firstDay = session.start.slice(0, 10)
  if (lastDay !== null && lastDay < firstDay)
    throw new Refusal('end-before-start', `The group would end on ${lastDay}, before it begins on ${firstDay}.`, 400)
  return {
    ...{ revision: 1, firstDay, lastDay, startsMinute: minuteOf(firstDay, session.start), everyWeeks },
    ...{ staff: session.staff, room: session.room, telehealth: session.telehealth, stopped: null },
  }
}
