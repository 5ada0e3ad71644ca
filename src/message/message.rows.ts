import { sql } from 'kysely'
import { instantOfStamp, isoOf } from '../center/zones.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import {
  type afterTry,
  type Because,
  type DecideMessage,
  mayRepeat,
  type Message,
  type Reason,
  WORTH_HOURS,
} from './message.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
/** Longer than any try lasts: whoever held the message is gone. */
const HELD_LONGEST = 10 * MINUTE
/** The outbox page looks back so far. */
const SHOWN_FOR = 3 * 24 * HOUR

/**
 * Writes that somebody is to be told, in the transaction of the reason, so that neither is ever there alone. The same
 * reason again is the same message (`told_once`). Returns how many are new.
 */
export async function queueMessages(
  tx: Tx,
  actor: Pick<Actor, 'center' | 'name'>,
  asked: { reason: Reason; about: string; people: readonly string[]; contactVersion?: number; now: number },
): Promise<number> {
  const { reason, about, people, now } = asked
  if (people.length === 0) return 0
  const rows = people.map((participant) => ({
    center_id: actor.center,
    participant_id: participant,
    id: newId(),
    reason,
    about,
    contact_version: asked.contactVersion ?? null,
    queued_at: second(now),
    queued_by: sql<string | null>`sec.uid()`,
    queued_by_name: actor.name,
    expires_at: second(now + WORTH_HOURS[reason] * HOUR),
    state: 'queued',
    next_at: second(now),
  }))
  const made = await tx
    .insertInto('message')
    .values(rows)
    .onConflict((on) => on.doNothing())
    .returning('participant_id')
    .execute()
  return made.length
}

/** A message one worker holds. */
export interface DueMessage {
  readonly id: string
  readonly participant: string
  readonly reason: Reason
  readonly about: string
  readonly contactVersion: number | null
  readonly expiresAt: number
  readonly tries: number
}

/** Takes one message that is due; no other worker gets it. Undefined when nothing is due. */
export async function takeDue(tx: Tx, now: number): Promise<DueMessage | undefined> {
  onRecord(tx, { people: [] })
  const due = await tx
    .selectFrom('message')
    .selectAll()
    .where('state', '=', 'queued')
    .where('next_at', '<=', second(now))
    .orderBy('next_at')
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!due) return undefined
  await tx
    .updateTable('message')
    .set({ state: 'sending', claimed_at: second(now) })
    .where('id', '=', due.id)
    .execute()
  return {
    id: due.id,
    participant: due.participant_id,
    reason: due.reason as Reason,
    about: due.about,
    contactVersion: due.contact_version,
    expiresAt: instantOfStamp(due.expires_at),
    tries: due.tries,
  }
}

/** What was held when its worker went down may have left: a person looks. Returns how many. */
export async function giveUpHeld(tx: Tx, now: number): Promise<number> {
  onRecord(tx, { people: [] })
  const lost = await tx
    .updateTable('message')
    .set({ state: 'unknown', because: 'stopped-while-sending', settled_at: second(now) })
    .where('state', '=', 'sending')
    .where('claimed_at', '<', second(now - HELD_LONGEST))
    .returning('id')
    .execute()
  return lost.length
}

/** Stores what became of a message this worker holds; one that was given up meanwhile stays as it is. */
export async function settle(
  tx: Tx,
  message: Pick<DueMessage, 'id' | 'participant' | 'tries'>,
  { state, because, nextAt }: ReturnType<typeof afterTry>,
  now: number,
): Promise<void> {
  onRecord(tx, { people: [message.participant], objects: [message.id], verb: 'write' })
  await tx
    .updateTable('message')
    .set({
      state,
      because,
      next_at: second(nextAt),
      tries: message.tries,
      claimed_at: null,
      settled_at: state === 'queued' ? null : second(now),
    })
    .where('id', '=', message.id)
    .where('state', '=', 'sending')
    .execute()
}

/** What this reader may know of: everything on its way, and what was settled in the last days; the newest first. */
export async function readMessages(tx: Tx, now: number): Promise<Message[]> {
  const rows = await tx
    .selectFrom('message')
    .innerJoin('participant as person', (join) =>
      join
        .onRef('person.center_id', '=', 'message.center_id')
        .onRef('person.participant_id', '=', 'message.participant_id'),
    )
    .selectAll('message')
    .select('person.chosen_name as name')
    .where((where) =>
      where.or([
        where('message.state', 'in', ['queued', 'sending', 'unknown']),
        where('message.queued_at', '>', second(now - SHOWN_FOR)),
      ]),
    )
    .orderBy('message.queued_at', 'desc')
    .orderBy('message.id')
    .limit(200)
    .execute()
  onRecord(tx, { people: rows.map((row) => row.participant_id), verb: 'read' })
  return rows.map((row) => ({
    id: row.id,
    participant: row.participant_id,
    name: row.name,
    reason: row.reason as Reason,
    about: row.about,
    queuedAt: row.queued_at,
    queuedBy: row.queued_by_name,
    ...standingIn(row),
  }))
}

