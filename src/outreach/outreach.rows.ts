import { sql } from 'kysely'
import { markInForce } from '../attendance/attendance.ts'
import { storedMark } from '../attendance/attendance.rows.ts'
import type { ProgramRule } from '../attendance/attendance-rule.ts'
import { centerDay, programRuleOn } from '../attendance/attendance-rule.rows.ts'
import { instantOfStamp, isoOf } from '../center/zones.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { contactsOf, fieldsOf } from '../message/contact.rows.ts'
import { queueMessages, remindersOf } from '../message/message.rows.ts'
import { groupBy } from '../schedule/week.rows.ts'
import {
  firstCallFigures,
  type LogCall,
  mostUrgentFirst,
  DO_NOT_CONTACT,
  NOTHING_HERE,
  type Outcome,
  type Outreach,
  standingOf,
} from './outreach.ts'

const HOUR = 3_600_000
/** A server that slept over an evening still asks for whoever was missed in it; older absences are no news. */
const LOOKS_BACK = 24 * HOUR
const FIGURES_OF = 28 * 24 * HOUR

/**
 * Opens the tasks that are due: whoever is marked as a no-show, and whoever nobody has marked so many minutes after the start.
 * The constraint `task_once` lets each through once, whoever else opens tasks at the same moment. Returns how many.
 */
export async function openTasks(tx: Tx, center: string, now: number): Promise<number> {
  const rule = await programRuleOn(tx, await centerDay(tx, now))
  const { rows } = await sql<{ participant_id: string; session_id: string; status: string | null }>`
    SELECT t.participant_id, t.session_id, m.status
    FROM seat t JOIN session s ON s.center_id = t.center_id AND s.id = t.session_id
    LEFT JOIN LATERAL (SELECT m.status FROM attendance_mark m WHERE m.center_id = t.center_id
      AND m.participant_id = t.participant_id AND m.session_id = t.session_id
      AND NOT EXISTS (SELECT FROM attendance_mark n WHERE n.center_id = m.center_id
        AND n.participant_id = m.participant_id AND n.replaces = m.id)) m ON true
    WHERE t.withdrawn_at IS NULL AND s.withdrawn_at IS NULL
      AND s.starts_at > ${second(now - LOOKS_BACK)} AND s.starts_at <= ${second(now)}
      AND (m.status = 'no-show' OR (coalesce(m.status, 'taken-back') = 'taken-back'
        AND s.starts_at <= ${second(now - rule.missingAfterMinutes * 60_000)}))
      AND NOT EXISTS (SELECT FROM outreach_task o WHERE o.center_id = t.center_id
        AND o.participant_id = t.participant_id AND o.session_id = t.session_id)
      AND EXISTS (SELECT FROM episode e WHERE e.center_id = t.center_id AND e.participant_id = t.participant_id
        AND e.admitted_on <= s.starts_wall::date AND coalesce(e.discharged_on, s.starts_wall::date) >= s.starts_wall::date)`.execute(
    tx,
  )
  if (rows.length === 0) return 0
  const tasks = rows.map((row) => ({
    center_id: center,
    participant_id: row.participant_id,
    id: newId(),
    session_id: row.session_id,
    because: row.status === 'no-show' ? 'no-show' : 'unmarked',
    opened_at: second(now),
  }))
  const opened = await tx
    .insertInto('outreach_task')
    .values(tasks)
    .onConflict((on) => on.doNothing())
    .returning('participant_id')
    .execute()
  return opened.length
}

/** Whoever is a no-show since yesterday and has been offered nothing in that week since; for the rule `at-once`. */
export async function awaitingOffer(tx: Tx, now: number): Promise<{ participant: string; weekStart: string }[]> {
  const { rows } = await sql<{ participant_id: string; week_start: string }>`
    SELECT DISTINCT o.participant_id, s.week_start
    FROM outreach_task o JOIN session s ON s.center_id = o.center_id AND s.id = o.session_id
    JOIN attendance_mark m ON m.center_id = o.center_id AND m.participant_id = o.participant_id AND m.session_id = o.session_id
    WHERE o.opened_at > ${second(now - LOOKS_BACK)} AND m.status = 'no-show'
      AND NOT EXISTS (SELECT FROM attendance_mark n WHERE n.center_id = m.center_id
        AND n.participant_id = m.participant_id AND n.replaces = m.id)
      AND NOT EXISTS (SELECT FROM make_up u WHERE u.center_id = o.center_id AND u.participant_id = o.participant_id
        AND u.week_start = s.week_start AND u.offered_at >= o.opened_at)`.execute(tx)
  return rows.map((row) => ({ participant: row.participant_id, weekStart: row.week_start }))
}

