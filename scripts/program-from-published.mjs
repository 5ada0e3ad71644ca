/**
 * node scripts/program-from-published.mjs PROGRAMS.json FOLDER
 *
 * Writes each entry of a list of published programs (schema `evenkeel.real-programs/1`) as a program file of
 * docs/import.md. What an entry does not publish becomes null: nothing is guessed. Entries come in three shapes, and a
 * program may mix them: tracks (days and times), weekRules (groups by treatment week) and phases (hours or meetings a
 * week).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const DAYS = { MO: 'mon', TU: 'tue', WE: 'wed', TH: 'thu', FR: 'fri', SA: 'sat', SU: 'sun' }
const STRUCTURE = ['id', 'name', 'focus', 'ages', 'tracks', 'weekRules', 'notStated', 'source']
const PHASE_STRUCTURE = [
  'name',
  'weeks',
  'groupHoursPerWeek',
  'familyHoursPerWeek',
  'individualHoursPerWeek',
  'meetingsPerWeek',
  'curriculum',
]

const [input, folder, ...more] = process.argv.slice(2)
if (input === undefined || folder === undefined || more.length > 0) {
  process.stderr.write('usage: node scripts/program-from-published.mjs PROGRAMS.json FOLDER\n')
  process.exit(2)
}
const published = JSON.parse(readFileSync(input, 'utf8'))
if (published.schema !== 'evenkeel.real-programs/1') {
  process.stderr.write(`${input} is not a list of published programs (schema evenkeel.real-programs/1).\n`)
  process.exit(1)
}
mkdirSync(folder, { recursive: true })
for (const entry of published.programs) {
  writeFileSync(join(folder, `${entry.id}.json`), `${JSON.stringify(programOf(entry), null, 2)}\n`)
}
process.stdout.write(`${published.programs.length} programs written to ${folder}\n`)

function programOf(entry) {
  const services = new Map()
  const service = (name, kind, minutes, topics) => {
    const code = codeOf(name)
    if (!services.has(code))
      services.set(code, { code, name, kind, minutes, ...(topics === undefined ? {} : { topics }) })
    return code
  }
  const verified = entry.source.mark === '✓'
  const timetable = (entry.tracks ?? []).map((track) => trackOf(track, entry, service))
  const occasional = /^(\d+) sessions/.exec(entry.individual ?? '')
  const templates = [
    ...trackTemplates(entry, timetable, service, verified),
    ...weekRuleTemplates(entry, service, verified),
    ...phaseTemplates(entry, service, verified),
  ].map((template) =>
    occasional === null
      ? template
      : {
          ...template,
          occasional: [
            {
              service: service('Individual session', 'individual', null),
              sessions: Number(occasional[1]),
              minutes: null,
              when: entry.individual,
            },
          ],
        },
  )
  return {
    format: 'evenkeel-program/1',
    code: entry.id,
    name: entry.name,
    ...(entry.focus === null ? {} : { focus: entry.focus }),
    ...(entry.ages === null ? {} : { ages: entry.ages }),
    source: { title: entry.source.title, publisher: entry.source.publisher, url: entry.source.url, verified },
    services: [...services.values()],
    templates,
    timetable,
    facts: factsOf(entry),
    notPublished: entry.notStated,
  }
}

/** Days and times of a track; what is neither a group nor the way between two counts as a break. */
function trackOf(track, entry, service) {
  const held = track.blocks === undefined ? classesOf(track, entry) : track.blocks
  const groups = held
    .filter((block) => block.name !== 'Lunch')
    .map((block) => ({
      service: service(block.name, 'group', minutesBetween(block.start, block.end)),
      starts: block.start,
      ends: block.end,
    }))
  const edges = [...groups.map((group) => group.starts).slice(1), track.end]
  const breaks = groups
    .map((group, index) => ({ starts: group.ends, ends: edges[index] }))
    .filter((gap) => gap.starts < gap.ends)
  return {
    name: track.name,
    levelOfCare: track.levelOfCare,
    days: track.days.map((day) => DAYS[day]),
    starts: track.start,
    ends: track.end,
    ...(groups.length === 0 ? {} : { breaks, groups }),
  }
}

/** "classes of 50 minutes followed by a 10-minute break": as many as the track holds. */
function classesOf(track, entry) {
  const rhythm = /classes of (\d+) minutes followed by a (\d+)-minute break/.exec(entry.rhythm ?? '')
  if (rhythm === null) return []
  const [length, pause] = [Number(rhythm[1]), Number(rhythm[2])]
  const first = minuteOf(track.start)
  const count = Math.floor(minutesBetween(track.start, track.end) / (length + pause))
  return Array.from({ length: count }, (_, index) => {
    const starts = first + index * (length + pause)
    return { name: 'Class', start: clockOf(starts), end: clockOf(starts + length) }
  })
}

/** One template for each track; tracks of aftercare are its last phase, of which a person attends one. */
function trackTemplates(entry, timetable, service, verified) {
  const aftercare = timetable.find((track) => track.levelOfCare === 'aftercare')
  const weeks = entry.length?.phase1Weeks ?? null
  return timetable
    .filter((track) => track.levelOfCare !== 'aftercare')
    .map((track) => ({
      code: codeOf(`${entry.id} ${track.name}`),
      name: `${entry.name}: ${track.name}`,
      phases: [track, ...(aftercare === undefined ? [] : [aftercare])].map((part) => ({
        name: part.levelOfCare,
        weeks: part === track ? weeks : null,
        levelOfCare: part.levelOfCare,
        meetings: meetingsOf(part, service),
        ...(part === track && entry.length?.rule !== undefined ? { note: entry.length.rule } : {}),
        verified,
      })),
    }))
}

