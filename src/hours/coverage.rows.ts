import { sql } from 'kysely'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { centerDay } from '../attendance/attendance-rule.rows.ts'
import {
  daysLeft,
  packsOfDays,
  type PersonCoverage,
  type RecordCoverage,
  type RecordPaper,
  refuseImpossiblePaper,
  USUAL_PACK,
} from './coverage.ts'
import { groupBy } from '../schedule/week.rows.ts'
import { PayerPack } from './payer-pack.ts'

/** Whose rules count a person's hours and the papers they ask for. Refusal: `not-available`. */
export async function readCoverage(tx: Tx, participant: string, now: number): Promise<PersonCoverage> {
  const person = await personOf(tx, participant)
  const today = await centerDay(tx, now)
  const payers = await payerNames(tx)
  const coverages = await coveragesOf(tx, participant)
  const papers = await tx
    .selectFrom('payer_paper')
    .select(['id', 'kind', 'from_date', 'until_date', 'withdrawn_at'])
    .where('participant_id', '=', participant)
    .orderBy('from_date', 'desc')
    .orderBy('recorded_at', 'desc')
    .execute()
  return {
    person,
    coverages: coverages
      .toReversed()
      .map(({ id, pack, from }) => ({ id, pack, from, payer: payers.get(pack) ?? pack })),
    papers: papers.map((row) => ({
      id: row.id,
      kind: row.kind as RecordPaper['kind'],
      from: row.from_date,
      until: row.until_date,
      daysLeft: daysLeft(today, row.until_date),
      withdrawn: row.withdrawn_at !== null,
    })),
  }
}

/** Records whose rules count a person's hours from a day on. Refusals: `not-available`, `pack-unknown`. */
export async function recordCoverage(
  tx: Tx,
  actor: Actor,
  participant: string,
  wish: RecordCoverage,
): Promise<{ id: string }> {
  await personOf(tx, participant)
  if (!(await payerNames(tx)).has(wish.pack))
    throw new Refusal('pack-unknown', `No payer's rules are called ${wish.pack}. Maybe choose one of the list.`, 400)
  const id = newId()
  onRecord(tx, { people: [participant], objects: [id], verb: 'write' })
  const row = { center_id: actor.center, participant_id: participant, id, recorded_by: actor.uid }
  await tx
    .insertInto('coverage')
    .values({ ...row, pack_id: wish.pack, from_date: wish.from })
    .execute()
  return { id }
}

/** Records a paper. Refusals: `not-available`, those of `refuseImpossiblePaper`. */
export async function recordPaper(
  tx: Tx,
  actor: Actor,
  participant: string,
  wish: RecordPaper,
): Promise<{ id: string }> {
  await personOf(tx, participant)
  refuseImpossiblePaper(wish, await packsCounting(tx, participant))
  const id = newId()
  onRecord(tx, { people: [participant], objects: [id], verb: 'write' })
  const row = { center_id: actor.center, participant_id: participant, id, recorded_by: actor.uid }
  await tx
    .insertInto('payer_paper')
    .values({ ...row, kind: wish.kind, from_date: wish.from, until_date: wish.until })
    .execute()
  return { id }
}

/** Takes a paper back: it no longer holds on any day. Refusal: `not-available`. */
export async function withdrawPaper(tx: Tx, participant: string, paper: string): Promise<void> {
  onRecord(tx, { people: [participant], objects: [paper], verb: 'write' })
  const { numUpdatedRows } = await tx
    .updateTable('payer_paper')
    .set({ withdrawn_at: sql`now()` })
    .where('participant_id', '=', participant)
    .where('id', '=', paper)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Refusal('not-available', 'There is nothing here for you.', 404)
}

/** How many people in treatment each pack counts on a day. */
export async function coveredBy(tx: Tx, now: number): Promise<Map<string, number>> {
  onRecord(tx, { people: [] })
  const today = await centerDay(tx, now)
  const { rows } = await sql<{ pack: string; people: number }>`
    SELECT coalesce((SELECT c.pack_id FROM coverage c WHERE c.participant_id = e.participant_id AND c.from_date <= ${today}::date
        ORDER BY c.from_date DESC, c.recorded_at DESC, c.id DESC LIMIT 1), ${USUAL_PACK}) AS pack, count(*)::int AS people
    FROM (SELECT DISTINCT participant_id FROM episode WHERE admitted_on <= ${today}::date
      AND (discharged_on IS NULL OR discharged_on >= ${today}::date)) e GROUP BY 1`.execute(tx)
  return new Map(rows.map(({ pack, people }) => [pack, people]))
}

/** Absent and forbidden look the same. */
async function personOf(tx: Tx, participant: string): Promise<PersonCoverage['person']> {
  const row = await tx
    .selectFrom('participant')
    .select(['participant_id', 'chosen_name'])
    .where('participant_id', '=', participant)
    .where(
      sql<boolean>`((SELECT sec.reaches_all('C9', 'r', '')) OR participant_id = ANY ((SELECT sec.related('C9', 'r', ''))::uuid[]))`,
    )
    .executeTakeFirst()
  if (!row) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  return { id: row.participant_id, name: row.chosen_name }
}

async function coveragesOf(tx: Tx, participant: string) {
  return tx
    .selectFrom('coverage')
    .select(['id', 'pack_id as pack', 'from_date as from'])
    .where('participant_id', '=', participant)
    .orderBy('from_date')
    .orderBy('recorded_at')
    .orderBy('id')
    .execute()
}

async function packsCounting(tx: Tx, participant: string): Promise<PayerPack[]> {
  const coverages = await coveragesOf(tx, participant)
  const named = [USUAL_PACK, ...coverages.map(({ pack }) => pack)]
  const rows = await tx.selectFrom('payer_pack').select('document').where('id', 'in', named).execute()
  const packs = groupBy(
    rows.map(({ document }) => PayerPack.parse(document)),
    ({ id }) => id,
  )
  return packsOfDays(coverages, packs)
}

async function payerNames(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('payer_pack')
    .select(['id', sql<string>`document ->> 'payer'`.as('payer')])
    .orderBy('version')
    .execute()
  return new Map(rows.map(({ id, payer }) => [id, payer]))
}
