import { isIP } from 'node:net'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** What the environment says; read once, at the edge. */
export interface Surroundings {
  /** EVENKEEL_DATA, else `.evenkeel` beside the program in a checkout. */
  readonly dataFolder: string
  /** EVENKEEL_KEK_FILE: what opens sealed words; else a file beside the data folder, `.key` after its name. */
  readonly kekFile: string
  /** PORT, else undefined: 4180 or the next free one. */
  readonly port: number | undefined
  /** EVENKEEL_URL: the address people use when a proxy stands in front. */
  readonly url: string | undefined
  /** EVENKEEL_PROXY: the address of the own proxy; without it nobody's `X-Forwarded-For` is believed. */
  readonly proxy: string | undefined
  /** EVENKEEL_SMTP_URL and EVENKEEL_MAIL_FROM: without both no code is sent by e-mail. */
  readonly mail: { url: string; from: string } | undefined
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
  const dataFolder = pathOf(env['EVENKEEL_DATA']) ?? join(ROOT, '.evenkeel', 'data')
  return {
    dataFolder,
    kekFile: pathOf(env['EVENKEEL_KEK_FILE']) ?? `${dataFolder}.key`,
    port: port === undefined ? undefined : Number(port),
    url: url === undefined ? undefined : new URL(url).origin,
    proxy: proxyOf(env['EVENKEEL_PROXY'] || undefined),
    mail: mailOf(env['EVENKEEL_SMTP_URL'] || undefined, env['EVENKEEL_MAIL_FROM'] || undefined),
    clock: clockOf(env['EVENKEEL_NOW'] || undefined),
  }
}

/** Absolute; `~/` is understood. */
function pathOf(written: string | undefined): string | undefined {
  return written ? resolve(written.replace(/^~(?=\/)/, homedir())) : undefined
}

function proxyOf(address: string | undefined): string | undefined {
  if (address !== undefined && isIP(address) === 0) {
    throw new Error(
      `EVENKEEL_PROXY=${address} is not an address. Give the one your proxy connects from, such as 127.0.0.1.`,
    )
  }
  return address
}

function mailOf(url: string | undefined, from: string | undefined): { url: string; from: string } | undefined {
  if (url === undefined && from === undefined) return undefined
  if (url === undefined || from === undefined) {
    throw new Error('EVENKEEL_SMTP_URL and EVENKEEL_MAIL_FROM belong together. Give both or neither.')
  }
  if (!/^smtps?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Error(
      'EVENKEEL_SMTP_URL is not an address of a mail server. Give one such as smtps://name:password@mail.example.org.',
    )
  }
  return { url, from }
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