function meetingsOf(track, service) {
  if (track.groups === undefined) {
    const minutes = minutesBetween(track.starts, track.ends)
    const name = track.levelOfCare === 'aftercare' ? 'Aftercare group' : 'Program session'
    return [{ service: service(name, 'group', minutes), perWeek: track.days.length, minutes }]
  }
  const codes = [...new Set(track.groups.map((group) => group.service))]
  return codes.map((code) => {
    const held = track.groups.filter((group) => group.service === code)
    const minutes = minutesBetween(held[0].starts, held[0].ends)
    return { service: code, perWeek: held.length * track.days.length, minutes }
  })
}

/** Groups by treatment week: a phase for every stretch of weeks in which the same groups meet. */
function weekRuleTemplates(entry, service, verified) {
  if (entry.weekRules === undefined) return []
  const firsts = entry.weekRules.flatMap((rule) => [rule.weeks[0], rule.weeks[1] + 1])
  const edges = [...new Set(firsts)].toSorted((a, b) => a - b)
  const phases = edges.slice(0, -1).map((first, index) => {
    const last = edges[index + 1] - 1
    const rules = entry.weekRules.filter((rule) => rule.weeks[0] <= first && last <= rule.weeks[1])
    return {
      name: first === last ? `week ${first}` : `weeks ${first} to ${last}`,
      weeks: last - first + 1,
      meetings: rules.map((rule) => ({
        service: service(rule.group, 'group', rule.minutes),
        perWeek: rule.days.length,
        minutes: rule.minutes,
        ...(rule.group.startsWith('Women') ? { for: 'women' } : {}),
        ...(rule.continues === undefined ? {} : { note: `continues: ${rule.continues}` }),
      })),
      verified,
    }
  })
  return [{ code: entry.id, name: entry.name, phases }]
}

/** Phases with hours or meetings a week, each a number or a range. */
function phaseTemplates(entry, service, verified) {
  const published = (entry.phases ?? []).filter((phase) => typeof phase === 'object')
  if (published.length === 0) return []
  const phases = published.map((phase) => {
    const notes = Object.entries(phase).filter(([name]) => !PHASE_STRUCTURE.includes(name))
    return {
      name: phase.name,
      weeks: rangeOf(phase.weeks),
      meetings: phaseMeetings(phase, service),
      ...(notes.length === 0 ? {} : { note: notes.map(([name, words]) => `${name}: ${words}`).join('; ') }),
      verified,
    }
  })
  return [{ code: entry.id, name: entry.name, phases }]
}

function phaseMeetings(phase, service) {
  const hours = (name, kind, perWeek) => ({
    service: service(name, kind, null),
    perWeek: rangeOf(perWeek),
    minutes: 60,
    note: 'published as hours a week',
  })
  const pattern = /^(\d+) hours, (\d+) evenings a week/.exec(phase.pattern ?? '')
  const fortnightly = /^(\d+) hours? every 2 weeks/.exec(phase.individual ?? '')
  return [
    ...(phase.groupHoursPerWeek === undefined
      ? []
      : pattern === null
        ? [hours('Group', 'group', phase.groupHoursPerWeek)]
        : [
            { service: service('Group', 'group', null), perWeek: Number(pattern[2]), minutes: Number(pattern[1]) * 60 },
          ]),
    ...(phase.familyHoursPerWeek === undefined ? [] : [hours('Family session', 'family', phase.familyHoursPerWeek)]),
    ...(phase.individualHoursPerWeek === undefined
      ? []
      : [hours('Individual session', 'individual', phase.individualHoursPerWeek)]),
    ...(fortnightly === null ? [] : [hours('Individual session', 'individual', [0, Number(fortnightly[1])])]),
    ...(phase.meetingsPerWeek === undefined
      ? []
      : [
          {
            service: service(phase.name, 'group', null, topicsOf(phase)),
            perWeek: rangeOf(phase.meetingsPerWeek),
            minutes: null,
          },
        ]),
  ]
}

function topicsOf(phase) {
  return phase.curriculum?.split(', ')
}

/** Everything else an entry says, as words. */
function factsOf(entry) {
  const words = (value) => {
    if (Array.isArray(value)) return value.map(words).join('; ')
    if (typeof value === 'object')
      return Object.entries(value)
        .map(([name, inner]) => `${name}: ${words(inner)}`)
        .join('; ')
    return String(value)
  }
  return Object.fromEntries(
    Object.entries(entry)
      .filter(([name, value]) => !STRUCTURE.includes(name) && value !== null)
      .filter(([name, value]) => name !== 'phases' || value.every((phase) => typeof phase === 'string'))
      .map(([name, value]) => [name, words(value)]),
  )
}

function rangeOf(value) {
  return Array.isArray(value) ? { least: value[0], most: value[1] } : (value ?? null)
}

function codeOf(words) {
  return words
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 64)
}

function minutesBetween(starts, ends) {
  return minuteOf(ends) - minuteOf(starts)
}

function minuteOf(clock) {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}

function clockOf(minute) {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
