import { z } from 'zod'
import type { ConsentState } from '../access/decide.ts'
import type { DataClass } from '../access/matrix.ts'

/** A signed consent (42 CFR 2.31, trust.md 4.3). Never edited: a change is a new document and the end of the old one. */
export const ConsentKind = z.enum(['tpo', 'supporter', 'counseling-notes', 'legal-proceedings', 'other'])
export type ConsentKind = z.infer<typeof ConsentKind>
export const SharedClass = z.enum(['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C9', 'C10'])
export type SharedClass = z.infer<typeof SharedClass>
export const Language = z.enum(['en', 'es'])

/** What the document tells the person before they sign. Their words: `STATEMENTS`. */
export const Statement = z.enum(['may-revoke', 'may-be-redisclosed', 'if-you-refuse', 'not-a-condition'])
export type Statement = z.infer<typeof Statement>

const Words = z.string().trim().max(500)
const Expiry = z.union([
  z.strictObject({ on: z.iso.date() }),
  z.strictObject({ event: z.enum(['end-of-treatment', 'none']) }),
])

/** What a screen sends. Every field may be empty, so that the answer names all elements that are missing. */
export const ConsentForm = z.strictObject({
  kind: ConsentKind,
  recipient: z.strictObject({ name: Words, account: z.uuid().optional() }).optional(),
  classes: z.array(SharedClass).max(9).default([]),
  /** What is shared, in words the person understands. */
  information: Words.default(''),
  purpose: Words.default(''),
  expiry: Expiry.optional(),
  statements: z.array(Statement).max(4).default([]),
  /** The person's name as they sign it. */
  signature: Words.default(''),
  /** Only where staff record a paper one; a consent on the screen is signed today. */
  signedOn: z.iso.date().optional(),
  language: Language.default('en'),
})
export type ConsentForm = z.infer<typeof ConsentForm>

/** The document as it was signed; its canonical bytes are stored and hashed. */
export const ConsentDocument = z.object({
  version: z.literal(1),
  kind: ConsentKind,
  method: z.enum(['electronic', 'paper']),
  participant: z.string(),
  discloser: z.string(),
  recipient: z.string(),
  information: z.string(),
  classes: z.array(SharedClass),
  purpose: z.string(),
  expiry: z.union([Expiry, z.null()]),
  statements: z.array(z.object({ about: Statement, words: z.string() })),
  signature: z.string(),
  signedOn: z.string(),
  language: Language,
})
export type ConsentDocument = z.infer<typeof ConsentDocument>

/** The elements of 42 CFR 2.31(a), in its order. */
export const ELEMENTS = [
  'name of the participant',
  'who discloses',
  'what is shared',
  'who receives it',
  'purpose',
  'right to revoke',
  'expiration date or event',
  'signature',
  'date signed',
  'redisclosure and consequence of refusing',
] as const
export type Element = (typeof ELEMENTS)[number]

/**
 * The elements of 42 CFR 2.31(a) that a document lacks, in their order; empty when it is complete. The tenth is asked of
 * a consent for treatment, payment and operations alone; `none` as expiry is allowed for that kind alone.
 */
export function missingElements(document: ConsentDocument): Element[] {
  const says = (about: Statement) => document.statements.some((one) => one.about === about && one.words !== '')
  const tpo = document.kind === 'tpo'
  const openEnd = document.expiry !== null && 'event' in document.expiry && document.expiry.event === 'none'
  const present: Record<Element, boolean> = {
    'name of the participant': document.participant.trim() !== '',
    'who discloses': document.discloser.trim() !== '',
    'what is shared': document.information.trim() !== '' && document.classes.length > 0,
    'who receives it': document.recipient.trim() !== '',
    purpose: document.purpose.trim() !== '',
    'right to revoke': says('may-revoke'),
    'expiration date or event': document.expiry !== null && (tpo || !openEnd),
    signature: document.signature.trim() !== '',
    'date signed': document.signedOn !== '',
    'redisclosure and consequence of refusing': !tpo || (says('may-be-redisclosed') && says('if-you-refuse')),
  }
  return ELEMENTS.filter((element) => !present[element])
}

