import type { Role } from './sign-in.ts'

/**
 * Who may read (r) and write (w) which class of data: the matrix of trust.md 4.2, 13 roles by 13 classes, and the actors
 * that are not people. The table `sec.matrix` says the same in SQL, written apart; authorization.routes.test.ts compares
 * the two for every cell.
 */
export const DATA_CLASSES = ['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9', 'C10', 'C11', 'C12'] as const
export type DataClass = (typeof DATA_CLASSES)[number]
export type Verb = 'r' | 'w'

/**
 * `all`: everybody in the center. `related`: own record, own caseload, own team, or by consent (`decide.ts` says by which
 * relation). `own`: related, and only what one wrote oneself. `none`: nothing, and the attempt is audited.
 */
export type Reach = 'all' | 'related' | 'own' | 'none'

/** A part of a class. A grant for a part opens nothing but the routes, policies and functions that name the part. */
export type Part =
  | 'after-review'
  | 'aggregate'
  | 'arrival'
  | 'as-granted'
  | 'attendance-letter'
  | 'blocks'
  | 'break-glass'
  | 'busy-reasons'
  | 'co-sign'
  | 'consent'
  | 'contact-in-24-hours'
  | 'diagnosis-code'
  | 'disclosures'
  | 'effect'
  | 'erasures'
  | 'flags'
  | 'hours-and-codes'
  | 'imports'
  | 'inbox'
  | 'name-and-photo'
  | 'on-request'
  | 'outreach'
  | 'own-document'
  | 'packs'
  | 'request'
  | 'reviews'
  | 'safe-contact'
  | 'shared-week'
  | 'signatures'
  | 'summary'
  | 'timetable'
  | 'today'

/** Roles without a sign-in: a laboratory's feed; courts, probation officers and employers, who get documents by consent. */
export type OutsideRole = 'laboratory' | 'third-party'
/** Actors that are not people (trust.md 4.2). `setup` reaches rows only while the center has no published week. */
export type Actorless = 'import' | 'setup' | 'planner' | 'ledger' | 'feed' | 'kiosk' | 'outbox'
export type DecidedRole = Role | OutsideRole | Actorless

export type Grant = readonly [verbs: 'r' | 'w' | 'rw', reach: Exclude<Reach, 'none'>, part?: Part]
type Row = Partial<Record<DataClass, readonly Grant[]>>

const CENTER_FILES: Row = {
  C0: [['rw', 'all']],
  C1: [['rw', 'all']],
  C5: [['rw', 'all', 'busy-reasons']],
  C12: [['rw', 'all', 'imports']],
}

