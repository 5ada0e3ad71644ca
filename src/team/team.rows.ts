import { addRows } from '../center/add.rows.ts'
import type { Ids } from '../center/center.rows.ts'
import { chunks, differences, tallyOf, type Tally } from '../center/differences.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import type { DutyRow, LicenseRow, StaffRow } from './team.ts'

export async function putStaff(tx: Tx, center: string, rows: readonly StaffRow[], sites: Ids): Promise<Tally> {
  const present = await tx
    .selectFrom('staff')
    .select(['id', 'code', 'name', 'role', 'site_id', 'max_weekly_minutes'])
    .execute()
  const wanted = rows.map(({ code, name, role, site, max_weekly_minutes }) => ({
    code,
    name,
    role: role as string,
    site_id: sites.get(site) ?? '',
    max_weekly_minutes,
  }))
  const found = differences(wanted, present, (one) => one.code)
  await addRows(
    tx,
    'staff',
    found.added.map((row) => ({ ...row, center_id: center, id: newId() })),
  )
  for (const { from, to } of found.changed) {
    await tx.updateTable('staff').set(to).where('center_id', '=', center).where('id', '=', from.id).execute()
  }
  return tallyOf(found)
}

/** Licenses are replaced as a whole: one that is no longer in the file is no longer held. */
export async function putLicenses(
  tx: Tx,
  center: string,
  rows: readonly LicenseRow[],
  ids: { readonly staff: Ids; readonly services: Ids },
): Promise<Tally> {
  const present = await tx
    .selectFrom('staff_license')
    .select(['staff_id', 'service_id', 'valid_from', 'valid_until'])
    .execute()
  const wanted = rows.map((row) => ({
    staff_id: ids.staff.get(row.staff) ?? '',
    service_id: ids.services.get(row.service) ?? '',
    valid_from: row.valid_from,
    valid_until: row.valid_until,
  }))
  const found = differences(wanted, present, (row) => `${row.staff_id} ${row.service_id} ${row.valid_from}`)
  for (const old of [...found.gone, ...found.changed.map((change) => change.from)]) {
    await tx
      .deleteFrom('staff_license')
      .where('center_id', '=', center)
      .where('staff_id', '=', old.staff_id)
      .where('service_id', '=', old.service_id)
      .where('valid_from', '=', old.valid_from)
      .execute()
  }
  await addRows(
    tx,
    'staff_license',
    [...found.added, ...found.changed.map((change) => change.to)].map((row) => ({ ...row, center_id: center })),
  )
  return tallyOf(found)
}

/** Rosters are replaced as a whole: a duty time that is no longer in the file is no longer worked. */
export async function putRoster(tx: Tx, center: string, rows: readonly DutyRow[], staff: Ids): Promise<Tally> {
  const present = await tx
    .selectFrom('duty')
    .select(['id', 'staff_id', 'weekday', 'on_date', 'starts_minute', 'ends_minute'])
    .execute()
  const wanted = rows.map((row) => ({
    staff_id: staff.get(row.staff) ?? '',
    weekday: row.day.weekday,
    on_date: row.day.date,
    starts_minute: row.starts,
    ends_minute: row.ends,
  }))
  const found = differences(wanted, present, (duty) =>
    [duty.staff_id, duty.weekday, duty.on_date, duty.starts_minute, duty.ends_minute].join(' '),
  )
  for (const gone of chunks(found.gone)) {
    const ids = gone.map((duty) => duty.id)
    await tx.deleteFrom('duty').where('center_id', '=', center).where('id', 'in', ids).execute()
  }
  await addRows(
    tx,
    'duty',
    found.added.map((row) => ({ ...row, center_id: center, id: newId() })),
  )
  return tallyOf(found)
}

/** What prescriptions are checked against when `licenses.csv` is left out of an import. */
export async function storedLicenses(
  tx: Tx,
): Promise<Pick<LicenseRow, 'staff' | 'service' | 'valid_from' | 'valid_until'>[]> {
  return tx
    .selectFrom('staff_license as license')
    .innerJoin('staff', 'staff.id', 'license.staff_id')
    .innerJoin('service', 'service.id', 'license.service_id')
    .select(['staff.code as staff', 'service.code as service', 'license.valid_from', 'license.valid_until'])
    .execute()
}
