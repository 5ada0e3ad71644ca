import { type DataClass, type DecidedRole, type Part, reachOf, type Verb } from './matrix.ts'

/**
 * How an account stands to a participant (trust.md 4.2). `covering` is bound to its days; `team`: same team, or scheduled
 * today; `linked`: a supporter whom staff or the participant linked, who may tell the team and is told nothing by that;
 * `blocked`: oneself, a relative, a well-known person.
 */
export const RELATIONS = ['own-record', 'assigned', 'covering', 'team', 'linked', 'blocked', 'none'] as const
export type Relation = (typeof RELATIONS)[number]

/** What the participant's consents say of this account; `other`: in force, but without this class or purpose. */
export const CONSENT_STATES = ['none', 'in-force', 'other', 'expired', 'revoked'] as const
export type ConsentState = (typeof CONSENT_STATES)[number]

export interface Question {
  readonly role: DecidedRole
  readonly relation: Relation
  readonly consentState: ConsentState
  readonly dataClass: DataClass
  readonly verb: Verb
  /** A named part of the class, where the asker wants no more than that. */
  readonly part?: Part | undefined
  /** An open break-glass of this account for this participant. */
  readonly breakGlass: boolean
  /** Whether the asker wrote the record; decides where the matrix says `own`. */
  readonly authored?: boolean
}

/** Stable codes; docs/states/decision.md has a line for each. */
export type Denial =
  | 'blocked'
  | 'not-this-role'
  | 'no-relation'
  | 'not-the-author'
  | `consent-${Exclude<ConsentState, 'in-force'>}`
export type Decision = { readonly allow: true } | { readonly allow: false; readonly reason: Denial }

const ALLOW: Decision = { allow: true }
const deny = (reason: Denial): Decision => ({ allow: false, reason })

/**
 * Whether somebody may. Deny wins: a block holds against every reach, a consent and break-glass too. Break-glass opens
 * C0 to C3 of its one participant, to read, for roles that may use it (42 CFR 2.51); counseling notes (C4) never.
 */
export function decide(question: Question): Decision {
  if (question.relation === 'blocked') return deny('blocked')
  const byMatrix = decideByMatrix(question)
  return !byMatrix.allow && opensByBreakGlass(question) ? ALLOW : byMatrix
}

function decideByMatrix(question: Question): Decision {
  const { role, dataClass, verb, part, authored } = question
  const reach = reachOf(role, dataClass, verb, part)
  if (reach === 'none') return deny('not-this-role')
  if (reach === 'all') return ALLOW
  const related = asksByConsent(question) ? decideByConsent(question) : decideByRelation(question)
  if (!related.allow) return related
  return reach === 'own' && !authored ? deny('not-the-author') : ALLOW
}

/** People outside the program are told by consent alone; what family tells the team (C7) asks for a link instead. */
function asksByConsent({ role, dataClass }: Question): boolean {
  return role === 'third-party' || (role === 'supporter' && dataClass !== 'C7')
}

function decideByConsent({ consentState }: Question): Decision {
  return consentState === 'in-force' ? ALLOW : deny(`consent-${consentState}`)
}

function decideByRelation({ role, relation }: Question): Decision {
  return RELATED_BY[role]?.includes(relation) ? ALLOW : deny('no-relation')
}

/** The relations that count as `related` for a role; for roles that are absent none does. */
const RELATED_BY: Partial<Record<DecidedRole, readonly Relation[]>> = {
  participant: ['own-record'],
  feed: ['own-record'],
  counselor: ['assigned', 'covering'],
  supervisor: ['assigned', 'covering', 'team'],
  'screen-technician': ['team'],
  supporter: ['linked'],
}

const BREAK_GLASS_CLASSES: readonly DataClass[] = ['C0', 'C1', 'C2', 'C3']

function opensByBreakGlass({ role, dataClass, verb, breakGlass }: Question): boolean {
  return breakGlass && verb === 'r' && BREAK_GLASS_CLASSES.includes(dataClass) && mayBreakGlass(role)
}

function mayBreakGlass(role: DecidedRole): boolean {
  return reachOf(role, 'C12', 'w', 'break-glass') === 'all'
}
