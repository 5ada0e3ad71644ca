import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { groupBy } from '../schedule/week.rows.ts'
import { centerDay } from '../attendance/attendance-rule.rows.ts'
import { packOn, PayerPack } from './payer-pack.ts'
import { type EnterVersion, type PackVersion, type PayerPacks, refuseImpossibleVersion } from './payer-packs.ts'

/** All packs with their versions; `covered`: how many people each counts today, or null. */
export async function readPacks(tx: Tx, now: number, covered: ReadonlyMap<string, number> | null): Promise<PayerPacks> {
  const today = await centerDay(tx, now)
  const versions = groupBy(await packVersions(tx), ({ id }) => id)
  return {
    today,
    packs: [...versions].map(([id, own]) => ({
      id,
      inForce: packOn(own, today)?.version ?? null,
      people: covered && (covered.get(id) ?? 0),
      versions: own,
    })),
  }
}

/** Enters the next version of a pack. Refusals: those of `refuseImpossibleVersion`. */
export async function enterVersion(tx: Tx, actor: Actor, wish: EnterVersion, now: number): Promise<PayerPack> {
  await refuseVersion(tx, wish, await centerDay(tx, now))
  const pack = versionOf(wish)
  onRecord(tx, { people: [], objects: [pack.effectiveFrom], verb: 'write' })
  const entered = await tx
    .insertInto('payer_pack')
    .values({
      center_id: actor.center,
      id: pack.id,
      version: pack.version,
      effective_from: pack.effectiveFrom,
      document: JSON.stringify(pack),
      entered_by: actor.name,
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst()
  if (entered.numInsertedOrUpdatedRows === 0n)
    throw new Refusal('pack-meanwhile', 'Somebody entered a version at this moment. Maybe load the page again.')
  return pack
}

/** Refuses a version that cannot bind from its day on. Refusals: those of `refuseImpossibleVersion`. */
export async function refuseVersion(tx: Tx, wish: EnterVersion, today: string): Promise<void> {
  const versions = (await packVersions(tx)).filter(({ id }) => id === wish.id)
  refuseImpossibleVersion(wish, versions, today)
}

/** The version a form asks for. */
export function versionOf({ after, ...rules }: EnterVersion): PayerPack {
  return { ...rules, version: after + 1 }
}

async function packVersions(tx: Tx): Promise<PackVersion[]> {
  const rows = await tx
    .selectFrom('payer_pack')
    .select(['document', 'entered_at', 'entered_by'])
    .orderBy('id')
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({
    ...PayerPack.parse(row.document),
    enteredAt: row.entered_at,
    enteredBy: row.entered_by,
  }))
}
