/**
 * A service's name for a narrow chip: whole words while they fit, then the beginning of the next word with a period
 * (`Relapse prev.`). The full name stays in the chip's title and in the cards.
 */
export function chipName(name: string, room = 12): string {
  if (name.length <= room) return name
  const [first = '', ...rest] = name.split(' ')
  let short = first.length > room ? `${first.slice(0, room - 1)}.` : first
  for (const word of rest) {
    const left = room - short.length - 1
    if (word.length <= left) short += ` ${word}`
    else return left >= 4 ? `${short} ${word.slice(0, left - 1)}.` : withoutJoint(short)
  }
  return short
}

/** A name does not end in `and`, `of` or their like. */
function withoutJoint(name: string): string {
  return name.replace(/ (and|of|in|for|with|the|&)$/, '')
}