/**
 * What a consent combines that must stand alone, in a sentence; undefined when nothing. Counseling notes are never
 * combined and treatment never depends on them (42 CFR 2.31(b)); a supporter's consent shares the week and summaries.
 */
export function wronglyCombined({ kind, classes, statements }: ConsentDocument): string | undefined {
  const notes = classes.includes('C4')
  if (notes !== (kind === 'counseling-notes') || (notes && classes.length > 1)) {
    return 'Counseling notes need a consent of their own, with nothing else in it.'
  }
  if (notes && !statements.some((one) => one.about === 'not-a-condition')) {
    return 'A consent for counseling notes says that treatment does not depend on it.'
  }
  if (kind === 'supporter' && classes.some((one) => one !== 'C1' && one !== 'C2')) {
    return 'Family can be shown the week and summaries only.'
  }
  return undefined
}

/** A stored consent as far as it decides. */
export interface Standing {
  readonly classes: readonly string[]
  readonly beginsAt: number
  readonly endsAt: number | null
  readonly endedWithTreatment: boolean
  readonly revoked: boolean
}

/** Whether one consent counts at an instant (epoch milliseconds). */
export function standingAt(consent: Standing, now: number): 'in-force' | 'expired' | 'revoked' {
  if (consent.revoked) return 'revoked'
  if (consent.endedWithTreatment || (consent.endsAt !== null && consent.endsAt <= now)) return 'expired'
  return 'in-force'
}

/** What all consents that name one grantee say of a class: the best of them counts. */
export function consentStateOf(consents: readonly Standing[], dataClass: DataClass, now: number): ConsentState {
  const states = consents.map((consent) => {
    const standing = standingAt(consent, now)
    return standing === 'in-force' && !consent.classes.includes(dataClass) ? 'other' : standing
  })
  const order = ['in-force', 'other', 'expired', 'revoked'] as const
  return order.find((state) => states.includes(state)) ?? 'none'
}

/** What the person reads before signing (elements 6 and 10), in the language they read. Version 1. */
export const STATEMENTS: Readonly<Record<z.infer<typeof Language>, Readonly<Record<Statement, string>>>> = {
  en: {
    'may-revoke':
      'You can end this consent at any time, here under "My sharing" or in writing at the front desk. It ends at once. What was shared before stays shared.',
    'may-be-redisclosed':
      'Whoever receives your record for treatment, payment or operations may pass it on as the HIPAA rules permit, except in civil, criminal, administrative or legislative proceedings against you.',
    'if-you-refuse':
      'You need not sign. Without it we cannot bill your insurance or tell your other care givers, and may ask you to pay yourself.',
    'not-a-condition': 'Your treatment does not depend on this consent.',
  },
  es: {
    'may-revoke':
      'Usted puede terminar este consentimiento en cualquier momento, aquí en "Lo que comparto" o por escrito en la recepción. Termina enseguida. Lo que ya se compartió sigue compartido.',
    'may-be-redisclosed':
      'Quien reciba su expediente para tratamiento, pago u operaciones puede transmitirlo como lo permiten las reglas de HIPAA, excepto en procedimientos civiles, penales, administrativos o legislativos contra usted.',
    'if-you-refuse':
      'No está obligado a firmar. Sin su firma no podemos facturar a su seguro ni informar a sus otros proveedores, y quizá le pidamos que pague usted.',
    'not-a-condition': 'Su tratamiento no depende de este consentimiento.',
  },
}

/** The document that a complete form becomes; the server gives names, date and the words of the statements. */
export function documentOf(
  form: ConsentForm,
  facts: { participant: string; discloser: string; method: 'electronic' | 'paper'; signedOn: string },
): ConsentDocument {
  return {
    version: 1,
    kind: form.kind,
    method: facts.method,
    participant: facts.participant,
    discloser: facts.discloser,
    recipient: form.recipient?.name ?? '',
    information: form.information,
    classes: SharedClass.options.filter((one) => form.classes.includes(one)),
    purpose: form.purpose,
    expiry: form.expiry ?? null,
    statements: Statement.options
      .filter((about) => form.statements.includes(about))
      .map((about) => ({ about, words: STATEMENTS[form.language][about] })),
    signature: form.signature,
    signedOn: facts.signedOn,
    language: form.language,
  }
}
