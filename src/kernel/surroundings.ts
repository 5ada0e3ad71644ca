import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** What the environment says; read once, at the edge. */
export interface Surroundings {
  /** EVENKEEL_DATA, else `.evenkeel` beside the program in a checkout. */
  readonly dataFolder: string
  /** PORT, else undefined: 4180 or the next free one. */
  readonly port: number | undefined
  /** EVENKEEL_URL: the address people use when a proxy stands in front. */
  readonly url: string | undefined
  /** Epoch milliseconds; EVENKEEL_NOW (an ISO instant) fixes the day the center lives in, for tests. */
  readonly clock: () => number
}

export const ROOT = resolve(import.meta.dirname, '..', '..')

/** An empty variable says nothing: `EVENKEEL_DATA=` must not mean the folder one happens to stand in. */
export function readSurroundings(env: NodeJS.ProcessEnv): Surroundings {
  const port = env['PORT'] || undefined
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) < 65_536))
    throw new Error(`PORT=${port} is not a port. Give a number such as 4180.`)
  const url = env['EVENKEEL_URL'] || undefined
  if (url !== undefined && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
    throw new Error(`EVENKEEL_URL=${url} is not an address. Give one such as https://week.example.org.`)
  return {
    dataFolder: resolve(env['EVENKEEL_DATA']?.replace(/^~(?=\/)/, homedir()) || join(ROOT, '.evenkeel', 'data')),
    port: port === undefined ? undefined : Number(port),
    url: url === undefined ? undefined : new URL(url).origin,
    clock: clockOf(env['EVENKEEL_NOW'] || undefined),
  }
}

function clockOf(fixed: string | undefined): () => number {
  if (fixed === undefined) return Date.now
  const start = Date.parse(fixed)
  if (Number.isNaN(start))
    throw new Error(`EVENKEEL_NOW=${fixed} is not an instant. Give one such as 2026-11-23T15:00:00Z.`)
  // Time goes on from the given instant, so that order and durations stay true.
  const begun = Date.now()
  return () => start + (Date.now() - begun)
}