/** The calls this reader may make or may want to know of: everything open, and what was done in the last day. */
export async function readOutreach(tx: Tx, now: number): Promise<Outreach> {
  const rule = await programRuleOn(tx, await centerDay(tx, now))
  const tasks = await tasksSince(tx, now - FIGURES_OF)
  const standing = await standingsOf(tx, tasks, { rule, now })
  const contacts = await contactsOf(tx, [...new Set(tasks.map((row) => row.participant_id))], now)
  const reminders = await remindersOf(
    tx,
    tasks.map(({ id }) => id),
  )
  const shown = tasks
    .map((row) => {
      const { calls, nextAt, turnSince, ...rest } = standing.get(row.id)!
      const contact = contacts.get(row.participant_id)
      return {
        id: row.id,
        participant: row.participant_id,
        name: row.name,
        language: contact?.language ?? (row.language as 'en'),
        session: row.session_id,
        service: row.service,
        weekStart: row.week_start,
        start: row.start,
        because: row.because as 'unmarked',
        openedAt: row.opened_at,
        counselor: row.counselor,
        calls: calls.map(({ at, by, outcome }) => ({ at: isoOf(at), by, outcome })),
        nextAt: nextAt === null ? null : isoOf(nextAt),
        turnSince: second(turnSince),
        contact: contact ? fieldsOf(contact) : null,
        reminder: reminders.get(row.id) ?? null,
        ...rest,
      }
    })
    .filter((task) => task.state !== 'done' || instantOfStamp(task.openedAt) > now - LOOKS_BACK)
    .toSorted(mostUrgentFirst)
  onRecord(tx, { people: shown.map(({ participant }) => participant), verb: 'read' })
  const figures = firstCallFigures(
    tasks.map((row) => ({ openedAt: instantOfStamp(row.opened_at), calls: standing.get(row.id)!.calls })),
  )
  return { now: second(now), tasks: shown, figures }
}

/**
 * Writes down a call. The same call sent twice is one. Refusals: `not-available`; `do-not-contact` where the person, or
 * whoever answered, has said not to call again.
 */
export async function logCall(
  tx: Tx,
  actor: Actor,
  { task, call, now }: { task: string; call: LogCall; now: number },
): Promise<{ id: string }> {
  const found = await tx
    .selectFrom('outreach_task')
    .select(['participant_id', 'id'])
    .where('id', '=', task)
    .executeTakeFirst()
  if (!found) throw NOTHING_HERE
  onRecord(tx, { people: [found.participant_id], objects: [task, call.id], verb: 'write' })
  const before = await tx
    .selectFrom('outreach_attempt')
    .select(['id', 'outcome'])
    .where('participant_id', '=', found.participant_id)
    .execute()
  if (before.some(({ id }) => id === call.id)) return { id: call.id }
  if (before.some(({ outcome }) => outcome === 'do-not-contact')) throw DO_NOT_CONTACT
  await tx
    .insertInto('outreach_attempt')
    .values({
      center_id: actor.center,
      participant_id: found.participant_id,
      id: call.id,
      task_id: task,
      outcome: call.outcome,
      attempted_at: second(now),
      attempted_by: actor.uid,
      attempted_by_name: actor.name,
    })
    .onConflict((on) => on.doNothing())
    .execute()
  return { id: call.id }
}

/**
 * Writes a reminder to whoever could not be called; asked again it is the same. Refusals: `not-available`; `do-not-contact`;
 * `no-mail` where the center has not set up mail.
 */
export async function sendReminder(
  tx: Tx,
  actor: Actor,
  { task, mail, now }: { task: string; mail: boolean; now: number },
): Promise<void> {
  const person = await calledFor(tx, task)
  onRecord(tx, { people: [person], objects: [task], verb: 'write' })
  if (!mail)
    throw new Refusal('no-mail', 'Mail is not set up at this center, so nothing can be sent. Maybe call once more.')
  const contact = (await contactsOf(tx, [person], now)).get(person)
  if (contact?.channel === 'none') throw DO_NOT_CONTACT
  if (!contact || contact.email === null)
    throw new Refusal('no-address', 'No e-mail address is known for this person. Maybe enter one first.')
  await queueMessages(tx, actor, { reason: 'missed', about: task, people: [person], now })
}

