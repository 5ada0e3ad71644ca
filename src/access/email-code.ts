import { z } from 'zod'

/** Lower case, as stored and compared. */
export const EmailAddress = z.string().trim().toLowerCase().max(254).pipe(z.email())

export const AskForCode = z.strictObject({ email: EmailAddress })
export const PutEmail = z.strictObject({ address: EmailAddress })
/** `handle`: a secret that only the browser that asked for the code holds. */
export const CodeSent = z.object({ handle: z.string() })
export const EmailProof = z.strictObject({
  handle: z.string().min(20).max(100),
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
})
export type EmailProof = z.infer<typeof EmailProof>
export const EmailInForce = z.object({ from: z.string() })

/**
 * A mail of this concept holds nothing but what must be typed: no name, no place, no reason. Whoever reads over a
 * shoulder learns that somebody signs in somewhere (trust.md, actor A2).
 */
export function codeMail(code: string): { subject: string; text: string } {
  return { subject: 'Your code', text: `${code}\n` }
}

/** To the address that is being replaced. */
export function changeMail(): { subject: string; text: string } {
  return {
    subject: 'A change',
    text: 'This address is being replaced. If that was not you, call the people who gave you your link, within 24 hours.\n',
  }
}

/**
 * What became of a mail. `refused`: it certainly did not leave, and `later` says whether another try makes sense (an
 * answer 4xx, or no connection). `unknown`: the line broke while it was handed over, so it may have left.
 */
export type Delivery =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'refused'; readonly later: boolean; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly reason: string }
