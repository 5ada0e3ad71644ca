import { instantOfStamp } from '../center/zones.ts'
import { markAttendance } from '../attendance/attendance.rows.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'

/** Of so many seats one is excused; a number that is no multiple of a week's days spreads them. */
const EXCUSED_ONE_IN = 17

/**
 * A demo that is started in the middle of a week has lived its days before `today`: everybody was there or excused, as
 * the front desk marked it then. A week in which somebody has marked is theirs.
 */
export async function attendPassedDays(
  database: Database,
  actor: Actor,
  { weekStart, today }: { weekStart: string; today: string },
): Promise<void> {
  await database.inTransaction(actor, async (tx) => {
    const marked = await tx
      .selectFrom('attendance_mark as mark')
      .innerJoin('session', (join) =>
        join.onRef('session.center_id', '=', 'mark.center_id').onRef('session.id', '=', 'mark.session_id'),
      )
      .select('mark.id')
      .where('session.week_start', '=', weekStart)
      .executeTakeFirst()
    if (marked) return
    const seats = await tx
      .selectFrom('seat')
      .innerJoin('session', (join) =>
        join.onRef('session.center_id', '=', 'seat.center_id').onRef('session.id', '=', 'seat.session_id'),
      )
      .innerJoin('participant', (join) =>
        join
          .onRef('participant.center_id', '=', 'seat.center_id')
          .onRef('participant.participant_id', '=', 'seat.participant_id'),
      )
      .select(['seat.session_id', 'seat.participant_id', 'session.telehealth', 'session.ends_at'])
      .where('session.week_start', '=', weekStart)
      .where('session.starts_wall', '<', `${today}T00:00`)
      .where('session.withdrawn_at', 'is', null)
      .where('seat.withdrawn_at', 'is', null)
      .orderBy('session.starts_at')
      .orderBy('participant.code')
      .orderBy('session.ends_at')
      .execute()
    for (const [at, seat] of seats.entries()) {
      const present = seat.telehealth ? ('remote' as const) : ('here' as const)
      const status = at % EXCUSED_ONE_IN === EXCUSED_ONE_IN - 1 ? ('excused' as const) : present
      const marking = { actor, session: seat.session_id, participant: seat.participant_id, way: 'board' as const }
      const mark = { id: newId(), status, inAt: null, outAt: null, replaces: null, why: null }
      await markAttendance(tx, { ...marking, now: instantOfStamp(seat.ends_at) }, mark)
    }
  })
}
