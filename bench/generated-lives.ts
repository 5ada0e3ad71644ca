/** What generated people are drawn from: blocks of the week, services, duty, prescriptions and lives. All invented. */

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const WEEKDAYS = DAYS.slice(0, 5)

/** code, day, starts, ends, part */
export const BLOCKS: readonly (readonly string[])[] = [
  ...WEEKDAYS.flatMap((day) => [
    [`${day}-morning`, day, '09:00', '12:00', 'morning'],
    [`${day}-evening`, day, '17:30', '20:30', 'evening'],
  ]),
  ['tue-between', 'tue', '12:30', '16:30', 'afternoon'],
  ['thu-between', 'thu', '12:30', '16:30', 'afternoon'],
  ['sat-morning', 'sat', '09:00', '12:00', 'morning'],
]

export interface OfferedService {
  readonly code: string
  readonly name: string
  readonly kind: 'group' | 'individual' | 'family' | 'medical'
  readonly minutes: number
  readonly offsets: string
}

export const SERVICES: readonly OfferedService[] = [
  { code: 'process', name: 'Process group', kind: 'group', minutes: 90, offsets: '0; 90' },
  { code: 'relapse', name: 'Relapse prevention', kind: 'group', minutes: 90, offsets: '0; 90' },
  { code: 'skills', name: 'Early recovery skills', kind: 'group', minutes: 60, offsets: '0; 60; 120' },
  { code: 'parenting', name: 'Parenting in recovery', kind: 'group', minutes: 60, offsets: '0; 60; 120' },
  { code: 'working', name: 'Working life', kind: 'group', minutes: 60, offsets: '0; 60; 120' },
  { code: 'individual', name: 'Individual counseling', kind: 'individual', minutes: 60, offsets: '' },
  { code: 'medical', name: 'Medical visit', kind: 'medical', minutes: 30, offsets: '' },
]

/** Sessions a week; each comes to nine hours that count. */
export const MIXES: readonly string[] = [
  'process:2; relapse:2; skills:2; individual:1; medical:1',
  'process:2; relapse:2; working:2; individual:1',
  'process:2; relapse:2; parenting:1; skills:1; individual:1',
  'process:3; relapse:1; skills:1; individual:2',
]

const MORNING = ['08:30', '12:15']
const EVENING = ['17:00', '20:45']
const LATE = ['12:15', '20:45']

/** Five rosters in turn; mornings and evenings are covered on every weekday. */
export const DUTY: readonly (readonly (readonly string[])[])[] = [
  onDuty({ mon: [MORNING, EVENING], tue: [LATE], wed: [MORNING, EVENING], thu: [EVENING], fri: [MORNING] }),
  onDuty({ mon: [EVENING], tue: [MORNING, EVENING], wed: [EVENING], thu: [LATE], sat: [MORNING], fri: [EVENING] }),
  onDuty({ mon: [MORNING, EVENING], tue: [EVENING], wed: [EVENING], thu: [MORNING, EVENING], fri: [MORNING] }),
  onDuty({ mon: [EVENING], tue: [MORNING, EVENING], wed: [MORNING], thu: [EVENING], fri: [EVENING], sat: [MORNING] }),
  onDuty({ mon: [EVENING], tue: [LATE], wed: [MORNING, EVENING], thu: [LATE], fri: [MORNING, EVENING] }),
]

/** Rows of a weekly life: day, starts, ends, why. */
type Row = readonly [string, string, string, string]

export const LIVES: readonly (readonly Row[])[] = [
  weekly('09:00', '17:00', 'work'),
  weekly('06:00', '14:00', 'work'),
  weekly('15:00', '23:00', 'work'),
  [...weekly('07:45', '08:30', 'school run'), ...weekly('17:00', '21:00', 'child care')],
  [...weekly('22:00', '06:00', 'night shift'), ...weekly('06:30', '13:30', 'sleep')],
  [
    ['mon', '09:00', '12:30', 'class'],
    ['wed', '09:00', '12:30', 'class'],
    ['fri', '09:00', '12:30', 'class'],
  ],
  [
    ['sat', '08:00', '20:00', 'faith day'],
    ['wed', '18:30', '20:30', 'church'],
  ],
]

function weekly(starts: string, ends: string, why: string): Row[] {
  return WEEKDAYS.map((day) => [day, starts, ends, why] as const)
}

function onDuty(week: Partial<Record<(typeof DAYS)[number], readonly (readonly string[])[]>>) {
  return Object.entries(week).flatMap(([day, times]) => times.map((time) => [day, ...time]))
}
