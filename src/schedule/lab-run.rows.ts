import { sql } from 'kysely'
import { addRows } from '../center/add.rows.ts'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import type { LabResult } from '../planner/lab/best-groups.ts'
import { countedFrom, inCounts, type LabRun, type StoredResult } from './lab.ts'
import { silent, stateOf } from './run.rows.ts'
import { waitingEntries } from './waiting-fit.rows.ts'
import { dosesInForce } from './week.rows.ts'

/** Of a lab whose server stopped under it. */
export const LAB_STOPPED = 'The server stopped while the lab was at work. Ask again; nothing was lost.'

export interface NewLabRun {
  readonly center: string
  readonly id: string
  readonly weekStart: string
  readonly question: { readonly groups: number; readonly services: readonly string[] }
  readonly by: string
}

export async function insertLabRun(tx: Tx, run: NewLabRun): Promise<void> {
  await tx
    .insertInto('lab_run')
    .values({
      center_id: run.center,
      id: run.id,
      week_start: run.weekStart,
      question: JSON.stringify(run.question),
      started_by: run.by,
    })
    .execute()
}

/** The answer in counts, and beside it what each person would have, for readers who may see the person. */
export async function storeLabResult(tx: Tx, run: { center: string; id: string }, result: LabResult): Promise<void> {
  await tx
    .updateTable('lab_run')
    .set({ ended_at: sql`now()`, result: JSON.stringify(inCounts(result)) })
    .where('id', '=', run.id)
    .execute()
  const places = result.answers.flatMap(({ each }, at) =>
    each.flatMap(({ participant, before, after }) => [
      ...(at === 0 ? [{ participant_id: participant, answer: 0, minutes: before }] : []),
      { participant_id: participant, answer: at + 1, minutes: after },
    ]),
  )
  const rows = places.map((place) => ({ ...place, center_id: run.center, run_id: run.id }))
  onRecord(tx, { people: [...new Set(places.map((place) => place.participant_id))], objects: [run.id] })
  await addRows(tx, 'lab_place', rows)
}

/** A run as the actor of `tx` may see it: everybody who may ask sees groups and counts, `who` only people of their reach. */
export async function readLabRun(tx: Tx, id: string): Promise<LabRun> {
  const row = await tx.selectFrom('lab_run').selectAll().select(silent()).where('id', '=', id).executeTakeFirst()
  if (!row) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  const question = row.question as unknown as NewLabRun['question']
  const names = await namesHere(tx)
  return {
    id: row.id,
    weekStart: row.week_start,
    ...stateOf(row, LAB_STOPPED),
    question: { groups: question.groups, services: question.services.map((service) => names.get(service) ?? '') },
    progress: row.progress as LabRun['progress'],
    result: row.result === null ? null : await shown(tx, row, row.result as unknown as StoredResult, names),
  }
}

interface RunRow {
  readonly id: string
  readonly week_start: string
}

/** Names of the center's services, staff, sites and rooms by id; everybody inside the center may read them. */
async function namesHere(tx: Tx): Promise<Map<string, string>> {
  const lists = [
    await tx.selectFrom('service').select(['id', 'name']).execute(),
    await tx.selectFrom('staff').select(['id', 'name']).execute(),
    await tx.selectFrom('site').select(['id', 'name']).execute(),
    await tx.selectFrom('room').select(['id', 'name']).execute(),
  ]
  return new Map(lists.flat().map((one) => [one.id, one.name]))
}

async function shown(
  tx: Tx,
  run: RunRow,
  stored: StoredResult,
  names: ReadonlyMap<string, string>,
): Promise<LabRun['result']> {
  const who = await whoOf(tx, run, stored.answers.length)
  const result = countedFrom(stored, who)
  const called = (id: string) => names.get(id) ?? ''
  return {
    ...result,
    answers: result.answers.map((answer) => ({
      ...answer,
      groups: answer.groups.map((group) => ({
        ...group,
        service: called(group.service),
        staff: called(group.staff),
        site: called(group.site),
        room: group.room === null ? null : called(group.room),
      })),
    })),
    who,
  }
}

async function whoOf(tx: Tx, run: RunRow, answers: number): Promise<NonNullable<LabRun['result']>['who']> {
  const places = await tx
    .selectFrom('lab_place')
    .select(['participant_id', 'answer', 'minutes'])
    .where('run_id', '=', run.id)
    .execute()
  const entries = await waitingEntries(tx)
  const people = entries.filter((entry) => places.some((place) => place.participant_id === entry.participant_id))
  const ids = people.map((entry) => entry.participant_id)
  onRecord(tx, { people: ids, objects: [run.id] })
  const doses = await dosesInForce(tx, ids, dateOf(dayNumber(run.week_start) + 6))
  return people.map((entry) => {
    const own = new Map(
      places.filter((one) => one.participant_id === entry.participant_id).map((one) => [one.answer, one.minutes]),
    )
    return {
      id: entry.participant_id,
      name: entry.chosen_name,
      targetMinutes: doses.get(entry.participant_id)?.weekly_minutes_target ?? 0,
      minutes: Array.from({ length: answers + 1 }, (_, answer) => own.get(answer) ?? 0),
    }
  })
}
