import type { Delivery } from '../access/email-code.ts'

/** A way for short texts to leave. E-mail is one; whoever adds another writes one of these and nothing else. */
export interface Channel {
  /** Hands a text over and says what became of it; never throws. */
  send(to: string, text: { subject: string; text: string }): Promise<Delivery>
}
