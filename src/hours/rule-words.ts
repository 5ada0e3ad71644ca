/** Rules with this case's numbers in them; minutes as people say them. */
const RULE_WORDS: Readonly<Record<string, (needs: number, has: number) => string>> = {
  'day-too-short': (needs, has) => `The day has ${hm(has)} that count; this payer asks for ${hm(needs)}.`,
  'too-few-services': (needs, has) => `The day has ${has} services; this payer asks for ${needs}.`,
  'note-not-signed': (needs, has) => `${hm(needs - has)} wait for a signed note.`,
  'too-few-days': (needs, has) => `${has} of the ${needs} days this payer asks for in a week.`,
  'too-little-scheduled': (needs, has) => `${hm(has)} are scheduled; this payer asks for ${hm(needs)} a week.`,
  'too-much-remote': (needs, has) => `${has} % of the hours were remote; this payer allows ${needs} %.`,
  counted: () => 'Not all minutes of the session count: breaks and rounding are left out.',
}

/** Rules without numbers: what an entry of the ledger says it was counted by. */
const RULE_NAMES: Readonly<Record<string, string>> = {
  dose: 'The hours prescribed for a week.',
  booked: 'The whole session is booked.',
  here: 'Marked as here.',
  late: 'Came late.',
  'left-early': 'Left early.',
  remote: 'Attended remotely.',
  excused: 'Excused.',
  'no-show': 'Did not come.',
  withdrawn: 'No longer there: the seat or the mark was taken back.',
  counted: 'Counts for this payer, without breaks and rounding where the rule leaves them out.',
  payable: 'The day is payable.',
  'day-too-short': 'The day is too short for this payer.',
  'too-few-services': 'The day has too few services for this payer.',
  'note-not-signed': 'Not all notes of the day are signed.',
  'plan-not-signed': 'No signed plan is in force on this day.',
  'not-certified': 'No certification of need is in force on this day.',
  'not-authorized': 'No authorization is in force on this day.',
  'overlaps-partial-hospitalization': 'A partial hospitalization is in force on this day.',
  'too-few-days': 'The week has too few payable days.',
  'too-little-scheduled': 'Too little is scheduled in the week.',
  'too-much-remote': 'Too much of the week was remote.',
  'not-licensed': 'Whoever held it was not licensed for it on that day.',
  'kind-not-counted': 'This kind of session does not count for this payer.',
  'remote-group': 'A group attended remotely does not count for this payer.',
  'group-too-small': 'Too few came for the group to count.',
}

/** A rule in words; `needs` and `has` as the rule counts them. The pack's name in front of a rule is left out. */
export function wordsOfRule(rule: string, needs = 0, has = 0): string {
  const name = bare(rule)
  const words = Object.hasOwn(RULE_WORDS, name) ? RULE_WORDS[name] : undefined
  return words ? words(needs, has) : nameOfRule(rule)
}

/** A rule in words that hold without its numbers. */
export function nameOfRule(rule: string): string {
  const name = bare(rule)
  return (Object.hasOwn(RULE_NAMES, name) ? RULE_NAMES[name] : undefined) ?? name
}

/** The payer's pack in front of a rule; null for rules that are no payer's. */
export function packOfRule(rule: string): string | null {
  return rule.includes(':') ? rule.slice(0, rule.indexOf(':')) : null
}

/** Minutes as people say them: 540 is "9 h", 525 is "8 h 45 min". */
export function hm(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

function bare(rule: string): string {
  return rule.slice(rule.indexOf(':') + 1)
}
