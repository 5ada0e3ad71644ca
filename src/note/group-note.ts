import { isCloned } from './clones.ts'
import { namesIn, type FoundName, type Named } from './names.ts'

/** The parts of a note, in order, by template. */
export const TEMPLATES = {
  DAP: ['data', 'assessment', 'plan'],
  BIRP: ['behavior', 'intervention', 'response', 'plan'],
  SOAP: ['subjective', 'objective', 'assessment', 'plan'],
} as const
export type Template = keyof typeof TEMPLATES

/** One group as it is written down: what all did, and a line for each member. */
export interface GroupNote {
  readonly template: Template
  readonly narrative: string
  readonly lines: readonly MemberLine[]
}

export interface MemberLine {
  readonly member: string
  readonly name: string
  /** Attendance in words, from the marks; null while nobody has marked the person. */
  readonly attendance: string | null
  readonly absent: boolean
  readonly chips: readonly string[]
  /** What this person did and said, and what it means. */
  readonly words: string
  readonly plan: string
  /** The line of the person's last note, for the comparison; null when there is none. */
  readonly before: string | null
  /** Whoever writes has looked at a line that is much like another, and it is right. */
  readonly clonedOnPurpose: boolean
}

/** What is missing before a group note can be signed, in the order in which a writer mends it. */
export type Missing =
  | { readonly what: 'no-narrative' }
  | { readonly what: 'unmarked'; readonly member: string }
  | { readonly what: 'no-line'; readonly member: string }
  | { readonly what: 'name'; readonly member: string | null; readonly found: FoundName }
  | { readonly what: 'cloned'; readonly member: string; readonly from: 'last-note' | 'another-line' }

export function missingIn(note: GroupNote): Missing[] {
  const present = note.lines.filter(({ absent }) => !absent)
  return [
    ...(note.narrative.trim() === '' && present.length > 0 ? [{ what: 'no-narrative' } as const] : []),
    ...note.lines.flatMap(({ member, attendance }) =>
      attendance === null ? [{ what: 'unmarked', member } as const] : [],
    ),
    ...present.flatMap(({ member, words }) => (words.trim() === '' ? [{ what: 'no-line', member } as const] : [])),
    ...namesOf(note),
    ...present.flatMap((line) => cloneOf(line, present)),
  ]
}

/** Names of any member in the shared narrative, and of others in a member's own line. */
function namesOf(note: GroupNote): Missing[] {
  const people: Named[] = note.lines.map(({ member, name }) => ({ id: member, name }))
  const shared = namesIn(note.narrative, people).map((found) => ({ what: 'name', member: null, found }) as const)
  const single = note.lines.flatMap((line) => {
    const others = people.filter(({ id, name }) => id !== line.member && name !== line.name)
    return [line.words, line.plan]
      .flatMap((text) => namesIn(text, others))
      .map((found) => ({ what: 'name', member: line.member, found }) as const)
  })
  return [...shared, ...single]
}

function cloneOf(line: MemberLine, present: readonly MemberLine[]): Missing[] {
  if (line.clonedOnPurpose) return []
  const { member } = line
  if (line.before !== null && isCloned(line.words, line.before)) return [{ what: 'cloned', member, from: 'last-note' }]
  const again = present.some((other) => other.member !== member && isCloned(line.words, other.words))
  return again ? [{ what: 'cloned', member, from: 'another-line' }] : []
}

/** One person's note of a group. `parts` has exactly the template's parts. */
export interface IndividualNote {
  readonly member: string
  readonly parts: Readonly<Record<string, string>>
  readonly chips: readonly string[]
}

/**
 * A note for every member: the shared narrative is what happened, the own line what it meant for this person. Who was
 * absent gets that said and nothing of the group. To be called when nothing is missing.
 */
export function individualNotes(note: GroupNote): IndividualNote[] {
  return note.lines.map((line) => ({
    member: line.member,
    parts: line.absent ? absentParts(note.template, line) : presentParts(note, line),
    chips: line.absent ? [] : line.chips,
  }))
}

function presentParts({ template, narrative }: GroupNote, line: MemberLine): Record<string, string> {
  const happened = [`Attendance: ${line.attendance ?? ''}.`, narrative.trim()].join('\n')
  const own = line.words.trim()
  const plan = line.plan.trim()
  const parts: Record<Template, Record<string, string>> = {
    DAP: { data: happened, assessment: own, plan },
    BIRP: { behavior: own, intervention: happened, response: line.chips.join(', '), plan },
    SOAP: { subjective: own, objective: happened, assessment: line.chips.join(', '), plan },
  }
  return parts[template]
}

function absentParts(template: Template, line: MemberLine): Record<string, string> {
  const [first, ...others] = TEMPLATES[template]
  const plan = line.plan.trim()
  return Object.fromEntries([
    [first, `Attendance: ${line.attendance ?? ''}.`],
    ...others.map((part) => [part, part === 'plan' ? plan : '']),
  ])
}