export const MATRIX: Readonly<Record<DecidedRole, Row>> = {
  participant: {
    // A change of contact takes effect after 24 hours, with a notice to the old safe channel.
    C0: [
      ['r', 'related'],
      ['w', 'related', 'contact-in-24-hours'],
    ],
    C1: [
      ['r', 'related'],
      ['w', 'related', 'request'],
    ],
    C2: [['r', 'related']],
    C3: [['r', 'related', 'after-review']],
    C4: [['r', 'related', 'on-request']],
    C5: [['rw', 'related']],
    C6: [['r', 'related']],
    C9: [['r', 'related']],
    C10: [
      ['r', 'related'],
      ['w', 'related', 'consent'],
    ],
    C12: [['r', 'related', 'disclosures']],
  },
  supporter: {
    C1: [['r', 'related', 'shared-week']],
    C2: [['r', 'related', 'summary']],
    // Family may always inform the team; being informed needs a consent.
    C7: [['w', 'own']],
    C12: [['w', 'related', 'disclosures']],
  },
  counselor: {
    C0: [['r', 'related']],
    C1: [
      ['rw', 'related'],
      ['r', 'all', 'timetable'],
    ],
    C2: [['rw', 'related']],
    C3: [['r', 'related']],
    C4: [['rw', 'own']],
    C5: [['rw', 'related']],
    C6: [['rw', 'own']],
    C7: [['r', 'related']],
    C8: [['rw', 'related']],
    C10: [
      ['w', 'related'],
      ['r', 'related', 'consent'],
    ],
    C12: [
      ['w', 'related', 'disclosures'],
      ['w', 'all', 'break-glass'],
    ],
  },
  prescriber: {
    C0: [['r', 'all']],
    C1: [['r', 'all']],
    C2: [['rw', 'all']],
    C3: [['rw', 'all']],
    C5: [['r', 'all', 'flags']],
    C8: [['r', 'all']],
    C12: [['w', 'all', 'break-glass']],
  },
  'screen-technician': {
    C0: [['r', 'related', 'name-and-photo']],
    C1: [['r', 'related', 'today']],
    C3: [['w', 'related']],
  },
  'front-desk': {
    C0: [['rw', 'all']],
    C1: [['rw', 'all']],
    C8: [['r', 'all', 'safe-contact']],
    C10: [['rw', 'all', 'consent']],
    C12: [
      ['r', 'all', 'imports'],
      ['w', 'all', 'disclosures'],
    ],
  },
  biller: {
    C0: [['r', 'all']],
    C1: [['r', 'all', 'hours-and-codes']],
    C2: [['r', 'all', 'diagnosis-code']],
    C9: [['rw', 'all']],
  },
  supervisor: {
    C0: [['r', 'all']],
    // Calls to whoever was missed escalate to the supervisor.
    C1: [
      ['r', 'all'],
      ['w', 'all', 'outreach'],
    ],
    C2: [
      ['r', 'related'],
      ['w', 'related', 'co-sign'],
    ],
    C3: [['r', 'all']],
    C4: [['r', 'related', 'co-sign']],
    C5: [['r', 'all', 'flags']],
    C8: [['r', 'all']],
    C10: [['r', 'all']],
    C11: [['r', 'all']],
    C12: [['w', 'all', 'break-glass']],
  },
  'privacy-officer': {
    C0: [['r', 'all']],
    C1: [['r', 'all']],
    C10: [['r', 'all']],
    C12: [
      ['r', 'all'],
      ['w', 'all', 'blocks'],
      ['w', 'all', 'break-glass'],
      ['w', 'all', 'erasures'],
      ['w', 'all', 'reviews'],
    ],
  },
  director: {
    C1: [['r', 'all', 'aggregate']],
    C2: [['r', 'all', 'aggregate']],
    C3: [['r', 'all', 'aggregate']],
    C5: [['r', 'all', 'aggregate']],
    C9: [['r', 'all', 'aggregate']],
    C10: [['r', 'all', 'aggregate']],
    C11: [['r', 'all']],
  },
  administrator: { C12: [['r', 'all', 'imports']] },
  laboratory: { C3: [['w', 'all', 'inbox']] },
  'third-party': {
    C1: [['r', 'related', 'attendance-letter']],
    C3: [['r', 'related', 'as-granted']],
    C10: [['r', 'related', 'own-document']],
  },
  import: CENTER_FILES,
  setup: CENTER_FILES,
  planner: { C1: [['rw', 'all']] },
  ledger: {
    C1: [['rw', 'all']],
    C2: [['r', 'all', 'signatures']],
    C9: [
      ['r', 'all'],
      ['w', 'all', 'packs'],
    ],
  },
  feed: { C1: [['r', 'related']] },
  kiosk: { C1: [['w', 'all', 'arrival']] },
  outbox: { C0: [['r', 'related', 'effect']] },
}

const STRENGTH: readonly Reach[] = ['all', 'related', 'own', 'none']

/** How far a role reaches a class, or a part of it; a grant for the whole class counts for each part. */
export function reachOf(role: string, dataClass: DataClass, verb: Verb, part?: Part): Reach {
  const row: Row = Object.hasOwn(MATRIX, role) ? MATRIX[role as DecidedRole] : {}
  const reaches = (row[dataClass] ?? [])
    .filter(([verbs, , of]) => verbs.includes(verb) && (of === undefined || of === part))
    .map(([, reach]) => reach)
  return STRENGTH.find((reach) => reach === 'none' || reaches.includes(reach)) ?? 'none'
}
