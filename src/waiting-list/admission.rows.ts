import { putPrescriptions } from '../care-plan/prescription.rows.ts'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { putCaseload, putEpisodes } from '../participant/participant.rows.ts'
import { leaveList, refuseUnlessSeen } from './waiting.rows.ts'

export interface Admission {
  readonly center: string
  readonly participant: string
  /** Monday of the first week. */
  readonly from: string
  readonly counselor: string
  readonly by: string
}

/**
 * Admits somebody from the waiting list: an episode, the wanted prescription and the own counselor from that Monday on, as
 * an import writes them, and the person leaves the list. Their seats come with the next plan. Refusals: `not-available`,
 * `not-waiting`, `counselor-unknown`.
 */
export async function admitFromList(tx: Tx, admission: Admission): Promise<void> {
  const { center, participant, from, counselor, by } = admission
  await refuseUnlessSeen(tx, participant)
  onRecord(tx, { people: [participant], objects: [participant] })
  await refuseUnlessCounselor(tx, counselor, from)
  if (!(await leaveList(tx, { participant, because: 'admitted', by }))) throw NOT_WAITING
  const people = new Map([[participant, participant]])
  const row = { code: participant, chosen_name: '', sites: [], cover: [], counselor, admitted_on: from, line: 0 }
  await putEpisodes(tx, center, [{ ...row, valid_from: from }], people)
  await putWantedPrescription(tx, admission)
  const staff = new Map([[counselor, counselor]])
  await putCaseload(tx, center, [row], { people, staff, today: from })
}

export const NOT_WAITING = new Refusal('not-waiting', 'This person is not on the waiting list any more.')

async function refuseUnlessCounselor(tx: Tx, counselor: string, from: string): Promise<void> {
  const license = await tx
    .selectFrom('staff_license')
    .innerJoin('service', (join) =>
      join
        .onRef('service.center_id', '=', 'staff_license.center_id')
        .onRef('service.id', '=', 'staff_license.service_id'),
    )
    .select('staff_license.staff_id')
    .where('staff_license.staff_id', '=', counselor)
    .where('service.kind', '=', 'individual')
    .where('valid_from', '<=', from)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>=', from)]))
    .executeTakeFirst()
  if (license) return
  throw new Refusal(
    'counselor-unknown',
    'Nobody with this name is licensed for individual counseling on that day. Choose another counselor.',
    400,
  )
}

/** What was wanted while waiting, recorded anew from the first day of treatment on. */
async function putWantedPrescription(tx: Tx, { center, participant, from, counselor }: Admission): Promise<void> {
  const dose = await tx
    .selectFrom('prescription')
    .selectAll()
    .where('participant_id', '=', participant)
    .orderBy('valid_from', 'desc')
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  if (!dose) return
  const parts = await tx
    .selectFrom('prescribed_service')
    .select(['service_id', 'sessions_per_week'])
    .where('participant_id', '=', participant)
    .where('prescription_id', '=', dose.id)
    .execute()
  const wanted = {
    code: participant,
    counselor,
    line: 0,
    prescription: parts.map((part) => ({ code: part.service_id, count: part.sessions_per_week })),
    valid_from: from,
    weekly_minutes: dose.weekly_minutes_target,
    below_540: null,
    daily_max_minutes: dose.daily_max_minutes,
    review_on: dose.review_on,
    screens_per_week: dose.screens_per_week,
    prefers: dose.prefers as 'none',
    telehealth: dose.telehealth,
    template: dose.template_code,
    family_blocks: [],
  }
  const services = new Map(parts.map((part) => [part.service_id, part.service_id]))
  await putPrescriptions(tx, center, [wanted], { people: new Map([[participant, participant]]), services })
}
