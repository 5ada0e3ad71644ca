import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database, Tx } from '../kernel/database.ts'
import { ROOT } from '../kernel/surroundings.ts'
import { PayerPack } from './payer-pack.ts'
import { ledgerActor } from './settle.jobs.ts'

/** Stores the packs that come with the program (`payers/`) in a center that has them not; stored versions stay as they are. */
export async function storeShippedPacks(database: Database, center: string): Promise<void> {
  const folder = join(ROOT, 'payers')
  const packs = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => PayerPack.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))))
  await database.inTransaction(ledgerActor(center), (tx) => storePacks(tx, center, packs))
}

async function storePacks(tx: Tx, center: string, packs: readonly PayerPack[]): Promise<void> {
  await tx
    .insertInto('payer_pack')
    .values(
      packs.map((pack) => ({
        center_id: center,
        id: pack.id,
        version: pack.version,
        effective_from: pack.effectiveFrom,
        document: JSON.stringify(pack),
        entered_by: 'shipped with the program',
      })),
    )
    .onConflict((on) => on.doNothing())
    .execute()
}