/** The reminders about these tasks. */
export async function remindersOf(
  tx: Tx,
  tasks: readonly string[],
): Promise<Map<string, Pick<Message, 'id' | 'state' | 'because' | 'at' | 'mayRepeat'>>> {
  if (tasks.length === 0) return new Map()
  const rows = await tx
    .selectFrom('message')
    .select(['about', 'id', 'state', 'because', 'settled_at', 'next_at'])
    .where('reason', '=', 'missed')
    .where('about', 'in', tasks)
    .execute()
  return new Map(rows.map((row) => [row.about, { id: row.id, ...standingIn(row) }]))
}

/**
 * Settles a message nobody knows the outcome of, by a person's word, or has one sent again that did not leave. Refusals:
 * `not-available`; `message-known` where it left, is on its way, or there is nothing more to tell.
 */
export async function decideMessage(
  tx: Tx,
  asked: { message: string; decision: DecideMessage['decision']; now: number },
): Promise<void> {
  const { message: id, decision, now } = asked
  const found = await tx
    .selectFrom('message')
    .select(['participant_id', 'reason', 'state', 'because'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  onRecord(tx, { people: [found.participant_id], objects: [id], verb: 'write' })
  if (
    decision === 'leave'
      ? found.state !== 'unknown'
      : !standingIn({ ...found, settled_at: null, next_at: '' }).mayRepeat
  )
    throw new Refusal('message-known', 'What became of this message is known by now. Maybe look at the list again.')
  const again = { state: 'queued', because: null, next_at: second(now), settled_at: null, tries: 0 }
  const expires_at = second(now + WORTH_HOURS[found.reason as Reason] * HOUR)
  await tx
    .updateTable('message')
    .set(
      decision === 'send-again'
        ? { ...again, expires_at }
        : { state: 'dropped', because: 'left-as-it-is', settled_at: second(now) },
    )
    .where('id', '=', id)
    .execute()
}

function standingIn(row: { state: string; because: string | null; settled_at: string | null; next_at: string }) {
  const stands = { state: row.state as Message['state'], because: row.because as Because | null }
  return { ...stands, at: row.settled_at ?? row.next_at, mayRepeat: mayRepeat(stands) }
}

/** Whether the person is still here, may be contacted, and what the message points to is still so. */
export async function standsFor(
  tx: Tx,
  { participant, reason, about, contactVersion }: DueMessage,
  { now, wall }: { now: number; wall: string },
): Promise<Because | null> {
  onRecord(tx, { people: [] })
  const { rows } = await sql<{ here: boolean; refuses: boolean; holds: boolean }>`
    SELECT EXISTS (SELECT FROM episode e WHERE e.participant_id = ${participant}
        AND coalesce(e.discharged_on, ${wall}::date) >= ${wall}::date) AS here,
      EXISTS (SELECT FROM outreach_attempt a WHERE a.participant_id = ${participant}
        AND a.outcome = 'do-not-contact') AS refuses,
      ${HOLDS[reason]({ participant, about, at: second(now), wall })} AS holds`.execute(tx)
  const found = rows[0]
  if (!found?.here) return 'not-in-treatment'
  // Whose address was taken out of use hears of it all the same.
  if (found.refuses && contactVersion === null) return 'do-not-contact'
  return found.holds ? null : 'no-longer-true'
}

interface Pointed {
  readonly participant: string
  readonly about: string
  /** Now, as the database writes instants, and what the center's clocks show. */
  readonly at: string
  readonly wall: string
}

/** For each reason, what must still be so when the message leaves. */
const HOLDS: Readonly<Record<Reason, (of: Pointed) => ReturnType<typeof sql<boolean>>>> = {
  'make-up-offered': ({ participant, about, at }) => sql`EXISTS (SELECT FROM make_up u
    JOIN session s ON s.center_id = u.center_id AND s.id = u.session_id
    WHERE u.participant_id = ${participant} AND u.id = ${about}
      AND s.withdrawn_at IS NULL AND s.starts_at > ${at} AND s.taken < s.capacity
      AND NOT EXISTS (SELECT FROM make_up_answer n WHERE n.participant_id = u.participant_id AND n.make_up_id = u.id))`,
  missed: ({ participant, about }) => sql`EXISTS (SELECT FROM outreach_task t
    WHERE t.participant_id = ${participant} AND t.id = ${about}
      AND NOT EXISTS (SELECT FROM outreach_attempt a WHERE a.task_id = t.id AND a.outcome LIKE 'reached%')
      AND NOT EXISTS (SELECT FROM attendance_mark m WHERE m.participant_id = t.participant_id
        AND m.session_id = t.session_id AND m.status NOT IN ('no-show', 'taken-back')
        AND NOT EXISTS (SELECT FROM attendance_mark n WHERE n.participant_id = m.participant_id AND n.replaces = m.id)))`,
  'week-changed': ({ participant, about, wall }) => sql`EXISTS (SELECT FROM week_notice w
    WHERE w.participant_id = ${participant} AND w.publication_id = ${about} AND w.first_change_wall > ${wall}::timestamp
      AND NOT EXISTS (SELECT FROM week_notice_answer n WHERE n.participant_id = w.participant_id
        AND n.publication_id = w.publication_id)
      AND NOT EXISTS (SELECT FROM week_notice later WHERE later.participant_id = w.participant_id
        AND later.week_start = w.week_start AND later.written_at > w.written_at))`,
  'contact-changed': () => sql`true`,
}

/** An instant in words, whole seconds. */
function second(instant: number): string {
  return isoOf(Math.floor(instant / 1000) * 1000)
}
