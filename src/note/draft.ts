import { z } from 'zod'
import { merged, type Merged } from './merge.ts'

const Words = z.string().max(8000)

/** The line of one member while it is written. */
const DraftLine = z.strictObject({
  words: Words.default(''),
  plan: Words.default(''),
  chips: z.array(z.string().trim().min(1).max(60)).max(12).default([]),
  clonedOnPurpose: z.boolean().default(false),
})
export type DraftLine = z.infer<typeof DraftLine>

/** A group note while it is written: nothing is required, everything is kept. */
export const GroupDraft = z.strictObject({
  template: z.enum(['DAP', 'BIRP', 'SOAP']).default('DAP'),
  narrative: Words.default(''),
  /** By participant. */
  lines: z.record(z.uuid(), DraftLine).default({}),
})
export type GroupDraft = z.infer<typeof GroupDraft>

/** `basedOn` is the version the writer's screen began from; 0 before the first. */
export const SaveDraft = z.strictObject({ basedOn: z.int().min(0), draft: GroupDraft })
export type SaveDraft = z.infer<typeof SaveDraft>

export const EMPTY_DRAFT: GroupDraft = { template: 'DAP', narrative: '', lines: {} }
const EMPTY_LINE: DraftLine = { words: '', plan: '', chips: [], clonedOnPurpose: false }

/** What two people wrote of one group since the same version, brought together. */
export function mergeDrafts(base: GroupDraft, mine: GroupDraft, theirs: GroupDraft): Merged<GroupDraft> {
  const members = [...new Set([base, mine, theirs].flatMap(({ lines }) => Object.keys(lines)))].toSorted()
  const lineIn = ({ lines }: GroupDraft, member: string) => lines[member] ?? EMPTY_LINE
  return merged((pick) => {
    const lines = members.map((member): [string, DraftLine] => {
      const [was, my, their] = [lineIn(base, member), lineIn(mine, member), lineIn(theirs, member)]
      const field = <K extends keyof DraftLine>(key: K) =>
        pick(`lines.${member}.${key}`, [was[key], my[key], their[key]])
      return [
        member,
        {
          words: field('words'),
          plan: field('plan'),
          chips: field('chips'),
          clonedOnPurpose: field('clonedOnPurpose'),
        },
      ]
    })
    return {
      template: pick('template', [base.template, mine.template, theirs.template]),
      narrative: pick('narrative', [base.narrative, mine.narrative, theirs.narrative]),
      lines: Object.fromEntries(lines),
    }
  })
}
