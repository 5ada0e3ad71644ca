import { TEMPLATES, type Template } from './group-note.ts'

/** The same words in another template: parts of the same name stay, the others follow in order. No word is left behind. */
export function inTemplate<Draft extends { parts: Readonly<Record<string, string>> }>(
  draft: Draft,
  template: Template,
) {
  const wanted: readonly string[] = TEMPLATES[template]
  const homeless = Object.entries(draft.parts).filter(([part, words]) => !wanted.includes(part) && words !== '')
  const parts = Object.fromEntries(wanted.map((part) => [part, draft.parts[part] ?? '']))
  const free = wanted.filter((part) => draft.parts[part] === undefined || draft.parts[part] === '')
  for (const [at, [, words]] of homeless.entries()) {
    const part = free[at] ?? wanted[0]!
    parts[part] = parts[part] === '' ? words : `${parts[part]}\n${words}`
  }
  return { ...draft, template, parts }
}

/** The parts of the draft's template in order. */
export function partsOf(draft: { template: Template; parts: Readonly<Record<string, string>> }) {
  return TEMPLATES[draft.template].map((part) => ({ part, words: draft.parts[part] ?? '' }))
}

/** All words of a note, for the comparison with another. */
export function wordsOf(draft: { template: Template; parts: Readonly<Record<string, string>> }): string {
  return partsOf(draft)
    .map(({ words }) => words)
    .join('\n')
}
