import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dateOf, dayNumber } from '../src/planner/model/time.ts'
import { drawNumber, drawOne, randomFrom, type Random } from '../src/planner/random.ts'
import { BLOCKS, DAYS, DUTY, LIVES, MIXES, SERVICES } from './generated-lives.ts'

/** How large a generated center is. */
export interface Size {
  readonly people: number
  readonly sites: number
  /** Exactly this many rows of obligations.csv a person; 0: what the drawn life brings, some three to ten. */
  readonly obligationsEach: number
  /** People with a calendar file. */
  readonly calendars: number
}

const SEED = 2026
const FIRST_DAY = '2026-11-30'
const PEOPLE_A_COUNSELOR = 8
const COUNSELOR_SERVICES = SERVICES.filter((service) => service.kind !== 'medical').map((service) => service.code)

/** Writes the folder of a synthetic center (docs/import.md); the same size always gives the same bytes. */
export function writeCenter(folder: string, size: Size): void {
  const random = randomFrom(SEED)
  const people = Array.from({ length: size.people }, (_, index) => drawPerson(random, index, size))
  const counselors = Array.from({ length: Math.ceil(size.people / PEOPLE_A_COUNSELOR) }, (_, index) => ({
    code: counselorOf(index),
    site: siteOf(index % size.sites),
    duty: DUTY[index % DUTY.length] ?? [],
  }))
  const sites = Array.from({ length: size.sites }, (_, index) => siteOf(index))
  const files: Record<string, (string | number)[][]> = {
    'center.csv': [
      ['code', 'name', 'time_zone'],
      ['bench', 'Bench Street IOP', 'America/New_York'],
    ],
    'sites.csv': [['code', 'name', 'telehealth_pool'], ...sites.map((site) => [site, `House ${site}`, 'pool'])],
    'rooms.csv': [['site', 'code', 'name', 'seats', 'kinds'], ...sites.flatMap((site) => roomsOf(site, size))],
    'blocks.csv': [['code', 'day', 'starts', 'ends', 'part'], ...BLOCKS.map((block) => [...block])],
    'services.csv': serviceRows(),
    'staff.csv': [
      ['code', 'name', 'role', 'site', 'max_weekly_minutes'],
      ['desk', 'Front Desk', 'front-desk', siteOf(0), 0],
      ...sites.map((site) => [`nurse-${site}`, `Nurse ${site}`, 'nurse', site, 1200]),
      ...counselors.map(({ code, site }) => [code, `Counselor ${code}`, 'counselor', site, 1500]),
    ],
    'licenses.csv': [
      ['staff', 'service', 'valid_from', 'valid_until'],
      ...sites.map((site) => [`nurse-${site}`, 'medical', '2025-01-01', '']),
      ...counselors.flatMap(({ code }) => COUNSELOR_SERVICES.map((service) => [code, service, '2025-01-01', ''])),
    ],
    'roster.csv': [
      ['staff', 'day', 'starts', 'ends'],
      ...sites.flatMap((site) => DAYS.slice(0, 5).map((day) => [`nurse-${site}`, day, '08:30', '16:30'])),
      ...counselors.flatMap(({ code, duty }) => duty.map((time) => [code, ...time])),
    ],
    'people.csv': [PEOPLE_HEADER, ...people.map((person) => person.row)],
    'obligations.csv': [
      ['person', 'day', 'starts', 'ends', 'from', 'until', 'why'],
      ...people.flatMap((person) => person.obligations),
    ],
  }
  for (const [name, rows] of Object.entries(files)) writeFileSync(join(folder, name), csv(rows))
  mkdirSync(join(folder, 'calendars'))
  for (let index = 0; index < size.calendars; index += 1) {
    writeFileSync(join(folder, 'calendars', `${personOf(index)}.ics`), calendar(index))
  }
}

const PEOPLE_HEADER = [
  ...['code', 'chosen_name', 'admitted_on', 'sites', 'counselor', 'cover', 'prescription', 'valid_from'],
  ...['weekly_minutes', 'daily_max_minutes', 'screens_per_week', 'prefers', 'telehealth'],
]

