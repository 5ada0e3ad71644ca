import { type DataClass, type Part, type Reach, reachOf, type Verb } from './matrix.ts'

/**
 * What a route may be asked for, and by whom. A route names one of these; a route without one does not boot.
 * `open`: nobody's data (pages, sign-in). `signed-in`: any session. `needs`: a cell of the matrix, at least this wide;
 * `part` where a named part of the class is enough.
 */
export type Policy = Demand &
  (
    | { kind: 'open' }
    | { kind: 'signed-in' }
    | { kind: 'roles'; roles: readonly string[] }
    | { kind: 'needs'; dataClass: DataClass; verb: Verb; part?: Part; atLeast: Exclude<Reach, 'none'> }
  )

/** What a route asks of the sign-in session besides its role. Without `during`, only an open session may ask. */
interface Demand {
  /** States of the session in which one may ask too: still setting up the sign-in, or locked after idleness. */
  during?: readonly ('enrolling' | 'locked')[]
  /** Passkey, or password and code, entered within the last 5 minutes. */
  stepUp?: true
}

/** Roles of people who work at the center; participants and supporters have no password. */
const STAFF = [
  'front-desk',
  'counselor',
  'supervisor',
  'prescriber',
  'screen-technician',
  'director',
  'biller',
  'privacy-officer',
  'administrator',
] as const

