import { sql } from 'kysely'
import { putFamilyTimes, putPrescriptions } from '../care-plan/prescription.rows.ts'
import { addRows } from '../center/add.rows.ts'
import type { Ids } from '../center/center.rows.ts'
import { differences, tallyOf, type Tally } from '../center/differences.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { participantIds, putParticipants, putReach } from '../participant/participant.rows.ts'
import { type WaitingRow, wantedPrescription } from './waiting.ts'

/** Codes of everybody who waits. */
export async function waitingCodes(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom('waiting_list_entry as entry')
    .innerJoin('participant as person', (join) =>
      join
        .onRef('person.center_id', '=', 'entry.center_id')
        .onRef('person.participant_id', '=', 'entry.participant_id'),
    )
    .select(['person.participant_id', 'person.code'])
    .where('entry.left_at', 'is', null)
    .execute()
  return rows.map((row) => row.code)
}

/**
 * Puts people on the list: their names, sites, wanted prescriptions and family times are rows like everybody's. A row of
 * somebody who is in treatment by now changes nothing, and whoever left the list comes back only with a new first day.
 * Counts the entries; nobody is taken off.
 */
export async function putWaiting(
  tx: Tx,
  center: string,
  rows: readonly WaitingRow[],
  ids: { readonly sites: Ids; readonly services: Ids; readonly blocks: Ids },
): Promise<Tally> {
  const inTreatment = await codesInTreatment(tx)
  const waiting = rows.filter(({ code }) => !inTreatment.has(code))
  await putParticipants(tx, center, waiting)
  const people = await participantIds(tx)
  await putReach(tx, center, waiting, { people, sites: ids.sites })
  await putPrescriptions(tx, center, waiting.map(wantedPrescription), { people, services: ids.services })
  await putFamilyTimes(tx, center, waiting, { people, blocks: ids.blocks })
  const tally = await putEntries(tx, center, waiting, people)
  return { ...tally, same: tally.same + rows.length - waiting.length }
}

/** Takes everybody who is in treatment off the list: they were admitted, by whatever door. */
export async function leaveAdmitted(tx: Tx, by: string): Promise<void> {
  const open = await tx.selectFrom('episode').select('participant_id').where('discharged_on', 'is', null).execute()
  if (open.length === 0) return
  await tx
    .updateTable('waiting_list_entry')
    .set({ left_at: sql`now()`, left_because: 'admitted', left_by: by })
    .where('left_at', 'is', null)
    .where(
      'participant_id',
      'in',
      open.map((episode) => episode.participant_id),
    )
    .execute()
}

/** Refuses, in the words of absence, whoever does not see the person. */
export async function refuseUnlessSeen(tx: Tx, participant: string): Promise<void> {
  const person = await tx
    .selectFrom('participant')
    .select('participant_id')
    .where('participant_id', '=', participant)
    .executeTakeFirst()
  if (!person) throw new Refusal('not-available', 'There is nothing here for you.', 404)
}

/** Takes one person off the list; false when they are not on it, or not for this actor. */
export async function leaveList(
  tx: Tx,
  left: { participant: string; because: 'admitted' | 'withdrew' | 'referred'; by: string },
): Promise<boolean> {
  const entry = await tx
    .updateTable('waiting_list_entry')
    .set({ left_at: sql`now()`, left_because: left.because, left_by: left.by })
    .where('participant_id', '=', left.participant)
    .where('left_at', 'is', null)
    .returning('participant_id')
    .executeTakeFirst()
  return entry !== undefined
}

async function codesInTreatment(tx: Tx): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('participant as person')
    .innerJoin('episode', (join) =>
      join
        .onRef('episode.center_id', '=', 'person.center_id')
        .onRef('episode.participant_id', '=', 'person.participant_id'),
    )
    .select(['person.participant_id', 'person.code'])
    .where('episode.discharged_on', 'is', null)
    .execute()
  return new Set(rows.map((row) => row.code))
}

/** One open entry a person; another first day corrects it. */
async function putEntries(tx: Tx, center: string, rows: readonly WaitingRow[], people: Ids): Promise<Tally> {
  const stored = await tx
    .selectFrom('waiting_list_entry')
    .select(['participant_id', 'id', 'since', 'left_at'])
    .execute()
  const left = new Set(stored.filter((one) => one.left_at !== null).map((one) => `${one.participant_id} ${one.since}`))
  const wanted = rows
    .map((row) => ({ participant_id: people.get(row.code) ?? '', since: row.since }))
    .filter((row) => !left.has(`${row.participant_id} ${row.since}`))
  const open = stored.filter((one) => one.left_at === null)
  const found = differences<(typeof wanted)[number], (typeof open)[number]>(wanted, open, (row) => row.participant_id)
  await addRows(
    tx,
    'waiting_list_entry',
    found.added.map((row) => ({ ...row, center_id: center, id: newId() })),
  )
  for (const { from, to } of found.changed)
    await tx.updateTable('waiting_list_entry').set({ since: to.since }).where('id', '=', from.id).execute()
  const tally = tallyOf(found)
  return { ...tally, same: tally.same + rows.length - wanted.length }
}
