/** A place where another member's name stands in a text: as it was written, and where it begins (characters from 0). */
export interface FoundName {
  readonly member: string
  readonly written: string
  readonly at: number
}

export interface Named {
  readonly id: string
  readonly name: string
}

/** Parts of a name shorter than this are too common in ordinary words to be looked for alone ("Al", "Jo", "B."). */
const SHORTEST_PART = 3

/**
 * Where a text names any of these people: whole chosen names and their parts, without regard to case and accents, at the
 * borders of words only. A name that is also an ordinary word ("Hope", "Will") is found only where it begins with a
 * capital, so that no sentence is refused for hoping.
 */
export function namesIn(text: string, people: readonly Named[]): FoundName[] {
  const folded = fold(text)
  return people
    .flatMap(({ id, name }) =>
      partsOf(name).flatMap((part) => placesOf(text, folded, part).map((at) => ({ id, part, at }))),
    )
    .map(({ id, part, at }) => ({ member: id, written: text.slice(at, at + part.length), at }))
    .toSorted((a, b) => a.at - b.at || b.written.length - a.written.length)
    .filter((found, index, all) => !all.slice(0, index).some((other) => covers(other, found)))
}

function covers(other: FoundName, found: FoundName): boolean {
  return (
    other.member === found.member &&
    other.at <= found.at &&
    found.at + found.written.length <= other.at + other.written.length
  )
}

function partsOf(name: string): string[] {
  const words = fold(name)
    .split(/[^\p{L}\p{N}'’-]+/u)
    .filter((word) => word.length > 0)
  const whole = words.join(' ')
  return [...new Set([whole, ...words])].filter((part) => part.length >= SHORTEST_PART)
}

function placesOf(text: string, folded: string, part: string): number[] {
  const places: number[] = []
  for (let at = folded.indexOf(part); at >= 0; at = folded.indexOf(part, at + 1)) {
    const bounded = !isLetter(folded[at - 1]) && !isLetter(folded[at + part.length])
    const isName = !ORDINARY.has(part) || text[at] !== folded[at]
    if (bounded && isName) places.push(at)
  }
  return places
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character)
}

/** Lower case without accents, character by character, so that places in the folded text are places in the text. */
function fold(text: string): string {
  return Array.from({ length: text.length }, (_, at) => {
    const plain = text[at]!.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
    return plain.length === 1 ? plain : text[at]!
  }).join('')
}

/** First names that are also English words of a note. */
const ORDINARY = new Set(
  'hope will grace faith joy may june april august art bill rose mark frank grant chase drew jack rich sunny summer autumn dawn guy ray pat rob sue skip chance chip'.split(
    ' ',
  ),
)