/** Whom a task is about, unless they said not to be contacted. Refusals: `not-available`, `do-not-contact`. */
async function calledFor(tx: Tx, task: string): Promise<string> {
  const found = await tx.selectFrom('outreach_task').select('participant_id').where('id', '=', task).executeTakeFirst()
  if (!found) throw NOTHING_HERE
  const said = await tx
    .selectFrom('outreach_attempt')
    .select('id')
    .where('participant_id', '=', found.participant_id)
    .where('outcome', '=', 'do-not-contact')
    .executeTakeFirst()
  if (said) throw DO_NOT_CONTACT
  return found.participant_id
}

async function tasksSince(tx: Tx, since: number) {
  return tx
    .selectFrom('outreach_task as task')
    .innerJoin('participant as person', (join) =>
      join.onRef('person.center_id', '=', 'task.center_id').onRef('person.participant_id', '=', 'task.participant_id'),
    )
    .innerJoin('session', (join) =>
      join.onRef('session.center_id', '=', 'task.center_id').onRef('session.id', '=', 'task.session_id'),
    )
    .innerJoin('service', (join) =>
      join.onRef('service.center_id', '=', 'session.center_id').onRef('service.id', '=', 'session.service_id'),
    )
    .select(['task.id', 'task.participant_id', 'task.session_id', 'task.because', 'task.opened_at'])
    .select(['person.chosen_name as name', 'person.language', 'service.name as service'])
    .select(['session.starts_wall as start', 'session.week_start'])
    .select(
      sql<string | null>`(SELECT w.name FROM caseload c JOIN staff w ON w.center_id = c.center_id AND w.id = c.staff_id
        WHERE c.center_id = task.center_id AND c.participant_id = task.participant_id AND c.kind = 'own'
          AND c.from_date <= session.starts_wall::date
          AND (c.until_date IS NULL OR c.until_date >= session.starts_wall::date)
        ORDER BY c.from_date DESC LIMIT 1)`.as('counselor'),
    )
    .where('task.opened_at', '>', second(since))
    .orderBy('task.opened_at')
    .execute()
}

interface PlacedBy {
  readonly at: number
  readonly by: string
  readonly outcome: Outcome
}

/** Where each task stands, with its calls; two statements, however many tasks. */
async function standingsOf(
  tx: Tx,
  tasks: Awaited<ReturnType<typeof tasksSince>>,
  { rule, now }: { rule: ProgramRule; now: number },
): Promise<Map<string, ReturnType<typeof standingOf> & { calls: PlacedBy[] }>> {
  if (tasks.length === 0) return new Map()
  const ids = tasks.map(({ id }) => id)
  const attempts = await tx
    .selectFrom('outreach_attempt')
    .select(['task_id', 'attempted_at', 'attempted_by_name', 'outcome'])
    .where('task_id', 'in', ids)
    .orderBy('attempted_at')
    .execute()
  const sessions = [...new Set(tasks.map(({ session_id }) => session_id))]
  const marks = await tx.selectFrom('attendance_mark').selectAll().where('session_id', 'in', sessions).execute()
  const callsOf = groupBy(attempts, ({ task_id }) => task_id)
  const marksOf = groupBy(marks, (mark) => `${mark.session_id} ${mark.participant_id}`)
  return new Map(
    tasks.map((task) => {
      const calls = (callsOf.get(task.id) ?? []).map((row) => ({
        at: instantOfStamp(row.attempted_at),
        by: row.attempted_by_name,
        outcome: row.outcome as Outcome,
      }))
      const own = (marksOf.get(`${task.session_id} ${task.participant_id}`) ?? []).map(storedMark)
      const mark = markInForce(own)?.status ?? null
      return [task.id, { ...standingOf({ openedAt: instantOfStamp(task.opened_at), calls, mark }, rule, now), calls }]
    }),
  )
}

/** An instant in words, whole seconds. */
function second(instant: number): string {
  return isoOf(Math.floor(instant / 1000) * 1000)
}
