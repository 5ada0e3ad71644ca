import { createHash } from 'node:crypto'
import type pg from 'pg'
import { CHAINS, type ChainBreak, headsOf, type KnownHead, type StoredEntry, walkChain } from './chain.ts'

const BATCH = 5000

/**
 * Walks every chain from its first entry, in one snapshot of a reading owner (kernel/owner.ts). Answers the first break of
 * each broken chain, and how many entries hold before it.
 */
export async function verifyChains(
  client: pg.Client,
  known: readonly KnownHead[],
): Promise<{ entries: number; breaks: ChainBreak[] }> {
  const breaks: ChainBreak[] = []
  let entries = 0
  for (let chain = 0; chain < CHAINS; chain += 1) {
    const walk = walkChain(chain, headsOf(chain, known))
    let broken: ChainBreak | undefined
    for await (const entry of entriesOf(client, chain)) {
      broken = walk.step(entry)
      if (broken) break
      entries += 1
    }
    broken ??= walk.end()
    if (broken) breaks.push(broken)
  }
  return { entries, breaks }
}

async function* entriesOf(client: pg.Client, chain: number): AsyncGenerator<StoredEntry> {
  for (let after = '0'; ;) {
    const { rows } = await client.query<EntryRow>(
      `SELECT chain, number, hash, body, to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, center_id, actor,
              people::text[] AS people
       FROM audit.entry WHERE chain = $1 AND number > $2 ORDER BY number LIMIT ${BATCH}`,
      [chain, after],
    )
    for (const row of rows) yield storedOf(row)
    if (rows.length < BATCH) return
    after = rows.at(-1)!.number
  }
}

interface EntryRow {
  readonly chain: number
  readonly number: string
  readonly hash: Buffer
  readonly body: Buffer
  readonly at: string
  readonly center_id: string | null
  readonly actor: string | null
  readonly people: string[]
}

function storedOf({ chain, number, hash, body, at, center_id, actor, people }: EntryRow): StoredEntry {
  return {
    chain,
    number: Number(number),
    hash: hash.toString('hex'),
    body: body.toString('utf8'),
    copied: { at, center: center_id, actor, people },
    hashAfter: (previous) => createHash('sha256').update(previous, 'hex').update(body).digest('hex'),
  }
}
