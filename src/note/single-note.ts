import { z } from 'zod'
import { isValidOn } from '../team/team.ts'
import { isCloned } from './clones.ts'
import { TEMPLATES } from './group-note.ts'
import { merged, type Merged } from './merge.ts'
import { inTemplate, partsOf, wordsOf } from './template.ts'

export const NOTE_KINDS = ['group', 'individual', 'family', 'medical', 'case-management'] as const

/** One person's note while it is written: nothing is required, everything is kept. */
export const NoteDraft = z
  .strictObject({
    kind: z.enum(NOTE_KINDS),
    template: z.enum(['DAP', 'BIRP', 'SOAP']),
    session: z.uuid().nullable().default(null),
    /** The signed note this one adds to. */
    addendumTo: z.uuid().nullable().default(null),
    parts: z.record(z.string(), z.string().max(8000)),
    chips: z.array(z.string().trim().min(1).max(60)).max(12).default([]),
    copiedFrom: z.uuid().nullable().default(null),
  })
  .check(({ value, issues }) => {
    const wanted: readonly string[] = TEMPLATES[value.template]
    if (Object.keys(value.parts).some((part) => !wanted.includes(part)))
      issues.push({
        code: 'custom',
        input: value.parts,
        path: ['parts'],
        message: `A ${value.template} note has the parts ${wanted.join(', ')}.`,
      })
    if (value.kind === 'group' && value.addendumTo === null)
      issues.push({
        code: 'custom',
        input: value.kind,
        path: ['kind'],
        message: 'Notes of a group are written with the group.',
      })
  })
export type NoteDraft = z.infer<typeof NoteDraft>

/** `basedOn` is the version the writer's screen began from; 0 before the first. */
export const SaveNote = z.strictObject({ basedOn: z.int().min(0), draft: NoteDraft })
export type SaveNote = z.infer<typeof SaveNote>

/** What two screens wrote of one note since the same version, brought together. */
export function mergeNotes(base: NoteDraft, mine: NoteDraft, theirs: NoteDraft): Merged<NoteDraft> {
  const names = [...new Set([base, mine, theirs].flatMap(({ parts }) => Object.keys(parts)))].toSorted()
  const { draft, conflicts } = merged((pick) => {
    const field = <K extends keyof NoteDraft>(key: K) => pick(key, [base[key], mine[key], theirs[key]])
    const part = (name: string) =>
      pick(name, [base.parts[name] ?? '', mine.parts[name] ?? '', theirs.parts[name] ?? ''])
    return {
      kind: field('kind'),
      template: field('template'),
      session: field('session'),
      addendumTo: field('addendumTo'),
      parts: Object.fromEntries(names.map((name) => [name, part(name)])),
      chips: field('chips'),
      copiedFrom: field('copiedFrom'),
    }
  })
  return { draft: inTemplate(draft, draft.template), conflicts }
}

/** What is known of a note beside its words, when somebody wants to sign it. */
export interface NoteFacts {
  /** Null for a note of no session. `attendance` in words from the marks; null while the person is unmarked. */
  readonly session: { readonly over: boolean; readonly attendance: string | null; readonly absent: boolean } | null
  /** The words of the last signed note of this kind; null when there is none. */
  readonly lastWords: string | null
  /** Whoever writes has looked at words that are much like the last note's, and they are right. */
  readonly clonedOnPurpose: boolean
}

export type MissingInNote =
  | { readonly what: 'not-over' }
  | { readonly what: 'unmarked' }
  | { readonly what: 'no-part'; readonly part: string }
  | { readonly what: 'cloned' }

/**
 * What is missing before a single note can be signed, in the order in which a writer mends it (docs/states/note.md). An
 * addendum needs words and nothing else; who was absent needs the fact and a plan.
 */
export function missingInNote(draft: NoteDraft, facts: NoteFacts): MissingInNote[] {
  const blank = partsOf(draft).filter(({ words }) => words.trim() === '')
  const [first] = TEMPLATES[draft.template]
  if (draft.addendumTo !== null)
    return blank.length === TEMPLATES[draft.template].length ? [{ what: 'no-part', part: first }] : []
  const absent = facts.session?.absent === true
  const needed = blank.filter(({ part }) => !absent || part === first || part === 'plan')
  const cloned = facts.lastWords !== null && !facts.clonedOnPurpose && isCloned(wordsOf(draft), facts.lastWords)
  return [
    ...(facts.session?.over === false ? [{ what: 'not-over' } as const] : []),
    ...(facts.session?.over && facts.session.attendance === null ? [{ what: 'unmarked' } as const] : []),
    ...needed.map(({ part }) => ({ what: 'no-part', part }) as const),
    ...(cloned ? [{ what: 'cloned' } as const] : []),
  ]
}

/** What is missing, each with a sentence that says how to mend it. */
export function missingInWords(missing: readonly MissingInNote[]): { what: MissingInNote['what']; words: string }[] {
  return missing.map((one) => ({ what: one.what, words: sentenceOf(one) }))
}

function sentenceOf(missing: MissingInNote): string {
  switch (missing.what) {
    case 'not-over':
      return 'The session is not over yet. Sign when it is.'
    case 'unmarked':
      return 'Mark on the day board whether the person was there.'
    case 'no-part':
      return `Write the part "${missing.part}".`
    case 'cloned':
      return 'These words are almost those of the last note. Change them, or say that they are right.'
  }
}

type HeldLicense = Parameters<typeof isValidOn>[0]

/**
 * Why nobody with these licenses signs for a service held on `day`, today (`YYYY-MM-DD`): not licensed for it on its day,
 * or no longer licensed for it. Null when nothing is in the way.
 */
export function licenseTrouble(
  licenses: readonly HeldLicense[],
  asked: { readonly service: string; readonly day: string; readonly today: string },
): string | null {
  const { service, day, today } = asked
  const validOn = (on: string) => licenses.some((one) => isValidOn(one, on))
  if (validOn(day) && validOn(today)) return null
  const advice = 'Maybe record the renewed license, or ask a supervisor what to do with this note.'
  if (licenses.length === 0) return `No license for ${service} is recorded for you. ${advice}`
  const ended = licenses
    .flatMap(({ valid_until: until }) => until ?? [])
    .filter((until) => until < today)
    .toSorted()
    .at(-1)
  const began = licenses.map(({ valid_from: from }) => from).toSorted()[0]!
  const why = ended === undefined ? `begins on ${began}` : `ended on ${ended}`
  return `Your license for ${service} ${why}; the session was on ${day}. ${advice}`
}
