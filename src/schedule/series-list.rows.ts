import type { Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import { membersOf, readSeries } from '../series/series.rows.ts'
import { type Occurrence, occurrencesFrom, revisionOf, type Series, versionIn } from '../series/series.ts'
import { todayIn } from '../center/this-week.rows.ts'
import type { NextMeeting, RecurringGroup, SeriesList } from './series-list.ts'
import type { SeriesNow } from './series-published.rows.ts'

/** How many meetings ahead are shown, and in how many weeks they are looked for. */
const SHOWN = 6
const WEEKS = 26

type Named = { readonly id: string; readonly name: string }

/** Every recurring group with its next meetings, and of its members those whom the reader may see. */
export async function readSeriesList(
  tx: Tx,
  { present, mayChange }: { present: Pick<SeriesNow, 'zone' | 'thisWeek' | 'now'>; mayChange: boolean },
): Promise<SeriesList> {
  const all = await readSeries(tx)
  const members = await membersOf(
    tx,
    all.map(({ id }) => id),
  )
  const people = await tx.selectFrom('participant').select(['participant_id', 'chosen_name']).execute()
  const names = new Map(people.map((row) => [row.participant_id, row.chosen_name]))
  const today = await todayIn(tx, present.now)
  const facts = await factsOf(tx, today)
  onRecord(tx, { people: mayChange ? [...names.keys()] : [...members.values()].flat().map(({ person }) => person) })
  return {
    mayChange,
    today,
    groups: all.map((series) => ({
      ...groupOf(series, present, facts),
      members: (members.get(series.id) ?? [])
        .filter(({ person, until }) => names.has(person) && (until === null || until >= today))
        .map(({ person, from, until }) => ({ person: { id: person, name: names.get(person) ?? '' }, from, until })),
    })),
    people: mayChange
      ? [...names].map(([id, name]) => ({ id, name })).toSorted((a, b) => (a.name < b.name ? -1 : 1))
      : [],
  }
}

interface Facts {
  readonly services: readonly Named[]
  readonly sites: readonly Named[]
  readonly staff: readonly (Named & { readonly site_id: string })[]
  readonly rooms: readonly (Named & { readonly site_id: string; readonly kinds: readonly string[] })[]
  readonly licenses: readonly { readonly staff_id: string; readonly service_id: string }[]
}

async function factsOf(tx: Tx, today: string): Promise<Facts> {
  return {
    services: await tx.selectFrom('service').select(['id', 'name']).execute(),
    sites: await tx.selectFrom('site').select(['id', 'name']).execute(),
    staff: await tx.selectFrom('staff').select(['id', 'name', 'site_id']).orderBy('name').execute(),
    rooms: await tx.selectFrom('room').select(['id', 'name', 'site_id', 'kinds']).orderBy('name').execute(),
    licenses: await tx
      .selectFrom('staff_license')
      .select(['staff_id', 'service_id'])
      .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>=', today)]))
      .execute(),
  }
}

function groupOf(
  series: Series,
  { zone, thisWeek }: Pick<SeriesNow, 'zone' | 'thisWeek'>,
  facts: Facts,
): Omit<RecurringGroup, 'members'> {
  const ahead = occurrencesFrom(series, thisWeek, WEEKS, zone).slice(0, SHOWN)
  const version = versionIn(series, ahead[0]?.week ?? thisWeek) ?? series.versions[0]
  const { service, site } = series
  const licensed = new Set(facts.licenses.filter((one) => one.service_id === service).map((one) => one.staff_id))
  return {
    id: series.id,
    revision: revisionOf(series),
    service: nameOf(facts.services, service),
    site: { id: site, name: nameOf(facts.sites, site) },
    everyWeeks: version?.everyWeeks ?? 1,
    lastDay: version?.lastDay ?? null,
    next: ahead.map((one) => meetingOf(one, facts)),
    leaders: facts.staff.filter((one) => one.site_id === site && licensed.has(one.id)).map(named),
    rooms: facts.rooms.filter((one) => one.site_id === site && one.kinds.includes('group')).map(named),
  }
}

function meetingOf(one: Occurrence, { staff, rooms }: Facts): NextMeeting {
  const { week, start, state } = one
  const nowhere = { moved: false, staff: null, room: null, telehealth: false }
  if (one.state !== 'meets')
    return { ...nowhere, week, start, state, because: one.state === 'canceled' ? one.because : null }
  const leader = { id: one.staff, name: nameOf(staff, one.staff) }
  const room = one.room === null ? null : { id: one.room, name: nameOf(rooms, one.room) }
  return { week, start, state, because: null, moved: one.moved, staff: leader, room, telehealth: one.telehealth }
}

function named({ id, name }: Named): Named {
  return { id, name }
}

function nameOf(all: readonly Named[], id: string): string {
  return all.find((one) => one.id === id)?.name ?? ''
}
