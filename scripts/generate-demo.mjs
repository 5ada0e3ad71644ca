// Writes the CSV files of the demo center, a folder for `evenkeel import` (docs/import.md):
//
//   node scripts/generate-demo.mjs                              demo/harbor-street, the committed files
//   node scripts/generate-demo.mjs --week 2026-11-30 --out F    the same center in folder F, admitted in the eight weeks before
//                                                               that Monday and with reviews due after it
//
// Edit the tables below and run it again: LIVES holds the obligations by name, MIXES the prescriptions, PEOPLE one line a
// participant. All people are invented. The same tables always give the same bytes. The calendars and the
// program files of the folder are written by hand and left alone.

import { cpSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const HOME = join(dirname(fileURLToPath(import.meta.url)), '..', 'demo', 'harbor-street')
const FIRST_WEEK = '2026-01-05'
const LICENSED_SINCE = '2025-01-01'
const MEDICAL_UNTIL = '2045-06-30'
const SITE = 'harbor'
const TEMPLATE = 'nine-hours'
const MIXES_OF_THE_TEMPLATE = ['first weeks', 'middle', 'step-down']

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri']
const DAYS = [...WEEKDAYS, 'sat', 'sun']
const BETWEEN_DAYS = ['tue', 'thu']

// code | name | seats | kinds
const ROOMS = `
garden | Garden room |  8 | group
harbor | Harbor room |  6 | group
parlor | Parlor      |  6 | group; family
exam   | Exam room   |  2 | medical
`

// code | name | kind | minutes | least and most members | remote is possible | counts toward hours | needs a room | start offsets
const SERVICES = `
core-process       | Core process group    | group      | 90 | 3 |  6 | no  | yes | yes | 0; 90
relapse-prevention | Relapse prevention    | group      | 90 | 3 |  6 | yes | yes | yes | 0; 90
early-recovery     | Early recovery skills | group      | 60 | 3 |  8 | yes | yes | yes | 0; 60; 90; 120
dbt-skills         | DBT skills            | group      | 90 | 3 |  6 | no  | yes | yes | 0; 90
trauma-skills      | Trauma skills         | group      | 90 | 3 |  6 | no  | yes | yes | 0; 90
family-education   | Family education      | group      | 90 | 3 |  8 | yes | yes | yes | 0; 90
parenting          | Parenting in recovery | group      | 60 | 3 |  8 | yes | yes | yes | 0; 60; 90; 120
working-life       | Working life          | group      | 60 | 3 |  8 | yes | yes | yes | 0; 60; 90; 120
individual         | Individual counseling | individual | 60 | 1 |  1 | yes | yes | no  |
family-session     | Family session        | family     | 60 | 1 |  1 | yes | yes | yes |
medical            | Medical visit         | medical    | 30 | 1 |  1 | no  | no  | yes |
`

const CORE = 'core-process relapse-prevention'
const ONE_TO_ONE = 'individual family-session'

// code | name | role | session minutes a week | duty | licensed for. Duty: M morning, B between, E evening, one word a day from Monday
const STAFF = `
alvarez   | Renata Alvarez    | counselor  | 1440 | ME MB ME MB M -  | ${CORE} early-recovery parenting family-education ${ONE_TO_ONE}
okafor    | Ben Okafor        | counselor  | 1440 | E BE E BE E M    | ${CORE} early-recovery working-life individual
lindqvist | Maja Lindqvist    | counselor  | 1440 | ME ME M ME M -   | ${CORE} dbt-skills trauma-skills individual
tran      | Minh Tran         | counselor  | 1440 | E E ME E ME M    | ${CORE} early-recovery working-life parenting family-education ${ONE_TO_ONE}
whitaker  | Joelle Whitaker   | counselor  | 1440 | M ME ME M ME M   | ${CORE} early-recovery dbt-skills parenting ${ONE_TO_ONE}
hollis    | Grace Hollis      | supervisor |  720 | M BE M BE ME -   | ${CORE} trauma-skills family-education ${ONE_TO_ONE}
nakamura  | Peter Nakamura    | nurse      |  480 | M M E MB M M     | medical
haddad    | Dr. Samira Haddad | prescriber |  480 | E BE - BE - -    | medical
brand     | Tessa Brand       | front-desk |    0 | M M M M M M      |
diallo    | Omar Diallo       | front-desk |    0 | E BE E BE E -    |
marsh     | Colleen Marsh     | director   |    0 | M MB M MB M -    |
stanek    | Victor Stanek     | biller     |    0 | M MB M MB M -    |
reyes     | Paula Reyes       | administrator   | 0 | - - - - - -    |
cho       | Edwin Cho         | privacy-officer | 0 | - - - - - -    |
`

const DUTY_TIMES = { M: ['08:30', '12:15'], B: ['12:15', '16:45'], E: ['17:00', '20:45'] }

// Every life is a list of `days starts ends why`; a date in place of the days is a single appointment.
const LIVES = {
  'free days': [],
  'office job': ['mon-fri 09:00 17:00 work'],
  'day shift': ['mon-fri 07:00 15:30 work'],
  'early shift': ['mon-fri 06:00 14:00 work'],
  'evening shift': ['mon-fri 15:00 23:00 work'],
  'kitchen shift': ['tue-sat 14:00 22:30 work'],
  'weekend shop': ['thu,fri,sat 09:30 18:00 work'],
  'night shift': ['sun,mon,tue,wed,thu 22:00 06:00 night shift', 'mon-fri 06:30 13:30 sleep'],
  'part-time mornings': ['mon,wed,fri 07:30 13:00 work'],
  'college mornings': ['mon,wed,fri 09:00 12:30 class', 'tue,thu 13:00 14:30 class'],
  'college afternoons': ['mon,wed 13:00 18:15 class', 'fri 13:00 16:00 class'],
  'school runs': ['mon-fri 07:45 08:30 school run', 'mon-fri 14:45 15:30 school run'],
  'child care evenings': ['mon-fri 17:00 21:00 child care'],
  'child care three evenings': ['tue,thu,fri 17:00 21:00 child care'],
  'child care two evenings': ['mon,wed 17:00 21:00 child care'],
  'Saturday soccer': ['sat 08:30 10:00 child care'],
  'Saturdays with the children': ['sat 08:00 20:00 child care'],
  'mother to look after': ['mon-fri 07:00 08:30 care', 'mon-fri 16:30 18:30 care'],
  'brother on dialysis': ['tue,thu 07:00 11:30 care'],
  'weekly court check-in': ['tue 10:00 11:00 court', '2026-03-11 09:00 12:00 court'],
  'court in spring': ['2026-04-16 13:30 16:00 court'],
  'community service': ['sat 09:00 13:00 court'],
  'church on Wednesday': ['wed 18:30 20:30 church', 'sun 09:00 13:00 church'],
  Sabbath: ['fri 15:30 24:00 faith day', 'sat 00:00 20:30 faith day'],
  'Friday prayers': ['fri 12:45 14:15 faith day'],
  dentist: ['2026-02-19 09:30 10:30 appointment'],
}

// Sessions a week; a participant's `540` is reached when nearly all of it is planned.
const MIXES = {
  'first weeks': 'core-process:3; relapse-prevention:2; early-recovery:2; individual:1; medical:1',
  middle: 'core-process:2; relapse-prevention:2; early-recovery:1; individual:2',
  parent: 'core-process:2; relapse-prevention:2; parenting:1; individual:1; family-session:1',
  'parent, early': 'core-process:2; relapse-prevention:2; parenting:1; early-recovery:1; individual:1',
  'learning family': 'core-process:2; relapse-prevention:2; family-education:1; individual:1; family-session:1',
  dbt: 'core-process:2; dbt-skills:2; relapse-prevention:1; individual:2; medical:1',
  trauma: 'core-process:2; trauma-skills:2; relapse-prevention:1; early-recovery:1; individual:2',
  worker: 'core-process:2; relapse-prevention:2; working-life:2; individual:1',
  'step-down': 'core-process:2; relapse-prevention:1; family-education:1; working-life:1; individual:2',
}

// chosen name | own counselor | mix | lives, a `+` between them | minutes of travel | prefers | r: remote is possible | family blocks
// The first name in small letters is the code; calendars/CODE.ics adds to the lives of dana, luis, tomasz, keisha, amara and joe.
const PEOPLE = `
Dana R.     | alvarez   | parent           | child care three evenings + Saturday soccer  | 30 | evening |   | mon-evening; wed-evening; sat-morning
Maria S.    | alvarez   | parent           | school runs + child care evenings            | 30 | morning | r | wed-morning; thu-between
Keisha W.   | whitaker  | parent, early    | school runs + child care evenings            | 15 | morning |   |
Yolanda P.  | alvarez   | parent, early    | part-time mornings + child care two evenings | 15 | evening | r |
Brianna C.  | whitaker  | parent           | school runs + child care evenings            | 45 | morning | r | mon-morning; wed-morning
Andre L.    | whitaker  | parent, early    | office job + Saturdays with the children     | 30 | evening |   |
Hung V.     | whitaker  | parent           | day shift + Saturdays with the children      | 30 | evening | r | tue-evening; fri-evening
Luis M.     | okafor    | parent, early    | free days                                    | 30 | evening |   |
Tomasz K.   | okafor    | worker           | free days                                    | 15 | evening | r |
Denise A.   | tran      | worker           | night shift                                  | 30 | evening |   |
Curtis B.   | okafor    | step-down        | day shift                                    | 30 | evening |   |
Svetlana O. | tran      | step-down        | office job                                   | 30 | evening | r |
Rashid H.   | okafor    | step-down        | office job + Friday prayers                  | 15 | evening |   |
Patrick D.  | tran      | parent, early    | day shift                                    | 45 | evening |   |
Gloria N.   | tran      | dbt              | early shift + church on Wednesday            | 30 | evening | r |
Wes T.      | okafor    | step-down        | day shift + community service                | 30 | evening |   |
Amara E.    | lindqvist | dbt              | free days                                    | 30 | none    | r |
Noah F.     | whitaker  | dbt              | college mornings                             | 15 | evening |   |
Priya J.    | tran      | middle           | college afternoons                           | 15 | morning | r |
Elif Y.     | lindqvist | trauma           | college afternoons                           | 30 | morning |   |
Miriam G.   | lindqvist | learning family  | office job + Sabbath                         | 15 | evening | r | tue-evening; wed-evening
Daniel Z.   | tran      | learning family  | early shift + Sabbath                        | 30 | evening |   | mon-evening; wed-evening
Joe H.      | alvarez   | learning family  | mother to look after                         | 15 | morning |   | tue-morning; wed-morning; thu-between
Ines B.     | lindqvist | trauma           | mother to look after                         | 15 | morning | r |
Marcus J.   | okafor    | first weeks      | brother on dialysis                          | 30 | evening |   |
Tyrell G.   | alvarez   | first weeks      | weekly court check-in                        | 15 | morning |   |
Shauna K.   | whitaker  | dbt              | court in spring + school runs                | 30 | morning |   |
Victor A.   | alvarez   | first weeks      | evening shift                                | 30 | morning |   |
Lena Q.     | lindqvist | trauma           | kitchen shift                                | 15 | morning |   |
Mateo R.    | alvarez   | learning family  | kitchen shift                                | 30 | morning | r | wed-morning; sat-morning
Ruth E.     | whitaker  | learning family  | weekend shop                                 | 15 | none    |   | mon-evening; wed-morning
Carl N.     | lindqvist | dbt              | evening shift                                | 30 | morning |   |
Abigail M.  | lindqvist | trauma           | free days                                    | 45 | morning | r |
Sam O.      | tran      | dbt              | weekend shop                                 | 15 | evening |   |
Bertrand L. | okafor    | step-down        | free days + dentist                          | 30 | none    |   |
Jolene V.   | alvarez   | first weeks      | court in spring                              | 30 | morning |   |
`

// chosen_name | mix | lives | minutes of travel | prefers | r: remote is possible | family blocks. Whoever stands first has
// waited longest; none has a counselor yet.
const WAITING = `
Nadia F.    | parent           | school runs + child care evenings           | 30 | morning |   | wed-morning; fri-morning
Oscar T.    | worker           | day shift                                   | 15 | evening | r |
Petra H.    | middle           | office job                                  | 30 | evening |   |
Quentin A.  | dbt              | evening shift                               | 30 | morning |   |
Rosa D.     | learning family  | office job + Saturdays with the children    | 15 | evening |   | tue-evening; thu-evening
Stefan B.   | worker           | early shift                                 | 30 | evening | r |
Tamika L.   | parent, early    | school runs + child care two evenings       | 15 | morning | r |
Umar S.     | first weeks      | free days                                   | 30 | none    |   |
Valerie C.  | middle           | weekend shop                                | 15 | evening |   |
Walter N.   | worker           | night shift                                 | 45 | evening |   |
Ximena G.   | trauma           | college afternoons                          | 30 | morning |   |
Yusuf K.    | learning family  | office job + Friday prayers                 | 30 | evening | r | mon-evening; wed-evening
Zoe M.      | dbt              | kitchen shift                               | 15 | morning |   |
`

/** People called and written to in Spanish. */
const LANGUAGES_ES = ['luis', 'mateo']

const options = parseArgs({ options: { week: { type: 'string' }, out: { type: 'string' } } }).values
const week = options.week ?? FIRST_WEEK
const folder = options.out ?? HOME
if (folder !== HOME) cpSync(HOME, folder, { recursive: true })

const staff = cellsOf(STAFF).map(([code, name, role, minutes, duty, may]) => ({
  code,
  duty: duty.split(/ +/),
  may: may.split(' ').filter(Boolean),
  row: [code, name, role, SITE, minutes],
}))
const people = cellsOf(PEOPLE).map(readPerson)
const waiting = cellsOf(WAITING).map(([name, ...rest]) => readPerson([name, '', ...rest]))

const files = {
  'center.csv': ['code,name,time_zone', ['harbor-street', 'Harbor Street IOP', 'America/New_York']],
  'sites.csv': ['code,name,telehealth_pool', [SITE, 'Harbor Street', 'pool-1']],
  'rooms.csv': ['site,code,name,seats,kinds', ...cellsOf(ROOMS).map((room) => [SITE, ...room])],
  'blocks.csv': ['code,day,starts,ends,part', ...blockRows()],
  'services.csv': [
    'code,name,kind,minutes,min_members,max_members,telehealth,counts_toward_hours,needs_room,start_offsets',
    ...cellsOf(SERVICES),
  ],
  'staff.csv': ['code,name,role,site,max_weekly_minutes', ...staff.map((member) => member.row)],
  'licenses.csv': ['staff,service,valid_from,valid_until', ...staff.flatMap(licenseRows)],
  'roster.csv': ['staff,day,starts,ends', ...staff.flatMap(rosterRows)],
  'people.csv': [
    'code,chosen_name,admitted_on,sites,counselor,cover,prescription,valid_from,weekly_minutes,daily_max_minutes,' +
      'review_on,screens_per_week,prefers,telehealth,template,family_blocks',
    ...people.map(personRow),
  ],
  'waiting.csv': [
    'code,chosen_name,since,sites,prescription,weekly_minutes,daily_max_minutes,screens_per_week,prefers,telehealth,' +
      'template,family_blocks',
    ...waiting.map(waitingRow),
  ],
  'contacts.csv': ['person,phone,email,channel,from,until,leave_message,name_us,language', ...people.map(contactRow)],
  'obligations.csv': ['person,day,starts,ends,from,until,why', ...[...people, ...waiting].flatMap(obligationRows)],
}
for (const [name, [header, ...rows]] of Object.entries(files)) writeFileSync(join(folder, name), csv(header, rows))
console.log(
  `${people.length} people, ${waiting.length} waiting, ${staff.length} staff, ${files['obligations.csv'].length - 1} obligations: ${folder}`,
)

/** The cells of a table above: a line is a row, `|` stands between the cells. */
function cellsOf(table) {
  return table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
}

function readPerson([name, counselor, mix, lives, travel, prefers, remote, familyBlocks]) {
  return {
    code: name.split(' ')[0].toLowerCase(),
    name,
    counselor,
    mix,
    obligations: lives.split(' + ').flatMap((life) => named(LIVES, life)),
    travel,
    prefers,
    telehealth: remote === 'r' ? 'yes' : 'no',
    familyBlocks,
  }
}

/** An entry of LIVES or MIXES; a misspelled name stops the run instead of leaving a participant without a life. */
function named(table, name) {
  if (!(name in table)) throw new Error(`no "${name}" among: ${Object.keys(table).join(', ')}`)
  return table[name]
}

function blockRows() {
  const between = (day) => (BETWEEN_DAYS.includes(day) ? [[`${day}-between`, day, '12:30', '16:30', 'afternoon']] : [])
  return [
    ...WEEKDAYS.flatMap((day) => [
      [`${day}-morning`, day, '09:00', '12:00', 'morning'],
      ...between(day),
      [`${day}-evening`, day, '17:30', '20:30', 'evening'],
    ]),
    ['sat-morning', 'sat', '09:00', '12:00', 'morning'],
  ]
}

function licenseRows({ code, may }) {
  return may.map((service) => [code, service, LICENSED_SINCE, service === 'medical' ? MEDICAL_UNTIL : ''])
}

function rosterRows({ code, duty }) {
  return duty.flatMap((letters, day) =>
    letters === '-' ? [] : spansOf(letters).map(([starts, ends]) => [code, DAYS[day], starts, ends]),
  )
}

/** Duty times of a day; two that touch become one. */
function spansOf(letters) {
  return [...letters].reduce((spans, letter) => {
    const [starts, ends] = DUTY_TIMES[letter]
    const last = spans.at(-1)
    return last?.[1] === starts ? [...spans.slice(0, -1), [last[0], ends]] : [...spans, [starts, ends]]
  }, [])
}

function personRow(person, index) {
  const { code, name, counselor, mix, travel, prefers, telehealth, familyBlocks } = person
  const admitted = options.week === undefined ? week : addDays(week, -7 * (1 + ((index * 5) % 8)))
  const review = options.week === undefined ? '' : addDays(week, 7 * (index % 4) + 2)
  const screens = mix === 'first weeks' ? 2 : 1
  const template = MIXES_OF_THE_TEMPLATE.includes(mix) ? TEMPLATE : ''
  const before = [code, name, admitted, `${SITE}:${travel}`, counselor, coverOf(person), named(MIXES, mix), admitted]
  return [...before, 540, 240, review, screens, prefers, telehealth, template, familyBlocks]
}

function waitingRow(person, index) {
  const { code, name, mix, travel, prefers, telehealth, familyBlocks } = person
  const since = addDays(week, -3 * (waiting.length - index))
  const template = MIXES_OF_THE_TEMPLATE.includes(mix) ? TEMPLATE : ''
  const screens = mix === 'first weeks' ? 2 : 1
  const before = [code, name, since, `${SITE}:${travel}`, named(MIXES, mix)]
  return [...before, 540, 240, screens, prefers, telehealth, template, familyBlocks]
}

/** Numbers and addresses that cannot belong to anybody (555-01xx, RFC 2606); every sixth is not to be left a message. */
function contactRow({ code }, index) {
  const email = index % 3 === 2 ? '' : `${code}@example.org`
  const number = `+1 212 555 0${String(100 + index).padStart(3, '0')}`
  const language = LANGUAGES_ES.includes(code) ? 'es' : 'en'
  return [
    code,
    number,
    email,
    'phone',
    index % 4 === 3 ? '12:00' : '08:00',
    '20:00',
    index % 6 === 5 ? 'no' : 'yes',
    'no',
    language,
  ]
}

/** The next two in the list who give individual sessions, so that cover is spread evenly. */
function coverOf({ counselor }) {
  const counselors = staff.filter(({ may }) => may.includes('individual')).map(({ code }) => code)
  const own = counselors.indexOf(counselor)
  return [1, 2].map((step) => counselors[(own + step) % counselors.length]).join('; ')
}

function obligationRows({ code, obligations }) {
  return obligations.flatMap((text) => {
    const [days, starts, ends, ...why] = text.split(' ')
    return daysOf(days).map((day) => [code, day, starts, ends, '', '', why.join(' ')])
  })
}

/** `mon-fri`, `tue,thu` or a date. */
function daysOf(text) {
  const [first, last] = text.split('-')
  if (DAYS.includes(last)) return DAYS.slice(DAYS.indexOf(first), DAYS.indexOf(last) + 1)
  return text.split(',')
}

function addDays(day, count) {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + count)
  return date.toISOString().slice(0, 10)
}

function csv(header, rows) {
  const cell = (value) => (/[",;\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value))
  return [header, ...rows.map((row) => row.map(cell).join(','))].join('\n') + '\n'
}
