import { z } from 'zod'
import { BlockRow, CenterRow, checkBlocks, checkCenter, checkSites, RoomRow, SiteRow } from '../center/center.ts'
import { errorAt, warningAt, type Finding, type Lined } from '../center/finding.ts'
import { checkPrescriptions, PrescriptionColumns } from '../care-plan/prescription.ts'
import { checkObligations, ObligationRow } from '../obligation/obligation.ts'
import { checkParticipants, ParticipantColumns } from '../participant/participant.ts'
import type { Program } from '../program/program.ts'
import { checkContacts, ContactRow } from '../message/contact.ts'
import { checkServices, ServiceRow } from '../program/service.ts'
import { checkWaiting, wantedPrescription, WaitingRow } from '../waiting-list/waiting.ts'
import { checkLicenses, checkRoster, checkStaff, DutyRow, LicenseRow, StaffRow } from '../team/team.ts'

/** A row of people.csv: the person and the dose in one line. */
export const PersonRow = z.object({ ...ParticipantColumns.shape, ...PrescriptionColumns.shape })
export type PersonRow = Lined<z.infer<typeof PersonRow>>

/** The tables of a folder, in the order in which they are read and stored. */
export const TABLES = {
  'center.csv': CenterRow,
  'sites.csv': SiteRow,
  'rooms.csv': RoomRow,
  'blocks.csv': BlockRow,
  'services.csv': ServiceRow,
  'staff.csv': StaffRow,
  'licenses.csv': LicenseRow,
  'roster.csv': DutyRow,
  'people.csv': PersonRow,
  'waiting.csv': WaitingRow,
  'obligations.csv': ObligationRow,
  'contacts.csv': ContactRow,
} as const

export type TableName = keyof typeof TABLES

/** Tables a folder may do without. */
export const OPTIONAL_TABLES: ReadonlySet<string> = new Set<TableName>([
  'waiting.csv',
  'obligations.csv',
  'contacts.csv',
])

/** One busy time read from a calendar: wall times at the center, instants in epoch milliseconds. */
export interface CalendarTime {
  readonly startWall: string
  readonly endWall: string
  readonly startAt: number
  readonly endAt: number
  /** Data class C5. */
  readonly title: string
}

export interface PersonCalendar {
  readonly file: string
  readonly person: string
  readonly hash: string
  readonly busy: readonly CalendarTime[]
}

/** Everything a folder says. A table that was left out on purpose is undefined. */
export type Facts = {
  [Name in TableName]?: Lined<z.infer<(typeof TABLES)[Name]>>[]
} & {
  readonly programs: { readonly file: string; readonly program: Program }[]
  readonly calendars: PersonCalendar[]
}

/** What is already stored, for the tables a folder leaves out. */
export interface Stored {
  readonly sites: readonly string[]
  /** `site/room`. */
  readonly rooms: readonly string[]
  readonly blocks: readonly BlockRow[]
  readonly services: readonly Pick<ServiceRow, 'code' | 'kind' | 'minutes' | 'counts_toward_hours'>[]
  readonly staff: readonly string[]
  readonly licenses: readonly Pick<LicenseRow, 'staff' | 'service' | 'valid_from' | 'valid_until'>[]
  /** Everybody, those who wait among them. */
  readonly people: readonly string[]
  readonly waiting: readonly string[]
  readonly templates: readonly string[]
}