export const POLICIES = {
  'page.open': { kind: 'open' },
  'sign-in.open': { kind: 'open' },
  'health.read': { kind: 'open' },
  /** The secret in the address is the permission; the row behind it decides whose week it is. */
  'feed.fetch': { kind: 'open' },
  'session.own': { kind: 'signed-in', during: ['enrolling'] },
  'session.leave': { kind: 'signed-in', during: ['enrolling', 'locked'] },
  'session.role': { kind: 'signed-in' },
  'credential.own': { kind: 'signed-in', during: ['enrolling'] },
  'password.own': { kind: 'roles', roles: STAFF, during: ['enrolling'] },
  'email.own': { kind: 'roles', roles: ['participant', 'supporter'] },
  'account.read': { kind: 'roles', roles: ['administrator', 'director'] },
  'account.manage': { kind: 'roles', roles: ['administrator', 'director'], stepUp: true },
  'participant.invite': { kind: 'needs', dataClass: 'C0', verb: 'w', atLeast: 'all' },
  'week.read': { kind: 'needs', dataClass: 'C1', verb: 'r', atLeast: 'related' },
  /** Told that the week changed, as long as the right lasts. */
  'week.watch': { kind: 'needs', dataClass: 'C1', verb: 'r', atLeast: 'related' },
  'week.export': {
    kind: 'roles',
    roles: ['front-desk', 'counselor', 'supervisor', 'prescriber', 'privacy-officer'],
  },
  /** Groups that recur; members as far as the reader may see them. */
  'series.read': { kind: 'roles', roles: ['front-desk', 'counselor', 'supervisor', 'prescriber'] },
  'series.change': { kind: 'needs', dataClass: 'C1', verb: 'w', atLeast: 'all' },
  'week.figures': { kind: 'roles', roles: ['director', 'supervisor', 'front-desk'] },
  'week.plan': { kind: 'needs', dataClass: 'C1', verb: 'w', atLeast: 'all' },
  'week.publish': { kind: 'needs', dataClass: 'C1', verb: 'w', atLeast: 'all' },
  /** The day as it happens. Whoever holds a session marks in it; the database decides about each seat. */
  'today.read': { kind: 'roles', roles: ['front-desk', 'counselor', 'supervisor', 'prescriber'] },
  'attendance.mark': { kind: 'roles', roles: ['front-desk', 'counselor', 'supervisor', 'prescriber'] },
  'attendance.mark-all': { kind: 'needs', dataClass: 'C1', verb: 'w', atLeast: 'all' },
  /** The tablet at the door: the device's secret is the permission, and it opens nothing but arriving. */
  'kiosk.open': { kind: 'open' },
  'kiosk.arrive': { kind: 'open' },
  'kiosk.manage': { kind: 'needs', dataClass: 'C1', verb: 'w', atLeast: 'all' },
  'arrival-code.read': { kind: 'needs', dataClass: 'C1', verb: 'r', atLeast: 'related' },
  'arrival-code.make': { kind: 'needs', dataClass: 'C1', verb: 'w', part: 'request', atLeast: 'related' },
  'hours.read': { kind: 'needs', dataClass: 'C1', verb: 'r', part: 'hours-and-codes', atLeast: 'related' },
  /** Who has payable days in a week, and what was delivered and is not billable. */
  'billing.read': { kind: 'needs', dataClass: 'C9', verb: 'r', atLeast: 'all' },
  'coverage.read': { kind: 'needs', dataClass: 'C9', verb: 'r', atLeast: 'related' },
  'coverage.write': { kind: 'needs', dataClass: 'C9', verb: 'w', atLeast: 'all' },
  /** Payers' rules name nobody; whoever explains a number by them reads them. */
  'payer-pack.read': { kind: 'roles', roles: ['front-desk', 'counselor', 'supervisor', 'director', 'biller'] },
  'payer-pack.write': { kind: 'needs', dataClass: 'C9', verb: 'w', part: 'packs', atLeast: 'all' },
  /** Whose hours are at risk; a director's counts are `center.figures`. */
  'hours.forecast': { kind: 'roles', roles: ['front-desk', 'counselor', 'supervisor', 'biller'] },
  /** What each role needs to know at once (experience.md 4): a counselor's day, a supervisor's team, a director's counts. */
  'my-day.read': { kind: 'roles', roles: ['counselor'] },
  'review-due.read': { kind: 'roles', roles: ['front-desk', 'counselor', 'supervisor', 'prescriber'] },
  'team.read': { kind: 'roles', roles: ['supervisor'] },
  'center.figures': { kind: 'roles', roles: ['director'] },
  /** The calls to whoever was missed, and the sessions that bring lost hours back. */
  'outreach.work': { kind: 'needs', dataClass: 'C1', verb: 'w', part: 'outreach', atLeast: 'related' },
  /** How somebody may be reached. */
  'contact.read': { kind: 'needs', dataClass: 'C0', verb: 'r', atLeast: 'related' },
  'contact.write': { kind: 'needs', dataClass: 'C0', verb: 'w', atLeast: 'all' },
  'make-up.read': { kind: 'needs', dataClass: 'C1', verb: 'r', atLeast: 'related' },
  'make-up.answer': { kind: 'roles', roles: ['participant', 'front-desk', 'counselor', 'supervisor'] },
  /** The same for all, so everybody it binds reads it. */
  'attendance-rule.read': { kind: 'signed-in' },
  'attendance-rule.write': { kind: 'needs', dataClass: 'C1', verb: 'w', part: 'outreach', atLeast: 'all' },
  'person-week.read': { kind: 'needs', dataClass: 'C1', verb: 'r', atLeast: 'related' },
  /** Everything the center holds about oneself. */
  'record.export': { kind: 'roles', roles: ['participant'] },
  'obligation.add': { kind: 'needs', dataClass: 'C1', verb: 'w', atLeast: 'related' },
  /** What changes in a week besides one life: staff away, rooms closed. */
  'change.record': { kind: 'needs', dataClass: 'C1', verb: 'w', atLeast: 'all' },
  /** What somebody says to a changed week; staff write down what they heard. */
  'notice.answer': { kind: 'needs', dataClass: 'C1', verb: 'w', part: 'request', atLeast: 'related' },
  'feed.manage': { kind: 'needs', dataClass: 'C1', verb: 'w', part: 'request', atLeast: 'related' },
  'week-choice.read': { kind: 'needs', dataClass: 'C1', verb: 'r', atLeast: 'related' },
  'week-choice.make': { kind: 'needs', dataClass: 'C1', verb: 'w', part: 'request', atLeast: 'related' },
  'week-request.read': { kind: 'needs', dataClass: 'C1', verb: 'w', atLeast: 'related' },
  'week-request.answer': { kind: 'needs', dataClass: 'C1', verb: 'w', atLeast: 'related' },
  /** The same for all; supervisors set them. */
  'choice-rails.read': { kind: 'roles', roles: ['front-desk', 'counselor', 'supervisor'] },
  'choice-rails.write': { kind: 'roles', roles: ['supervisor'] },
  'consent.read': { kind: 'needs', dataClass: 'C10', verb: 'r', part: 'consent', atLeast: 'related' },
  'consent.give': { kind: 'needs', dataClass: 'C10', verb: 'w', part: 'consent', atLeast: 'related' },
  'consent.revoke': { kind: 'needs', dataClass: 'C10', verb: 'w', part: 'consent', atLeast: 'related' },
  /** Supporters only: others read the same week whole. */
  'shared.read': { kind: 'roles', roles: ['supporter'] },
  'disclosure.read': { kind: 'needs', dataClass: 'C12', verb: 'r', part: 'disclosures', atLeast: 'related' },
  'break-glass.open': { kind: 'needs', dataClass: 'C12', verb: 'w', part: 'break-glass', atLeast: 'all', stepUp: true },
  'break-glass.own': { kind: 'needs', dataClass: 'C12', verb: 'w', part: 'break-glass', atLeast: 'all' },
  'break-glass.review': { kind: 'needs', dataClass: 'C12', verb: 'w', part: 'reviews', atLeast: 'all' },
  /** Who used a record: the person, and the privacy officer. */
  'access-log.read': { kind: 'roles', roles: ['participant', 'privacy-officer'] },
  'audit.read': { kind: 'roles', roles: ['privacy-officer'] },
  'block.manage': { kind: 'needs', dataClass: 'C12', verb: 'w', part: 'blocks', atLeast: 'all' },
  /** The privacy officer by an emergency opening alone (break-glass reads C0 to C3). */
  'note.read': { kind: 'roles', roles: ['participant', 'counselor', 'supervisor', 'prescriber', 'privacy-officer'] },
  'note.write': { kind: 'roles', roles: ['counselor', 'prescriber', 'supervisor'] },
  /** Notes of the own team that need a second signature. */
  'note.co-sign': { kind: 'roles', roles: ['supervisor'] },
  'counseling-note.read': { kind: 'needs', dataClass: 'C4', verb: 'r', atLeast: 'own' },
  'counseling-note.write': { kind: 'needs', dataClass: 'C4', verb: 'w', atLeast: 'own' },
  'check-in.read': { kind: 'needs', dataClass: 'C5', verb: 'r', atLeast: 'related' },
  'check-in.say': { kind: 'needs', dataClass: 'C5', verb: 'w', atLeast: 'related' },
  'collateral.read': { kind: 'needs', dataClass: 'C7', verb: 'r', atLeast: 'related' },
  'collateral.tell': { kind: 'needs', dataClass: 'C7', verb: 'w', atLeast: 'own' },
  'supporter.read': { kind: 'needs', dataClass: 'C10', verb: 'r', part: 'consent', atLeast: 'related' },
  'supporter.link': { kind: 'needs', dataClass: 'C10', verb: 'w', part: 'consent', atLeast: 'related' },
  /** The waiting list with names; counselors have nobody on it, a director gets counts from the lab. */
  'waiting.read': { kind: 'roles', roles: ['front-desk', 'supervisor'] },
  /** Admitting somebody from the list, or taking them off it. */
  'waiting.change': { kind: 'needs', dataClass: 'C0', verb: 'w', atLeast: 'all' },
  /** Groups and counts; who would sit where only for those who may see the person. */
  'lab.ask': { kind: 'roles', roles: ['director', 'supervisor', 'front-desk'] },
  'erasure.read': { kind: 'needs', dataClass: 'C12', verb: 'r', part: 'erasures', atLeast: 'all' },
  'erasure.order': { kind: 'needs', dataClass: 'C12', verb: 'w', part: 'erasures', atLeast: 'all', stepUp: true },
} as const satisfies Record<string, Policy>

export type PolicyName = keyof typeof POLICIES

/** Whether somebody in this role (null: nobody signed in) may ask at all. Rows are decided again by the database. */
export function mayAsk(name: PolicyName, role: string | null): boolean {
  const policy: Policy = POLICIES[name]
  if (policy.kind === 'open') return true
  if (role === null) return false
  if (policy.kind === 'signed-in') return true
  if (policy.kind === 'roles') return policy.roles.includes(role)
  return reachesAtLeast(reachOf(role, policy.dataClass, policy.verb, policy.part), policy.atLeast)
}

/** `own` is narrower than `related`, which is narrower than `all`. */
function reachesAtLeast(reach: Reach, atLeast: Exclude<Reach, 'none'>): boolean {
  const widths: readonly Reach[] = ['none', 'own', 'related', 'all']
  return widths.indexOf(reach) >= widths.indexOf(atLeast)
}
