import { addRows } from '../center/add.rows.ts'
import type { Ids } from '../center/center.rows.ts'
import { differences, tallyOf, type Tally } from '../center/differences.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import type { PrescriptionColumns } from './prescription.ts'

/** A prescription as it is compared: the dose, and sessions a week by service. */
interface Dose {
  readonly participant_id: string
  readonly valid_from: string
  readonly weekly_minutes_target: number
  readonly daily_max_minutes: number
  readonly review_on: string | null
  readonly screens_per_week: number
  readonly prefers: string
  readonly telehealth: boolean
  readonly template_code: string | null
  readonly services: Readonly<Record<string, number>>
}

/**
 * Records every dose that differs from the one recorded last for its first day. Older ones stay: the dose is append-
 * only.
 */
export async function putPrescriptions(
  tx: Tx,
  center: string,
  rows: readonly PrescriptionColumns[],
  ids: { readonly people: Ids; readonly services: Ids },
): Promise<Tally> {
  const wanted = rows.map((row): Dose => doseOf(row, ids.people.get(row.code) ?? '', ids.services))
  const found = differences(wanted, await recordedDoses(tx), (dose) => `${dose.participant_id} ${dose.valid_from}`)
  const recorded = [...found.added, ...found.changed.map((change) => change.to)].map((dose) => ({ dose, id: newId() }))
  const doses = recorded.map(({ id, dose: { services: _, ...dose } }) => ({ ...dose, center_id: center, id }))
  await addRows(tx, 'prescription', doses)
  const parts = recorded.flatMap(({ id, dose }) =>
    Object.entries(dose.services).map(([service_id, sessions_per_week]) => ({
      center_id: center,
      participant_id: dose.participant_id,
      prescription_id: id,
      service_id,
      sessions_per_week,
    })),
  )
  await addRows(tx, 'prescribed_service', parts)
  return { ...tallyOf(found), gone: 0 }
}

/** The blocks in which the families of the people in the file can come, replaced person by person. */
export async function putFamilyTimes(
  tx: Tx,
  center: string,
  rows: readonly Pick<PrescriptionColumns, 'code' | 'family_blocks'>[],
  ids: { readonly people: Ids; readonly blocks: Ids },
): Promise<Tally> {
  const inFile = new Set(rows.map((row) => ids.people.get(row.code)))
  const stored = await tx.selectFrom('family_time').select(['participant_id', 'block_id']).execute()
  const wanted = rows.flatMap((row) =>
    row.family_blocks.map((block) => ({
      participant_id: ids.people.get(row.code) ?? '',
      block_id: ids.blocks.get(block) ?? '',
    })),
  )
  const present = stored.filter((time) => inFile.has(time.participant_id))
  const found = differences(wanted, present, (time) => `${time.participant_id} ${time.block_id}`)
  for (const old of found.gone) {
    await tx
      .deleteFrom('family_time')
      .where('center_id', '=', center)
      .where('participant_id', '=', old.participant_id)
      .where('block_id', '=', old.block_id)
      .execute()
  }
  await addRows(
    tx,
    'family_time',
    found.added.map((time) => ({ ...time, center_id: center })),
  )
  return tallyOf(found)
}

function doseOf(row: PrescriptionColumns, participant_id: string, services: Ids): Dose {
  return {
    participant_id,
    valid_from: row.valid_from,
    weekly_minutes_target: row.weekly_minutes,
    daily_max_minutes: row.daily_max_minutes,
    review_on: row.review_on,
    screens_per_week: row.screens_per_week,
    prefers: row.prefers,
    telehealth: row.telehealth,
    template_code: row.template,
    services: Object.fromEntries(row.prescription.map((part) => [services.get(part.code) ?? '', part.count])),
  }
}

/** For each person and first day the dose recorded last. */
async function recordedDoses(tx: Tx): Promise<Dose[]> {
  const parts = await tx
    .selectFrom('prescribed_service')
    .select(['prescription_id', 'service_id', 'sessions_per_week'])
    .execute()
  const services = new Map<string, Record<string, number>>()
  for (const part of parts) {
    const sessions = services.get(part.prescription_id) ?? {}
    sessions[part.service_id] = part.sessions_per_week
    services.set(part.prescription_id, sessions)
  }
  const doses = await tx
    .selectFrom('prescription')
    .distinctOn(['participant_id', 'valid_from'])
    .selectAll()
    .orderBy('participant_id')
    .orderBy('valid_from')
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return doses.map(({ center_id: _, recorded_at: __, id, ...dose }) => ({ ...dose, services: services.get(id) ?? {} }))
}