/** Checks a whole folder: each table by itself, then what the tables say about each other. */
export function checkFacts(facts: Facts, stored: Stored, zoneNames: readonly string[]): Finding[] {
  const known = knownCodes(facts, stored)
  const blocks = facts['blocks.csv'] ?? stored.blocks
  const services = facts['services.csv'] ?? stored.services
  const waiting = facts['waiting.csv'] ?? []
  const offer = {
    services: new Map(services.map((service) => [service.code, service])),
    licenses: facts['licenses.csv'] ?? stored.licenses,
    blockCodes: new Set(blocks.map((block) => block.code)),
    templateCodes: known.templates,
  }
  return [
    ...(facts['center.csv'] === undefined ? [] : checkCenter(facts['center.csv'], zoneNames)),
    ...checkSites(facts['sites.csv'] ?? [], facts['rooms.csv'] ?? [], known.sites),
    ...checkBlocks(facts['blocks.csv'] ?? []),
    ...checkServices(facts['services.csv'] ?? []),
    ...checkPrograms(facts, known.services),
    ...checkStaff(facts['staff.csv'] ?? [], known.sites),
    ...checkLicenses(facts['licenses.csv'] ?? [], known.staff, known.services),
    ...checkRoster(facts['roster.csv'] ?? [], known.staff, blocks),
    ...checkParticipants(facts['people.csv'] ?? [], known.sites, known.staff),
    ...checkPrescriptions(facts['people.csv'] ?? [], { ...offer, file: 'people.csv' }),
    ...checkWaiting(waiting, new Set((facts['people.csv'] ?? []).map(({ code }) => code)), known.sites),
    ...checkPrescriptions(waiting.map(wantedPrescription), { ...offer, file: 'waiting.csv' }),
    ...counselorsNeverOnDuty(facts),
    ...checkObligations(facts['obligations.csv'] ?? [], known.people),
    ...checkContacts(facts['contacts.csv'] ?? [], new Set([...known.people, ...stored.people])),
    ...calendarsOfNobody(facts, known.people),
  ]
}

function knownCodes(facts: Facts, stored: Stored) {
  const codes = (rows: readonly { code: string }[] | undefined, otherwise: readonly string[]) =>
    new Set(rows === undefined ? otherwise : rows.map((row) => row.code))
  const templates = facts.programs.flatMap(({ program }) => program.templates.map((template) => template.code))
  return {
    sites: codes(facts['sites.csv'], stored.sites),
    services: codes(facts['services.csv'] ?? stored.services, []),
    staff: codes(facts['staff.csv'], stored.staff),
    people: new Set([...codes(facts['people.csv'], stored.people), ...codes(facts['waiting.csv'], stored.waiting)]),
    templates: new Set([...stored.templates, ...templates]),
  }
}

/** Two programs with one template code, and services that a program names but the center does not offer. */
function checkPrograms(facts: Facts, serviceCodes: ReadonlySet<string>): Finding[] {
  const templates = facts.programs.flatMap(({ file, program }) =>
    program.templates.map((template, index) => ({
      place: { file, line: 0, column: `templates[${index}].code` },
      code: template.code,
    })),
  )
  const second = templates.filter((one, index) => templates.findIndex((other) => other.code === one.code) !== index)
  return [
    ...second.map(({ place, code }) =>
      errorAt(place, `another template has the code "${code}" too`, 'Give one of them another code.'),
    ),
    ...facts.programs.flatMap(({ file, program }) =>
      program.services.flatMap((service, index) => {
        if (serviceCodes.has(service.code)) return []
        const place = { file, line: 0, column: `services[${index}].code` }
        const what = `the center does not offer "${service.code}"`
        return [
          warningAt(
            place,
            what,
            'Add it to services.csv; until then it is not scheduled and its topics are not stored.',
          ),
        ]
      }),
    ),
  ]
}

/** Only said of weekly rosters that are part of this folder. */
function counselorsNeverOnDuty(facts: Facts): Finding[] {
  if (facts['roster.csv'] === undefined) return []
  const onDuty = new Set(facts['roster.csv'].map((duty) => duty.staff))
  return (facts['people.csv'] ?? [])
    .filter((person) => !onDuty.has(person.counselor))
    .map((person) =>
      warningAt(
        { file: 'people.csv', line: person.line, column: 'counselor', person: person.code },
        `the own counselor "${person.counselor}" is never on duty`,
        'Add duty times to roster.csv, or maybe choose another own counselor.',
      ),
    )
}

function calendarsOfNobody(facts: Facts, people: ReadonlySet<string>): Finding[] {
  return facts.calendars
    .filter((calendar) => !people.has(calendar.person))
    .map((calendar) =>
      warningAt(
        { file: calendar.file, line: 0, column: '' },
        calendar.person.startsWith('staff-')
          ? 'calendars of staff are not read'
          : `no participant has the code "${calendar.person}"`,
        'Name the file after a code of people.csv, or remove it. It is not stored.',
      ),
    )
}
