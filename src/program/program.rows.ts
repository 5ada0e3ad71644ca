import { addRows } from '../center/add.rows.ts'
import type { Ids } from '../center/center.rows.ts'
import { differences, tallyOf, type Tally } from '../center/differences.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import type { Program } from './program.ts'
import type { ServiceRow } from './service.ts'

const COLUMNS = [
  'id',
  'code',
  'name',
  'kind',
  'minutes',
  'min_members',
  'max_members',
  'telehealth',
  'counts_toward_hours',
  'needs_room',
  'start_offsets',
] as const

export async function putServices(tx: Tx, center: string, rows: readonly ServiceRow[]): Promise<Tally> {
  const present = await tx.selectFrom('service').select(COLUMNS).execute()
  const wanted = rows.map(({ line: _, kind, start_offsets: offsets, ...row }) => ({
    ...row,
    kind: kind as string,
    start_offsets: offsets.length === 0 ? null : offsets,
  }))
  const found = differences(wanted, present, (service) => service.code)
  await addRows(
    tx,
    'service',
    found.added.map((row) => ({ ...row, center_id: center, id: newId() })),
  )
  for (const { from, to } of found.changed) {
    await tx.updateTable('service').set(to).where('center_id', '=', center).where('id', '=', from.id).execute()
  }
  return tallyOf(found)
}

/** Stores every template with the whole program it comes from, so that nothing of the file is lost. */
export async function putTemplates(tx: Tx, center: string, programs: readonly Program[]): Promise<Tally> {
  const present = await tx
    .selectFrom('program_template')
    .select(['id', 'code', 'name', 'source', 'definition'])
    .execute()
  const wanted = programs.flatMap((program) =>
    program.templates.map((template) => ({
      code: template.code,
      name: template.name,
      source: program.source.title,
      definition: JSON.parse(JSON.stringify({ program: { ...program, templates: [] }, template })),
    })),
  )
  const found = differences(wanted, present, (template) => template.code)
  await addRows(
    tx,
    'program_template',
    found.added.map((template) => ({ ...template, center_id: center, id: newId() })),
  )
  for (const { from, to } of found.changed) {
    const changed = { ...to, definition: JSON.stringify(to.definition) }
    await tx
      .updateTable('program_template')
      .set(changed)
      .where('center_id', '=', center)
      .where('id', '=', from.id)
      .execute()
  }
  return tallyOf(found)
}

/** Replaces the topics of every service that a program of this folder gives a curriculum. */
export async function putTopics(tx: Tx, center: string, programs: readonly Program[], services: Ids): Promise<Tally> {
  const curricula = new Map<string, readonly string[]>()
  for (const service of programs.flatMap((program) => program.services)) {
    const id = services.get(service.code)
    if (id !== undefined && service.topics !== undefined) curricula.set(id, service.topics)
  }
  if (curricula.size === 0) return { added: 0, changed: 0, same: 0, gone: 0 }
  const present = await tx
    .selectFrom('curriculum_topic')
    .select(['service_id', 'position', 'title'])
    .where('service_id', 'in', [...curricula.keys()])
    .execute()
  const wanted = [...curricula].flatMap(([service_id, topics]) =>
    topics.map((title, index) => ({ service_id, position: index + 1, title })),
  )
  const found = differences(wanted, present, (topic) => `${topic.service_id} ${topic.position}`)
  for (const { service_id, position } of [...found.gone, ...found.changed.map((change) => change.from)]) {
    await tx
      .deleteFrom('curriculum_topic')
      .where('center_id', '=', center)
      .where('service_id', '=', service_id)
      .where('position', '=', position)
      .execute()
  }
  await addRows(
    tx,
    'curriculum_topic',
    [...found.added, ...found.changed.map((change) => change.to)].map((topic) => ({ ...topic, center_id: center })),
  )
  return tallyOf(found)
}

/** What prescriptions are checked against when `services.csv` is left out of an import. */
export async function storedServices(
  tx: Tx,
): Promise<Pick<ServiceRow, 'code' | 'kind' | 'minutes' | 'counts_toward_hours'>[]> {
  const rows = await tx.selectFrom('service').select(['code', 'kind', 'minutes', 'counts_toward_hours']).execute()
  return rows.map((row) => ({ ...row, kind: row.kind as ServiceRow['kind'] }))
}

export async function storedTemplateCodes(tx: Tx): Promise<string[]> {
  return (await tx.selectFrom('program_template').select('code').execute()).map((row) => row.code)
}
