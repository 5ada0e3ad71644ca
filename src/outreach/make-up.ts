import { z } from 'zod'

const Meeting = z.object({
  session: z.uuid(),
  service: z.string(),
  start: z.string(),
  end: z.string(),
  with: z.string(),
  place: z.string(),
  telehealth: z.boolean(),
  minutes: z.int(),
})

/** Sessions somebody who is short could still attend this week, best first. */
export const PossibleMakeUps = z.object({
  /** Minutes of the dose that are out of reach with what is planned. */
  short: z.int(),
  sessions: z.array(
    Meeting.extend({
      trips: z.int(),
      travelMinutes: z.int(),
      /** The missed service it stands for; null where it is the same. */
      inPlaceOf: z.string().nullable(),
      free: z.int(),
      offered: z.boolean(),
    }),
  ),
})
export type PossibleMakeUps = z.infer<typeof PossibleMakeUps>

export const OfferMakeUp = z.strictObject({ session: z.uuid() })

/** What was offered to a person this week, and what came of it; `gone` when the seat is taken or the session has begun. */
export const MakeUpOffers = z.object({
  offers: z.array(
    Meeting.extend({ id: z.uuid(), offeredAt: z.string(), state: z.enum(['open', 'accepted', 'declined', 'gone']) }),
  ),
})
export type MakeUpOffers = z.infer<typeof MakeUpOffers>
export type MakeUpOffer = MakeUpOffers['offers'][number]

export const AnswerMakeUp = z.strictObject({ answer: z.enum(['accepted', 'declined']) })
export type AnswerMakeUp = z.infer<typeof AnswerMakeUp>
