import { z } from 'zod'
import { TEMPLATES } from './group-note.ts'

export const NOTE_KINDS = ['group', 'individual', 'family', 'medical', 'case-management'] as const

const TemplateName = z.enum(['DAP', 'BIRP', 'SOAP'])
const Part = z.string().max(8000)

/** A note of one person while it is written; the id is the screen's, so that a save sent again is the same save. */
export const WriteProgressNote = z
  .strictObject({
    kind: z.enum(['individual', 'family', 'medical', 'case-management']),
    template: TemplateName,
    session: z.uuid().nullable().default(null),
    addendumTo: z.uuid().nullable().default(null),
    /** The version the screen began from; 0 for a new note. */
    basedOn: z.int().min(0),
    parts: z.record(z.string(), Part),
    chips: z.array(z.string().trim().min(1).max(60)).max(12).default([]),
    copiedFrom: z.uuid().nullable().default(null),
  })
  .check((context) => {
    const wanted: readonly string[] = TEMPLATES[context.value.template]
    const strange = Object.keys(context.value.parts).filter((part) => !wanted.includes(part))
    if (strange.length > 0)
      context.issues.push({
        code: 'custom',
        input: context.value.parts,
        path: ['parts'],
        message: `A ${context.value.template} note has the parts ${wanted.join(', ')}.`,
      })
  })
export type WriteProgressNote = z.infer<typeof WriteProgressNote>

const Signature = z.object({
  as: z.enum(['author', 'co-signer']),
  by: z.string(),
  at: z.string(),
  /** Signed more than a day after the session ended. */
  late: z.boolean(),
})

/** One person's note in its latest version. */
export const ProgressNote = z.object({
  id: z.uuid(),
  version: z.int(),
  kind: z.enum(NOTE_KINDS),
  template: TemplateName,
  session: z.object({ id: z.uuid(), service: z.string(), start: z.string() }).nullable(),
  addendumTo: z.uuid().nullable(),
  parts: z.array(z.object({ part: z.string(), words: z.string() })),
  chips: z.array(z.string()),
  copied: z.boolean(),
  author: z.string(),
  own: z.boolean(),
  writtenAt: z.string(),
  signatures: z.array(Signature),
})
export type ProgressNote = z.infer<typeof ProgressNote>
export const ProgressNotes = z.object({ notes: z.array(ProgressNote) })

/** The bytes a signature is over: what was written, for whom, by whom, in which version. */
export function signedContent(note: {
  readonly participant: string
  readonly note: string
  readonly version: number
  readonly template: string
  readonly parts: Readonly<Record<string, string>>
  readonly chips: readonly string[]
  readonly signedBy: string
  readonly signsAs: 'author' | 'co-signer'
}) {
  return { ...note, chips: [...note.chips] }
}
