/** How alike two texts are, from 0 to 1: the share of runs of words that stand in both (Jaccard index of word shingles). */
export function likeness(one: string, other: string): number {
  const [a, b] = [shinglesOf(one), shinglesOf(other)]
  if (a.size === 0 || b.size === 0) return 0
  const both = [...a].filter((shingle) => b.has(shingle)).length
  return both / (a.size + b.size - both)
}

/** From here on two lines count as one text written twice: generic, identical notes are denied by payers. */
export const CLONED_FROM = 0.8
/** Shorter lines say the same in the same words without being copied ("Listened."). */
const FEWEST_WORDS = 6
const RUN = 3

/** Whether a line is so much like another that somebody should look again. */
export function isCloned(one: string, other: string): boolean {
  return wordsOf(one).length >= FEWEST_WORDS && likeness(one, other) >= CLONED_FROM
}

function shinglesOf(text: string): Set<string> {
  const words = wordsOf(text)
  if (words.length < RUN) return new Set(words.length > 0 ? [words.join(' ')] : [])
  return new Set(words.slice(RUN - 1).map((_, at) => words.slice(at, at + RUN).join(' ')))
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
