import { addRows } from '../center/add.rows.ts'
import type { Ids } from '../center/center.rows.ts'
import { differences, tallyOf, type Tally } from '../center/differences.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import type { ParticipantColumns } from './participant.ts'

/** Adds new people, renames known ones; nobody is removed. */
export async function putParticipants(
  tx: Tx,
  center: string,
  rows: readonly Pick<ParticipantColumns, 'code' | 'chosen_name'>[],
): Promise<Tally> {
  const present = await tx.selectFrom('participant').select(['participant_id', 'code', 'chosen_name']).execute()
  const wanted = rows.map(({ code, chosen_name }) => ({ code, chosen_name }))
  const found = differences(wanted, present, (person) => person.code)
  const added = found.added.map((person) => ({ ...person, center_id: center, participant_id: newId() }))
  await addRows(tx, 'participant', added)
  for (const { from, to } of found.changed) {
    await tx
      .updateTable('participant')
      .set({ chosen_name: to.chosen_name })
      .where('center_id', '=', center)
      .where('participant_id', '=', from.participant_id)
      .execute()
  }
  return tallyOf(found)
}

/** Ids of all people of the center by code. */
export async function participantIds(tx: Tx): Promise<Ids> {
  const rows = await tx.selectFrom('participant').select(['participant_id', 'code']).execute()
  return new Map(rows.map((row) => [row.code, row.participant_id]))
}

/** Opens an episode for everybody who has none that is open; an open one stays as it was recorded. */
export async function putEpisodes(
  tx: Tx,
  center: string,
  rows: readonly (ParticipantColumns & { readonly valid_from: string })[],
  people: Ids,
): Promise<Tally> {
  const open = await tx.selectFrom('episode').select('participant_id').where('discharged_on', 'is', null).execute()
  const present = new Set(open.map((episode) => episode.participant_id))
  const added = rows
    .map((row) => ({
      center_id: center,
      participant_id: people.get(row.code) ?? '',
      id: newId(),
      admitted_on: row.admitted_on ?? row.valid_from,
    }))
    .filter((episode) => !present.has(episode.participant_id))
  await addRows(tx, 'episode', added)
  return { added: added.length, changed: 0, same: rows.length - added.length, gone: 0 }
}

/** The sites within reach of the people in the file, replaced person by person. */
export async function putReach(
  tx: Tx,
  center: string,
  rows: readonly Pick<ParticipantColumns, 'code' | 'sites'>[],
  ids: { readonly people: Ids; readonly sites: Ids },
): Promise<Tally> {
  const inFile = new Set(rows.map((row) => ids.people.get(row.code)))
  const stored = await tx
    .selectFrom('participant_site')
    .select(['participant_id', 'site_id', 'position', 'travel_minutes'])
    .execute()
  const wanted = rows.flatMap((row) =>
    row.sites.map((site, index) => ({
      participant_id: ids.people.get(row.code) ?? '',
      site_id: ids.sites.get(site.code) ?? '',
      position: index + 1,
      travel_minutes: site.count,
    })),
  )
  const present = stored.filter((row) => inFile.has(row.participant_id))
  const found = differences(wanted, present, (row) => `${row.participant_id} ${row.site_id}`)
  for (const old of [...found.gone, ...found.changed.map((change) => change.from)]) {
    await tx
      .deleteFrom('participant_site')
      .where('center_id', '=', center)
      .where('participant_id', '=', old.participant_id)
      .where('site_id', '=', old.site_id)
      .execute()
  }
  await addRows(
    tx,
    'participant_site',
    [...found.added, ...found.changed.map((change) => change.to)].map((row) => ({ ...row, center_id: center })),
  )
  return tallyOf(found)
}

/** Own and covering counselors from `today` on; one who is no longer named keeps the caseload until yesterday. */
export async function putCaseload(
  tx: Tx,
  center: string,
  rows: readonly ParticipantColumns[],
  ids: { readonly people: Ids; readonly staff: Ids; readonly today: string },
): Promise<Tally> {
  const inFile = new Set(rows.map((row) => ids.people.get(row.code)))
  const open = await tx
    .selectFrom('caseload')
    .select(['id', 'participant_id', 'staff_id', 'kind', 'from_date'])
    .where('until_date', 'is', null)
    .execute()
  const wanted = rows.flatMap((row) => {
    const participant_id = ids.people.get(row.code) ?? ''
    const staffId = (code: string) => ids.staff.get(code) ?? ''
    return [
      { participant_id, staff_id: staffId(row.counselor), kind: 'own' },
      ...row.cover.map((code) => ({ participant_id, staff_id: staffId(code), kind: 'cover' })),
    ]
  })
  const present = open.filter((row) => inFile.has(row.participant_id))
  const found = differences(wanted, present, (row) => `${row.participant_id} ${row.staff_id} ${row.kind}`)
  const yesterday = dateOf(dayNumber(ids.today) - 1)
  for (const old of found.gone) {
    // Never before it began: a caseload given and taken on one day ends that day.
    const until_date = old.from_date > yesterday ? old.from_date : yesterday
    await tx
      .updateTable('caseload')
      .set({ until_date })
      .where('center_id', '=', center)
      .where('id', '=', old.id)
      .execute()
  }
  const added = found.added.map((row) => ({ ...row, center_id: center, id: newId(), from_date: ids.today }))
  await addRows(tx, 'caseload', added)
  return tallyOf(found)
}
