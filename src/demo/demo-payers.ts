import type { RecordPaper } from '../hours/coverage.ts'

/** A paper by days from this week's Monday, so that the demo's papers end when somebody looks. */
interface DemoPaper {
  readonly kind: RecordPaper['kind']
  readonly from: number
  readonly until: number | null
}

/** People of the demo by their codes, and whose rules count their hours; everybody else has the program's own hours. */
export interface DemoPayer {
  readonly pack: string
  readonly people: readonly string[]
  readonly papers: readonly DemoPaper[]
  /** The same for one person, where it differs. */
  readonly own: Readonly<Record<string, readonly DemoPaper[]>>
}

/** Days before Monday from which a payer counts: the earlier weeks have no seats in the demo. */
export const COVERED_BEFORE = 28

const PLAN: DemoPaper = { kind: 'plan', from: -28, until: null }

/** Medicare certifies for 60 days at most (42 CFR 424.24(e)(3)), both ends included. */
export const DEMO_PAYERS: readonly DemoPayer[] = [
  {
    pack: 'h0015-per-day',
    people: [
      'luis',
      'tomasz',
      'denise',
      'andre',
      'brianna',
      'keisha',
      'marcus',
      'priya',
      'mateo',
      'miriam',
      'ines',
      'yolanda',
    ],
    papers: [],
    own: { priya: [{ kind: 'authorization', from: -25, until: 4 }] },
  },
  {
    pack: 'medicare-iop',
    people: ['ruth', 'carl', 'joe', 'bertrand', 'gloria', 'abigail'],
    papers: [PLAN, { kind: 'certification', from: -14, until: 45 }],
    own: { ruth: [PLAN, { kind: 'certification', from: -54, until: 5 }] },
  },
  { pack: 'new-york-822-ios', people: ['hung', 'amara', 'wes'], papers: [], own: {} },
]
