import { centersHere } from '../access/sign-in.rows.ts'
import { wallOf, zoneNamed, type Zone } from '../center/zones.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { keepLooking, logFailure } from '../kernel/keep-looking.ts'
import { onRecord } from '../kernel/trail.ts'
import type { Channel } from './channel.ts'
import { contactFor } from './contact.rows.ts'
import { afterFailure, afterTry, mayLeave, reminderMail } from './message.ts'
import { type DueMessage, giveUpHeld, settle, standsFor, takeDue } from './message.rows.ts'

/** Hours open by themselves: the clock is asked this often, in milliseconds. */
const EVERY = 15_000

/** What is asked for with these may leave something to tell. */
const AFTER = ['outreach.work', 'attendance.mark', 'contact.write', 'week.publish', 'series.change']

export interface SendingTools {
  readonly database: Database
  readonly clock: () => number
  /** Own origin, which a message names. */
  readonly origin: () => string
  /** Without one nothing can leave, and nothing is kept for ever. */
  readonly channel: Channel | undefined
}

/** Sends what is due while the server runs: by the clock, and soon after anything was written that somebody is told of. */
export function keepMessages(app: App, tools: SendingTools): void {
  keepLooking(app, {
    every: EVERY,
    after: ({ method, policy }) => method !== 'GET' && AFTER.includes(policy),
    look: async () => {
      // What fails in one center keeps nothing from the others.
      for (const { center_id: center } of await centersHere(tools.database))
        await sendDue(tools, center).catch(logFailure)
    },
  })
}

/**
 * Sends every message of a center that is due, one after the other. Several servers may do so at once: none takes what
 * another holds. The order is: take, ask whether it may still leave, hand over, write down. Whoever goes down between the
 * last two leaves a message held, which becomes `unknown` and is shown, never sent again by itself. A failure before a
 * message is handed over puts it back, and is thrown when the others have had their turn.
 */
export async function sendDue(tools: SendingTools, center: string): Promise<void> {
  const { database, clock } = tools
  const sender = sendingActor(center)
  await database.inTransaction(sender, (tx) => giveUpHeld(tx, clock()))
  const failures: unknown[] = []
  for (;;) {
    const message = await database.inTransaction(sender, (tx) => takeDue(tx, clock()))
    if (!message) break
    const ready = await prepare(tools, center, message).catch((error: unknown) => {
      failures.push(error)
      return { tries: message.tries, next: afterFailure(message, clock()) }
    })
    const outcome = 'to' in ready ? await handOver(tools, message, ready) : ready
    await database.inTransaction(sender, (tx) =>
      settle(tx, { ...message, tries: outcome.tries }, outcome.next, clock()),
    )
  }
  if (failures.length > 0) throw failures[0]
}

interface Outcome {
  readonly tries: number
  readonly next: ReturnType<typeof afterTry>
}

interface Ready {
  readonly to: string
  readonly text: ReturnType<typeof reminderMail>
  readonly channel: Channel
}

/** Asks whether a message may still leave, and makes it ready; nothing has left. */
async function prepare(
  { database, clock, origin, channel }: SendingTools,
  center: string,
  message: DueMessage,
): Promise<Ready | Outcome> {
  const now = clock()
  const { tries } = message
  const dropped = (because: ReturnType<typeof afterTry>['because']) =>
    ({ tries, next: { state: 'dropped', because, nextAt: now } }) as const
  const { zone, broken } = await database.inTransaction(sendingActor(center), async (tx) => {
    const found = await zoneHere(tx)
    return { zone: found, broken: await standsFor(tx, message, { now, wall: wallOf(found, now) }) }
  })
  if (broken) return dropped(broken)
  if (!channel) return dropped('no-mail')
  const contact = await database.inTransaction(outboxActor(center), async (tx) => {
    onRecord(tx, { people: [message.participant], objects: [message.id], verb: 'read' })
    return contactFor(tx, message, now)
  })
  const verdict = mayLeave(message, contact, { zone, now })
  if (verdict.act === 'drop') return dropped(verdict.because)
  if (verdict.act === 'wait') return { tries, next: { state: 'queued', because: 'hours', nextAt: verdict.until } }
  return { to: verdict.to, text: reminderMail(verdict.language, `${origin()}/me`), channel }
}

async function handOver(
  { clock }: Pick<SendingTools, 'clock'>,
  { tries }: DueMessage,
  { to, text, channel }: Ready,
): Promise<Outcome> {
  const delivery = await channel.send(to, text)
  return { tries: tries + 1, next: afterTry(delivery, tries + 1, clock()) }
}

async function zoneHere(tx: Tx): Promise<Zone> {
  const { time_zone } = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  const zone = zoneNamed(time_zone)
  if (!zone) throw new Error(`zone ${time_zone} is unknown`)
  return zone
}

/** Takes messages and settles them; sees schedules, and no contact. */
function sendingActor(center: string): Actor {
  return { center, role: 'planner', uid: null, session: null, purpose: 'message', name: 'messages' }
}

/** Sees the contact of whom a message is being sent to, and nothing else (sec.relations_of). */
function outboxActor(center: string): Actor {
  return { center, role: 'outbox', uid: null, session: null, purpose: 'message', name: 'messages' }
}
