/** What a counselor writes about twelve people, none like another. */
export const LINES = [
  'Named Friday pay day as the hard one; will go shopping with an aunt first.',
  'Quiet at first, then asked how others tell a boss that they cannot stay late.',
  'Tried the role play twice and laughed about the second time; sees that a short no is enough.',
  'Brought the phone list of last week; two of five were called, one answered.',
  'Says that the way past the old house still pulls, and drew another way on the board.',
  'Worried about the court date; the group helped to write down three questions.',
  'Slept badly, stayed to the end, wants the morning group next week.',
  'Gave somebody else the idea with the bus and was thanked for it.',
  'Had a hard evening on Tuesday and called before, not after: that was new.',
  'Practiced with the door closed and then with everybody looking on.',
  'Laughed for the first time in weeks, and said so on the way out.',
  'Asked for the number of the night line and saved it under a made-up name.',
]

/** How fast a counselor types who does nothing else: 40 words a minute. */
const CHARACTERS_A_MINUTE = 200

export function minutesToType(characters: number): number {
  return characters / CHARACTERS_A_MINUTE
}
