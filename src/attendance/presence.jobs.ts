import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Actor } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import { type OnScreen, onScreenOf, noteScreen, presenceEvent, presentFor, screenKey, screenNotice } from './live.ts'

const CHANNEL = 'evenkeel_screen'
/** A screen's server says again what is open; a screen not heard of for longer is gone, its server perhaps with it. */
const AGAIN_MS = 15_000
const GONE_MS = 40_000

/** A stream that shows a day, and on whose behalf: what is told in it is what its reader may hear. */
interface Watcher {
  readonly reader: Actor
  readonly staff: string | null
  /** The id the page gave itself. */
  readonly screen: string
  readonly stream: Readable
  /** Sessions in which the reader sees somebody, as of now. */
  readonly sessions: () => ReadonlySet<string>
}

/** Tells open boards who else has a group open, also where they are served by another process; nothing of it is kept. */
export function presences(database: Database, clock: () => number) {
  const screens = new Map<string, OnScreen & { until: number }>()
  const watchers = new Map<Watcher, string>()
  const mine = new Map<string, OnScreen>()
  let hears = false
  // One for the whole process, while there is anything to say or to forget.
  let timer: NodeJS.Timeout | undefined

  const tellAll = () => void Promise.all([...watchers.keys()].map(tell))
  const tell = async (watcher: Watcher) => {
    const { staff, stream } = watcher
    // The opening of the stream went on record.
    const { asked: _asked, ...reader } = watcher.reader
    const present = presentFor(
      screens.values(),
      { center: reader.center, staff, sessions: watcher.sessions() },
      clock(),
    )
    const shape = JSON.stringify(present)
    if (watchers.get(watcher) === shape) return
    watchers.set(watcher, shape)
    // Whatever fails here is told with the next change.
    const names = await database
      .inTransaction(reader, (tx) => namesOf(tx, [...new Set(Object.values(present).flat())]))
      .catch(() => new Map<string, string>())
    // A later change, or the end of the stream, has overtaken this one.
    if (watchers.get(watcher) !== shape || stream.destroyed || stream.readableEnded) return
    const named = Object.entries(present).map(([session, ids]) => [session, ids.flatMap((id) => names.get(id) ?? [])])
    stream.push(presenceEvent(Object.fromEntries(named)))
  }
  const heard = (words: string) => {
    const said = onScreenOf(words)
    if (!said) return
    for (const gone of noteScreen(screens, said, clock() + GONE_MS)) mine.delete(gone)
    const key = screenKey(said)
    if ([...watchers.keys()].some((watcher) => keyOf(watcher) === key)) mine.set(key, said)
    timer ??= setInterval(again, AGAIN_MS).unref()
    tellAll()
  }
  const again = () => {
    for (const said of mine.values()) if (said.session !== null) void sayAsServer(database, said)
    for (const [screen, { until }] of screens) if (until <= clock()) screens.delete(screen)
    tellAll()
    if (watchers.size + screens.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return function watch(watcher: Watcher, left: AbortSignal): void {
    if (!hears) database.hear(CHANNEL, heard)
    hears = true
    watchers.set(watcher, '{}')
    watcher.stream.push('event: opened\ndata: {}\n\n')
    void tell(watcher)
    timer ??= setInterval(again, AGAIN_MS).unref()
    left.addEventListener('abort', () => {
      watchers.delete(watcher)
      const said = mine.get(keyOf(watcher))
      mine.delete(keyOf(watcher))
      if (said && said.session !== null) void sayAsServer(database, { ...said, session: null })
    })
  }
}

function keyOf({ reader, staff, screen }: Watcher): string {
  return screenKey({ center: reader.center, staff, screen })
}

/** Says what somebody has open on a screen; every process hears it. */
export async function sayOnScreen(tx: Tx, said: OnScreen): Promise<void> {
  onRecord(tx, { people: [], objects: said.session === null ? [] : [said.session], verb: 'read' })
  await notify(tx, said)
}

/** Ids alone, which are nobody's record; a server that is closing says nothing. */
function sayAsServer(database: Database, said: OnScreen): Promise<void> {
  return database.asNobody((tx) => notify(tx, said)).catch(() => {})
}

async function notify(tx: Tx, said: OnScreen): Promise<void> {
  await sql`SELECT pg_notify(${CHANNEL}, ${screenNotice(said)})`.execute(tx)
}

async function namesOf(tx: Tx, staff: readonly string[]): Promise<Map<string, string>> {
  onRecord(tx, { people: [] })
  if (staff.length === 0) return new Map()
  const rows = await tx.selectFrom('staff').select(['id', 'name']).where('id', 'in', staff).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
