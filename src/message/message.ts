import { z } from 'zod'
import type { Delivery } from '../access/email-code.ts'
import type { Zone } from '../center/zones.ts'
import type { Contact, ContactVersion } from './contact.ts'
import { nextOpening } from './hours.ts'

/** Why somebody is written to. The text never says which. */
export const REASONS = ['make-up-offered', 'missed', 'week-changed', 'contact-changed'] as const
export type Reason = (typeof REASONS)[number]

/** Hours after which a message is no longer worth sending. */
export const WORTH_HOURS: Readonly<Record<Reason, number>> = {
  'make-up-offered': 72,
  missed: 24,
  'week-changed': 72,
  'contact-changed': 24,
}

/** Why a message did not leave, or has not yet; `refused` and `no-answer` are the mail server's. */
const BECAUSE = [
  'hours',
  'no-mail',
  'no-contact',
  'no-address',
  'do-not-contact',
  'contact-changed',
  'no-longer-true',
  'not-in-treatment',
  'too-late',
  'refused',
  'try-again',
  'outcome-unknown',
  'stopped-while-sending',
  'left-as-it-is',
] as const
export type Because = (typeof BECAUSE)[number]

export const Message = z.object({
  id: z.uuid(),
  participant: z.uuid(),
  name: z.string(),
  reason: z.enum(REASONS),
  about: z.uuid(),
  queuedAt: z.string(),
  queuedBy: z.string(),
  state: z.enum(['queued', 'sending', 'sent', 'dropped', 'failed', 'unknown']),
  because: z.enum(BECAUSE).nullable(),
  /** When it is tried next, or when it was settled. */
  at: z.string(),
  /** Somebody may have it sent again. */
  mayRepeat: z.boolean(),
})
export type Message = z.infer<typeof Message>

/** What is on its way and what became of the rest in the last days, the newest first. `mail`: whether mail is set up. */
export const Outbox = z.object({ mail: z.boolean(), messages: z.array(Message) })
export type Outbox = z.infer<typeof Outbox>

/** Whether somebody may have a message sent again that did not leave, or maybe did not. */
export function mayRepeat({ state, because }: Pick<Message, 'state' | 'because'>): boolean {
  if (state === 'unknown') return true
  return (state === 'dropped' || state === 'failed') && because !== 'no-longer-true' && because !== 'do-not-contact'
}

/** What somebody decides about a message that did not leave, or of which nobody knows whether it did. */
export const DecideMessage = z.strictObject({ decision: z.enum(['send-again', 'leave']) })
export type DecideMessage = z.infer<typeof DecideMessage>

type Verdict =
  | { readonly act: 'send'; readonly to: string; readonly language: Contact['language'] }
  | { readonly act: 'wait'; readonly until: number }
  | { readonly act: 'drop'; readonly because: Because }

/**
 * Whether a message may leave at this moment; decided when it is due, not when it was written.
 * @param message.contactVersion set where it tells an address that it was replaced or removed: `contact` is that version,
 *   and nobody who changes a contact can keep the notice from it
 */
export function mayLeave(
  message: { readonly contactVersion: number | null; readonly expiresAt: number },
  contact: ContactVersion | undefined,
  { zone, now }: { zone: Zone; now: number },
): Verdict {
  if (now >= message.expiresAt) return { act: 'drop', because: 'too-late' }
  if (!contact) return { act: 'drop', because: 'no-contact' }
  if (contact.channel === 'none' && message.contactVersion === null) return { act: 'drop', because: 'do-not-contact' }
  if (contact.email === null) return { act: 'drop', because: 'no-address' }
  const until = nextOpening(zone, contact, now)
  if (until >= message.expiresAt) return { act: 'drop', because: 'too-late' }
  return until > now ? { act: 'wait', until } : { act: 'send', to: contact.email, language: contact.language }
}

const MINUTE = 60_000
/** Pauses before the next try, in minutes; after the last one a message has failed. */
const PAUSES = [1, 5, 15, 60]

/** What a message becomes after a try; `tries` counts this one. What may have left is never tried again by itself. */
export function afterTry(
  delivery: Delivery,
  tries: number,
  now: number,
): { readonly state: Message['state']; readonly because: Because | null; readonly nextAt: number } {
  if (delivery.outcome === 'sent') return { state: 'sent', because: null, nextAt: now }
  if (delivery.outcome === 'unknown') return { state: 'unknown', because: 'outcome-unknown', nextAt: now }
  const pause = delivery.later ? PAUSES[tries - 1] : undefined
  if (pause === undefined) return { state: 'failed', because: 'refused', nextAt: now }
  return { state: 'queued', because: 'try-again', nextAt: now + pause * MINUTE }
}

/** What a message becomes when something failed here before it was handed over: it waits, as long as it is worth sending. */
export function afterFailure({ expiresAt }: { readonly expiresAt: number }, now: number): ReturnType<typeof afterTry> {
  if (now >= expiresAt) return { state: 'dropped', because: 'too-late', nextAt: now }
  return { state: 'queued', because: 'try-again', nextAt: now + MINUTE }
}

/**
 * The one text there is. Whoever reads it over a shoulder learns that somebody has a reminder (experience.md 7); the
 * address is where one signs in, without anything that says who.
 */
export function reminderMail(language: Contact['language'], signIn: string): { subject: string; text: string } {
  const words = language === 'es' ? 'Tiene un recordatorio' : 'You have a reminder'
  return { subject: words, text: `${words}.\n\n${signIn}\n` }
}
