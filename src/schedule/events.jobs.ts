import { setTimeout as pause } from 'node:timers/promises'
import type { Actor } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { eventsBetween, type WeekMarks } from './events.ts'

/** Between two looks; with the look itself less than the second within which a withdrawn right is dead. */
const LOOK_EVERY = 700
/** Looks without news after which a comment keeps proxies from closing the line: about 15 s. */
const QUIET_LOOKS = 20

/** Where a week stands for the reader whose transaction it is; undefined once their right is gone. */
export type Look = (tx: Tx) => Promise<WeekMarks | undefined>

/**
 * The changes of a week as they happen, until `stop` or until the reader's right ends. Any server may tell what another
 * one stored, because the database is asked. Only the opening goes on record: a look meets nobody's record.
 */
export async function* watchWeek(
  database: Database,
  reader: Actor,
  week: { readonly look: Look; readonly seen: WeekMarks },
  stop: AbortSignal,
): AsyncGenerator<string> {
  const { asked: _asked, ...looking } = reader
  let { seen } = week
  yield 'retry: 2000\n: listening\n\n'
  for (let quiet = 0; await waited(stop); quiet += 1) {
    const now = await database.inTransaction(looking, week.look)
    if (!now) return
    const news = eventsBetween(seen, now)
    if (news === '' && quiet < QUIET_LOOKS) continue
    yield news || ': still here\n\n'
    quiet = 0
    seen = now
  }
}

async function waited(stop: AbortSignal): Promise<boolean> {
  await pause(LOOK_EVERY, undefined, { signal: stop }).catch(() => {})
  return !stop.aborted
}
