import { z } from 'zod'
import { GroupDraft } from './draft.ts'
import { individualNotes, missingIn, type GroupNote, type MemberLine, type Missing } from './group-note.ts'

const MissingShown = z.object({
  what: z.enum(['no-narrative', 'unmarked', 'no-line', 'name', 'cloned']),
  member: z.uuid().nullable(),
  words: z.string(),
})

/** A group with its members as the page of its note shows them. */
export const GroupSession = z.object({
  session: z.object({ id: z.uuid(), service: z.string(), start: z.string(), end: z.string() }),
  version: z.int(),
  savedAt: z.string().nullable(),
  savedBy: z.string().nullable(),
  draft: GroupDraft,
  members: z.array(
    z.object({ participant: z.uuid(), name: z.string(), attendance: z.string().nullable(), absent: z.boolean() }),
  ),
  missing: z.array(MissingShown),
  signed: z.boolean(),
})
export type GroupSession = z.infer<typeof GroupSession>

/** A member of the session with what is known of them before anything is written. */
export interface Member {
  readonly participant: string
  readonly name: string
  readonly attendance: string | null
  readonly absent: boolean
  readonly before: string | null
}

/** The draft with the session's members: everybody seated has a line, nobody else has. */
export function groupNoteOf(draft: GroupDraft, members: readonly Member[]): GroupNote {
  return {
    template: draft.template,
    narrative: draft.narrative,
    lines: members.map((member): MemberLine => {
      const line = draft.lines[member.participant]
      return {
        member: member.participant,
        name: member.name,
        attendance: member.attendance,
        absent: member.absent,
        before: member.before,
        chips: line?.chips ?? [],
        words: line?.words ?? '',
        plan: line?.plan ?? '',
        clonedOnPurpose: line?.clonedOnPurpose ?? false,
      }
    }),
  }
}

/** What is missing, each with a sentence that says how to mend it. */
export function missingInWords(draft: GroupDraft, members: readonly Member[]): z.infer<typeof MissingShown>[] {
  const nameOf = new Map(members.map(({ participant, name }) => [participant, name]))
  return missingIn(groupNoteOf(draft, members)).map((missing) => ({
    what: missing.what,
    member: 'member' in missing ? missing.member : null,
    words: sentenceOf(missing, (member) => nameOf.get(member) ?? ''),
  }))
}

/** One note a member, ready to be stored. */
export function notesOf(draft: GroupDraft, members: readonly Member[]) {
  return individualNotes(groupNoteOf(draft, members))
}

function sentenceOf(missing: Missing, nameOf: (member: string) => string): string {
  switch (missing.what) {
    case 'no-narrative':
      return 'Write what the group did.'
    case 'unmarked':
      return `Mark whether ${nameOf(missing.member)} was there.`
    case 'no-line':
      return `Write a line for ${nameOf(missing.member)}.`
    case 'name':
      return missing.member === null
        ? `The text for all names ${nameOf(missing.found.member)} ("${missing.found.written}"). Maybe write "a member".`
        : `The line of ${nameOf(missing.member)} names somebody else ("${missing.found.written}"). Maybe write "a member".`
    case 'cloned':
      return missing.from === 'last-note'
        ? `The line of ${nameOf(missing.member)} is almost that of the last note. Change it, or say that it is right.`
        : `The line of ${nameOf(missing.member)} is almost another member's. Change it, or say that it is right.`
  }
}
