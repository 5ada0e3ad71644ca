import { type DataClass, type Reach, reachOf, type Verb } from './matrix.ts'

/**
 * What a route may be asked for, and by whom. A route names one of these; a route without one does not boot.
 * `open`: nobody's data (pages, sign-in). `signed-in`: any session. `needs`: a cell of the matrix, at least this wide.
 */
export type Policy =
  | { kind: 'open' }
  | { kind: 'signed-in' }
  | { kind: 'roles'; roles: readonly string[] }
  | { kind: 'needs'; dataClass: DataClass; verb: Verb; atLeast: Exclude<Reach, 'none'> }

export const POLICIES = {
  'page.open': { kind: 'open' },
  'sign-in.open': { kind: 'open' },
  'health.read': { kind: 'open' },
  /** The secret in the address is the permission; the row behind it decides whose week it is. */
  'feed.fetch': { kind: 'open' },
  'session.own': { kind: 'signed-in' },
  'week.read': { kind: 'needs', dataClass: 'C1', verb: 'r', atLeast: 'related' },
  'week.figures': { kind: 'roles', roles: ['director', 'supervisor', 'front-desk'] },
  'week.plan': { kind: 'needs', dataClass: 'C1', verb: 'w', atLeast: 'all' },
  'week.publish': { kind: 'needs', dataClass: 'C1', verb: 'w', atLeast: 'all' },
  'person-week.read': { kind: 'needs', dataClass: 'C1', verb: 'r', atLeast: 'related' },
  'obligation.add': { kind: 'needs', dataClass: 'C1', verb: 'w', atLeast: 'related' },
  'feed.manage': { kind: 'needs', dataClass: 'C1', verb: 'r', atLeast: 'related' },
} as const satisfies Record<string, Policy>

export type PolicyName = keyof typeof POLICIES

/** Whether somebody in this role (null: nobody signed in) may ask at all. Rows are decided again by the database. */
export function mayAsk(name: PolicyName, role: string | null): boolean {
  const policy: Policy = POLICIES[name]
  if (policy.kind === 'open') return true
  if (role === null) return false
  if (policy.kind === 'signed-in') return true
  if (policy.kind === 'roles') return policy.roles.includes(role)
  const reach = reachOf(role, policy.dataClass, policy.verb)
  return policy.atLeast === 'all' ? reach === 'all' : reach !== 'none'
}
