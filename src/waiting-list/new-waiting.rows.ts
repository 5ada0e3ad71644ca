import { checkPrescriptions } from '../care-plan/prescription.ts'
import { idsOf } from '../center/center.rows.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { storedServices } from '../program/program.rows.ts'
import { storedLicenses } from '../team/team.rows.ts'
import { type ListForm, type PutOnList, rowOf } from './new-waiting.ts'
import { checkWaiting, wantedPrescription } from './waiting.ts'
import { putWaiting } from './waiting.rows.ts'

/** Sites and services of the center, by name. */
export async function readListForm(tx: Tx): Promise<ListForm> {
  const services = await tx
    .selectFrom('service')
    .select(['code', 'name', 'minutes', 'counts_toward_hours as counts'])
    .orderBy('name')
    .execute()
  return { sites: await tx.selectFrom('site').select(['code', 'name']).orderBy('name').execute(), services }
}

/**
 * Puts one person on the list, judged and stored as a row of `waiting.csv`. Warnings are told; an error refuses it:
 * `cannot-wait-so`.
 */
export async function putOnList(
  tx: Tx,
  center: string,
  typed: PutOnList,
): Promise<{ participant: string; warnings: string[] }> {
  const code = `w-${newId()}`
  const row = rowOf(typed, code)
  const [sites, services, blocks] = [await idsOf(tx, 'site'), await idsOf(tx, 'service'), await idsOf(tx, 'block')]
  const findings = [
    ...checkWaiting([row], new Set(), new Set(sites.keys())),
    ...checkPrescriptions([wantedPrescription(row)], {
      services: new Map((await storedServices(tx)).map((service) => [service.code, service])),
      licenses: await storedLicenses(tx),
      blockCodes: new Set(blocks.keys()),
      templateCodes: new Set(),
      file: 'waiting.csv',
    }),
  ]
  const wrong = findings.find(({ severity }) => severity === 'error')
  if (wrong) throw new Refusal('cannot-wait-so', `This cannot be planned: ${wrong.what}. ${wrong.fix}`, 400)
  await putWaiting(tx, center, [row], { sites, services, blocks })
  const person = await tx
    .selectFrom('participant')
    .select('participant_id')
    .where('code', '=', code)
    .executeTakeFirstOrThrow()
  onRecord(tx, { people: [person.participant_id], objects: [person.participant_id] })
  return { participant: person.participant_id, warnings: findings.map(({ what }) => what) }
}
