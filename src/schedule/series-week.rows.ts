import { zoneNamed } from '../center/zones.ts'
import type { Tx } from '../kernel/database.ts'
import type { HeldGroup, Objection } from '../planner/move/held-groups.ts'
import { membersOf, readSeries } from '../series/series.rows.ts'
import { type Membership, membersOn, occurrenceIn } from '../series/series.ts'
import { changeNames } from './changed-week.rows.ts'
import type { MoveNames } from './move-words.ts'
import { moveNames } from './move.rows.ts'
import type { ServiceNames } from './series-words.ts'

/** The recurring groups of a week with those who have a seat in them that day. */
export async function seriesGroups(tx: Tx, weekStart: string): Promise<HeldGroup[]> {
  const all = await readSeries(tx)
  if (all.length === 0) return []
  const { time_zone } = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  const zone = zoneNamed(time_zone)
  if (!zone) throw new Error(`zone ${time_zone} is unknown`)
  const members = await membersOf(
    tx,
    all.map(({ id }) => id),
  )
  const episodes = await episodesOf(
    tx,
    [...members.values()].flat().map(({ person }) => person),
  )
  return all.flatMap((series) => {
    const occurrence = occurrenceIn(series, weekStart, zone)
    if (occurrence?.state !== 'meets') return []
    const { start, staff, room, telehealth } = occurrence
    return [
      {
        ...{ id: `series-${series.id}`, service: series.service, site: series.site, start, staff, room, telehealth },
        members: membersInTreatment(members.get(series.id) ?? [], episodes, start.slice(0, 10)),
      },
    ]
  })
}

/** From admission to discharge, both included, as far as the reader may see them; `until` null: still here. */
export async function episodesOf(tx: Tx, people: readonly string[]): Promise<Membership[]> {
  if (people.length === 0) return []
  const rows = await tx
    .selectFrom('episode')
    .select(['participant_id', 'admitted_on', 'discharged_on'])
    .where('participant_id', 'in', [...new Set(people)])
    .execute()
  return rows.map((row) => ({ person: row.participant_id, from: row.admitted_on, until: row.discharged_on }))
}

/** A seat in a group ends with the treatment, whatever its own last day. */
function membersInTreatment(members: readonly Membership[], episodes: readonly Membership[], day: string): string[] {
  const here = new Set(membersOn(episodes, day))
  return membersOn(members, day).filter((person) => here.has(person))
}

/** The names objections speak of, as far as the reader may see them. */
export async function objectionNames(
  tx: Tx,
  objections: readonly Objection[],
): Promise<{ names: MoveNames; services: ServiceNames }> {
  const people = objections.flatMap(({ member, because }) =>
    [member ?? [], because.flatMap((one) => one.people)].flat(),
  )
  return { names: await moveNames(tx, [...new Set(people)]), services: (await changeNames(tx)).services }
}
