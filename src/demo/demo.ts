import type { WeekBoard } from '../schedule/week-board.ts'

/** Accounts of the demo center, by the codes of its files, in the order the sign-in page shows them. */
export const DEMO_ACCOUNTS: readonly string[] = [
  'staff/brand',
  'staff/alvarez',
  'staff/okafor',
  'staff/lindqvist',
  'staff/tran',
  'staff/whitaker',
  'staff/hollis',
  'staff/haddad',
  'staff/marsh',
  'staff/stanek',
  'staff/reyes',
  'staff/cho',
  'person/dana',
  'person/maria',
]

/** Dana's mother has no record of her own: a supporter exists by consent alone. */
export const DEMO_SUPPORTER = { code: 'supporter/dana-mother', name: "Dana's mother", roles: ['supporter'] as const }

/** Each week is planned this long at the center's first start; the proof names what was reached in it. */
export const DEMO_SECONDS = 3
/** Steps of the search instead, about as long: the demo center is the same one on every machine. */
export const DEMO_STEPS = 1_500

/** What `npm start` prints of the coming week, every number from the board itself. */
export function summaryLines(board: WeekBoard): string[] {
  const { summary } = board
  const broken = overlapsIn(board)
  const short = board.people.filter((person) => person.plannedMinutes < person.targetMinutes)
  const mix = [`${summary.groups} group sessions`, `${summary.individual} individual`, `${summary.family} family`]
  const own = summary.ownCounselorPercent === null ? '' : `    own counselor ${summary.ownCounselorPercent} %`
  return [
    row(`Week of ${dayWords(board.weekStart)}`, [`${summary.people} participants`, ...mix].join(' · ')),
    row(
      'Hours planned',
      `${summary.peopleAtTarget} of ${summary.people} reach theirs    obligations broken ${broken.obligations}    overlaps ${broken.overlaps}${own}`,
    ),
    ...short.map((person, index) =>
      row(
        index === 0 ? 'Not yet possible' : '',
        `${person.name} ${hours(person.plannedMinutes)} of ${hours(person.targetMinutes)}: ${whyShort(person)}`,
      ),
    ),
    ...(summary.gapPercent === null
      ? []
      : [row('Proven', `at most ${summary.gapPercent} % from the best possible week; solved in ${summary.seconds} s`)]),
  ]
}

/** Counted from the board as everybody sees it, not taken from the planner's word. */
function overlapsIn(board: WeekBoard): { obligations: number; overlaps: number } {
  const sessions = new Map(board.sessions.map((session) => [session.id, session]))
  let obligations = 0
  let overlaps = 0
  for (const person of board.people) {
    const mine = person.sessions.map((id) => sessions.get(id)!).toSorted((a, b) => (a.start < b.start ? -1 : 1))
    overlaps += mine.filter((session, index) => index > 0 && session.start < mine[index - 1]!.end).length
    obligations += mine.filter((session) =>
      person.busy.some((busy) => busy.start < session.end && session.start < busy.end),
    ).length
  }
  return { obligations, overlaps }
}

function whyShort(person: WeekBoard['people'][number]): string {
  const because = person.shortfalls.map(
    (shortfall) => `${shortfall.service}: ${shortfall.because[0] ?? shortfall.cause}`,
  )
  return because.length > 0 ? because.join(' ') : 'the prescription holds fewer hours than the target.'
}

function hours(minutes: number): string {
  return `${Math.round(minutes / 6) / 10} h`
}

function dayWords(date: string): string {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
  return `${months[Number(date.slice(5, 7)) - 1]} ${Number(date.slice(8, 10))}`
}

function row(label: string, words: string): string {
  return `${label.padEnd(20)}${words}`
}