function drawPerson(random: Random, index: number, size: Size) {
  const counselor = Math.floor(index / PEOPLE_A_COUNSELOR)
  const counselors = Math.ceil(size.people / PEOPLE_A_COUNSELOR)
  const cover = [1, 2].map((step) => counselorOf((counselor + step * size.sites) % counselors))
  const prefers = drawOne(random, ['morning', 'evening', 'none']) ?? 'none'
  const home = `${siteOf(counselor % size.sites)}:${15 * (1 + drawNumber(random, 3))}`
  const prescription = drawOne(random, MIXES) ?? ''
  const telehealth = drawNumber(random, 3) === 0 ? 'yes' : 'no'
  return {
    row: [
      ...[personOf(index), nameOf(index), '2026-09-07', home, counselorOf(counselor), [...new Set(cover)].join('; ')],
      ...[prescription, '2026-09-07', 540, 240, 1 + drawNumber(random, 2), prefers, telehealth],
    ],
    obligations: drawObligations(random, index, size.obligationsEach),
  }
}

/** A weekly life first; then single appointments, one every nine days, until there are enough. */
function drawObligations(random: Random, index: number, each: number): (string | number)[][] {
  const life = drawOne(random, LIVES) ?? []
  const rows: (string | number)[][] = life.map(([day, starts, ends, why]) => [
    personOf(index),
    day,
    starts,
    ends,
    '',
    '',
    why,
  ])
  for (let next = 1; rows.length < each; next += 1) {
    const day = dateOf(dayNumber(FIRST_DAY) + 9 * next + drawNumber(random, 7))
    const hour = 8 + drawNumber(random, 9)
    rows.push([personOf(index), day, clock(hour), clock(hour + 1), '', '', 'appointment'])
  }
  return each === 0 ? rows : rows.slice(0, each)
}

/** Four halls for each 30 people of the site, and a small room for medical visits. */
function roomsOf(site: string, { people, sites }: Size): (string | number)[][] {
  const halls = Math.max(2, Math.ceil((people / sites / 30) * 4))
  return [
    ...Array.from({ length: halls }, (_, index) => [site, `hall-${index}`, `Hall ${index + 1}`, 8, 'group; family']),
    [site, 'exam', 'Exam room', 2, 'medical'],
  ]
}

function serviceRows(): (string | number)[][] {
  const header = ['code', 'name', 'kind', 'minutes', 'min_members', 'max_members']
  const flags = ['telehealth', 'counts_toward_hours', 'needs_room', 'start_offsets']
  return [
    [...header, ...flags],
    ...SERVICES.map(({ code, name, kind, minutes, offsets }) => [
      ...[code, name, kind, minutes, kind === 'group' ? 3 : 1, kind === 'group' ? 8 : 1],
      ...['yes', kind === 'medical' ? 'no' : 'yes', kind === 'individual' ? 'no' : 'yes', offsets],
    ]),
  ]
}

/** A weekly class in the center's zone and three single appointments in UTC. */
function calendar(index: number): string {
  const single = [1, 2, 3].map((at) => {
    const day = dateOf(dayNumber(FIRST_DAY) + 11 * at + (index % 5)).replaceAll('-', '')
    return event(`single-${at}-${index}`, [`DTSTART:${day}T140000Z`, `DTEND:${day}T150000Z`])
  })
  const weekly = [
    'DTSTART;TZID=America/New_York:20261201T190000',
    'DTEND;TZID=America/New_York:20261201T203000',
    'RRULE:FREQ=WEEKLY;BYDAY=TU',
  ]
  const events = [event(`weekly-${index}`, weekly), ...single]
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//bench//generated//EN'],
    ...events.flat(),
    'END:VCALENDAR',
    '',
  ].join('\r\n')
}

function event(uid: string, times: readonly string[]): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${uid}@bench.example`,
    'DTSTAMP:20261101T000000Z',
    ...times,
    'SUMMARY:Class',
    'END:VEVENT',
  ]
}

function csv(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) => (/[",;\n]/.test(String(value)) ? `"${value}"` : String(value))
  return `${rows.map((row) => row.map(cell).join(',')).join('\n')}\n`
}

const FIRST_NAMES = 'Ada Ben Cleo Dan Eve Finn Gia Hal Ida Jon Kay Leo Mia Ned Ola Pia Quin Rae Sol Tia'.split(' ')
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Invented, and no two alike up to 13,520 people. */
function nameOf(index: number): string {
  const rest = Math.floor(index / FIRST_NAMES.length)
  const letter = (at: number) => LETTERS[at % LETTERS.length] ?? ''
  return `${FIRST_NAMES[index % FIRST_NAMES.length] ?? ''} ${letter(rest)}${letter(Math.floor(rest / 26)).toLowerCase()}.`
}

const personOf = (index: number) => `p${String(index).padStart(4, '0')}`
const counselorOf = (index: number) => `c${String(index).padStart(3, '0')}`
const siteOf = (index: number) => `s${String(index).padStart(2, '0')}`
const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`
