import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import { openPlan } from '../planner/check/plan-book.ts'
import { spanOf } from '../planner/check/week-book.ts'
import { overlaps } from '../planner/model/time.ts'
import type { Session, Week } from '../planner/model/week.ts'
import { planningWeek } from '../schedule/planning-week.ts'
import { shareOf, shownCount } from '../schedule/share.ts'
import { loadWeekFacts, publishedSessions } from '../schedule/week.rows.ts'
import type { CenterNow } from './center-now.ts'

/**
 * What a published week does to lives, in counts: meetings in busy times, remote ones too, and one-to-ones
 * with the own counselor. For the ledger's own transaction: a director reads no rows of people.
 */
export async function lifeCounts(
  tx: Tx,
  weekStart: string,
): Promise<Pick<CenterNow, 'published' | 'broken' | 'ownCounselor'>> {
  onRecord(tx, { people: [] })
  const facts = await loadWeekFacts(tx, weekStart)
  const { week } = planningWeek(facts)
  const sessions = await publishedSessions(tx, weekStart)
  const individual = new Set(week.services.filter(({ kind }) => kind === 'individual').map(({ id }) => id))
  const oneToOnes = sessions.filter(({ service }) => individual.has(service))
  const own = new Map(week.participants.map(({ id, counselor }) => [id, counselor]))
  const withOwn = oneToOnes.filter(({ members, staff }) => members.some((member) => own.get(member) === staff))
  return {
    published: sessions.length > 0,
    broken: shownCount(inBusyTimes(week, sessions)),
    ownCounselor: shareOf(withOwn.length, oneToOnes.length),
  }
}

/** Meetings, person by person, that overlap a busy time of theirs. */
function inBusyTimes(week: Week, sessions: readonly Session[]): number {
  return openPlan(week, sessions).attendees.reduce((sum, { participant, meetings }) => {
    const busy = participant.busy.map((span) => spanOf(week, span))
    return sum + meetings.filter((meeting) => busy.some((time) => overlaps(time, meeting))).length
  }, 0)
}

/** Sessions and minutes each member of staff holds in the week; nobody's people. For the ledger's own transaction too. */
export async function staffLoad(tx: Tx, weekStart: string): Promise<CenterNow['staff']> {
  const { rows } = await sql<CenterNow['staff'][number]>`
    SELECT w.id, w.name, count(*)::int AS sessions, round(sum(extract(epoch FROM s.ends_at - s.starts_at)) / 60)::int AS minutes
    FROM session s JOIN staff w ON w.center_id = s.center_id AND w.id = s.staff_id
    WHERE s.week_start = ${weekStart} AND s.withdrawn_at IS NULL AND s.taken > 0
    GROUP BY w.id, w.name ORDER BY minutes DESC, w.name, w.id`.execute(tx)
  return rows
}
