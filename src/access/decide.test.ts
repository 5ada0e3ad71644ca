import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CONSENT_STATES, decide, type Question, RELATIONS } from './decide.ts'
import { DATA_CLASSES, type DecidedRole, MATRIX, type Part, reachOf, type Verb } from './matrix.ts'
import { Role } from './sign-in.ts'

const PAPER = readFileSync(join(import.meta.dirname, '../../docs/states/decision.md'), 'utf8')
const ROLES = Object.keys(MATRIX) as DecidedRole[]
const VERBS: Verb[] = ['r', 'w']

/** Rows of the paper's tables as cells. */
const ROWS = PAPER.split('\n')
  .filter((line) => line.startsWith('|') && !/^\|[-| ]+\|$/.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )

const asked = (some: Partial<Question>): Question => ({
  role: 'front-desk',
  relation: 'none',
  consentState: 'none',
  dataClass: 'C1',
  verb: 'r',
  breakGlass: false,
  ...some,
})

/** A case for each line of "The order", in its order. */
const LADDER: [Partial<Question>, string][] = [
  [{ relation: 'blocked', breakGlass: true, role: 'counselor', consentState: 'in-force' }, 'blocked'],
  [{ role: 'counselor', breakGlass: true, dataClass: 'C2' }, 'allow'],
  [{ role: 'biller', dataClass: 'C4' }, 'not-this-role'],
  [{ role: 'front-desk' }, 'allow'],
  [{ role: 'supporter', part: 'shared-week' }, 'consent-none'],
  [{ role: 'supporter', part: 'shared-week', consentState: 'other' }, 'consent-other'],
  [{ role: 'supporter', part: 'shared-week', consentState: 'expired' }, 'consent-expired'],
  [{ role: 'supporter', part: 'shared-week', consentState: 'revoked' }, 'consent-revoked'],
  [{ role: 'supporter', part: 'shared-week', consentState: 'in-force' }, 'allow'],
  [{ role: 'counselor', relation: 'team' }, 'no-relation'],
  [{ role: 'counselor', relation: 'assigned', dataClass: 'C4', authored: false }, 'not-the-author'],
  [{ role: 'counselor', relation: 'covering', dataClass: 'C4', authored: true }, 'allow'],
]

const answer = (question: Question) => {
  const decision = decide(question)
  return decision.allow ? 'allow' : decision.reason
}

describe('docs/states/decision.md', () => {
  it('has the ladder that the code climbs', () => {
    const lines = ROWS.filter((cells) => cells.length === 3 && (cells[1] === 'allow' || cells[1] === 'deny'))
    const said = lines.map(([, verdict, reason = '']) => (verdict === 'allow' ? 'allow' : reason.replaceAll('`', '')))
    expect(LADDER.map(([question]) => answer(asked(question)))).toEqual(said)
    expect(LADDER.map(([, wanted]) => wanted)).toEqual(said)
  })

  it('has every cell of the matrix', () => {
    const written = new Map(ROWS.filter((cells) => cells.length === 14).map(([role = '', ...cells]) => [role, cells]))
    const cellOf = (role: DecidedRole) =>
      DATA_CLASSES.map(
        (one) =>
          (MATRIX[role][one] ?? [])
            .map(([verbs, reach, part]) => `${verbs} ${reach}${part ? `: ${part}` : ''}`)
            .join('; ') || '–',
      )
    expect(written.get('role')).toEqual([...DATA_CLASSES])
    expect([...written.keys()].filter((role) => role !== 'role').toSorted()).toEqual(ROLES.toSorted())
    for (const role of ROLES) expect([role, ...written.get(role)!]).toEqual([role, ...cellOf(role)])
  })
})

/** Every question that can be asked about a whole class. */
function everyQuestion(): Question[] {
  return ROLES.flatMap((role) =>
    DATA_CLASSES.flatMap((dataClass) =>
      VERBS.flatMap((verb) =>
        RELATIONS.flatMap((relation) =>
          CONSENT_STATES.flatMap((consentState) =>
            [false, true].flatMap((breakGlass) =>
              [false, true].map((authored) => ({
                role,
                dataClass,
                verb,
                relation,
                consentState,
                breakGlass,
                authored,
              })),
            ),
          ),
        ),
      ),
    ),
  )
}

describe('the decision', () => {
  const questions = everyQuestion()
  const allowed = (test: (question: Question) => boolean) => questions.filter((one) => test(one) && decide(one).allow)

  it('is asked of 13 roles of people and outsiders, and 7 actors that are not people', () => {
    expect(Role.options.length + 2).toBe(13)
    expect(ROLES).toHaveLength(20)
    expect(questions).toHaveLength(20 * 13 * 2 * 7 * 5 * 2 * 2)
  })

  it('never opens what a block closes', () => {
    expect(allowed((one) => one.relation === 'blocked')).toEqual([])
  })

  it('opens counseling notes to their author alone, by no consent and no emergency', () => {
    const notes = allowed((one) => one.dataClass === 'C4')
    expect(notes.length).toBeGreaterThan(0)
    expect(notes.every((one) => one.role === 'counselor' && one.authored === true)).toBe(true)
  })

  it('lets an emergency read C0 to C3 and write nothing more', () => {
    const without = (one: Question) => decide({ ...one, breakGlass: false }).allow
    const opened = allowed((one) => one.breakGlass && !without(one))
    expect(opened.length).toBeGreaterThan(100)
    expect([...new Set(opened.map((one) => one.dataClass))].toSorted()).toEqual(['C0', 'C1', 'C2', 'C3'])
    expect([...new Set(opened.map((one) => one.verb))]).toEqual(['r'])
    expect([...new Set(opened.map((one) => one.role))].toSorted()).toEqual([
      'counselor',
      'privacy-officer',
      'supervisor',
    ])
  })

  it('shows family no whole class, whatever they consented to', () => {
    expect(allowed((one) => one.role === 'supporter' && one.verb === 'r')).toEqual([])
  })

  it('shows supporters and third parties a part only while a consent with that class is in force', () => {
    const parts: [DecidedRole, 'C1' | 'C2' | 'C3', Part][] = [
      ['supporter', 'C1', 'shared-week'],
      ['supporter', 'C2', 'summary'],
      ['third-party', 'C1', 'attendance-letter'],
      ['third-party', 'C3', 'as-granted'],
    ]
    for (const [role, dataClass, part] of parts) {
      const open = CONSENT_STATES.filter((consentState) => decide(asked({ role, dataClass, part, consentState })).allow)
      expect([role, dataClass, open]).toEqual([role, dataClass, ['in-force']])
    }
  })

  it('keeps C2 to C8 from the front desk, the director, the biller and the administrator', () => {
    const roles = new Set<string>(['front-desk', 'director', 'biller', 'administrator'])
    expect(allowed((one) => roles.has(one.role) && /^C[2-8]$/.test(one.dataClass))).toEqual([])
  })

  it('counts a grant for the whole class for each part, and a part for nothing else', () => {
    expect(reachOf('front-desk', 'C1', 'r', 'shared-week')).toBe('all')
    expect(reachOf('counselor', 'C1', 'r', 'timetable')).toBe('all')
    expect(reachOf('counselor', 'C1', 'r')).toBe('related')
    expect(reachOf('front-desk', 'C10', 'r')).toBe('none')
    expect(reachOf('front-desk', 'C10', 'r', 'consent')).toBe('all')
    expect(reachOf('toString', 'C1', 'r')).toBe('none')
  })
})
