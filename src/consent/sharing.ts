import { z } from 'zod'
import { ConsentDocument, ConsentKind, SharedClass, Statement } from './consent.ts'

const WallTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/)

/** A consent as the person and staff read it. */
export const Consent = z.object({
  id: z.uuid(),
  kind: ConsentKind,
  state: z.enum(['in-force', 'expired', 'revoked']),
  recipient: z.string(),
  /** The account of the supporter it names; null for a recipient who does not sign in. */
  account: z.uuid().nullable(),
  classes: z.array(SharedClass),
  purpose: z.string(),
  expiresOn: z.string().nullable(),
  expiryEvent: z.enum(['end-of-treatment', 'none']).nullable(),
  recordedAt: z.string(),
  revocation: z.object({ at: z.string(), by: z.string(), because: z.enum(['revoked', 'known-false']) }).nullable(),
  document: ConsentDocument,
  /** SHA-256 of the signed bytes, hex. */
  hash: z.string(),
})
export type Consent = z.infer<typeof Consent>

/** A person's consents, newest first, and the sentences a new one will hold. */
export const Sharing = z.object({ consents: z.array(Consent), statements: z.record(Statement, z.string()) })
export type Sharing = z.infer<typeof Sharing>

/** Times and travel of a week: all that family ever sees of it. The title is the same for every appointment. */
export const SharedWeek = z.object({
  person: z.object({ id: z.uuid(), name: z.string() }),
  timeZone: z.string(),
  weekStart: z.iso.date(),
  /** What the consent covers; without C1 there are no appointments. */
  classes: z.array(SharedClass),
  appointments: z.array(
    z.object({ start: WallTime, end: WallTime, title: z.literal('Appointment'), travelMinutes: z.int() }),
  ),
})
export type SharedWeek = z.infer<typeof SharedWeek>

/** 42 CFR 2.32: the statement, and a clear explanation of the consent's scope. */
export const Notice = z.object({ version: z.string(), short: z.string(), long: z.string(), scope: z.string() })

export const SharedWithMe = z.object({
  people: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      classes: z.array(SharedClass),
      purpose: z.string(),
      expiresOn: z.string().nullable(),
    }),
  ),
})
export type SharedWithMe = z.infer<typeof SharedWithMe>

/** The accounting of 42 CFR 2.25: what left the program, and who opened the record in an emergency. */
export const Disclosures = z.object({
  disclosures: z.array(
    z.object({
      at: z.string(),
      recipient: z.string(),
      purpose: z.string(),
      classes: z.array(z.string()),
      consent: z.uuid().nullable(),
      legalBasis: z.string().nullable(),
      noticeVersion: z.string(),
    }),
  ),
  emergencies: z.array(z.object({ at: z.string(), by: z.string(), until: z.string(), reason: z.string() })),
})
export type Disclosures = z.infer<typeof Disclosures>
