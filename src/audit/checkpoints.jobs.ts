import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isoOf } from '../center/zones.ts'
import type { Database } from '../kernel/database.ts'
import { keptSecret } from '../kernel/postgres/secrets.ts'
import { readHeads } from './audit.rows.ts'
import { type Checkpoint, checkpointLine, type CheckpointSigner } from './checkpoint.ts'

const EVERY = 60_000
/** What stands before the 32 bytes of an Ed25519 key in PKCS 8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export interface Checkpoints {
  /** Writes a line unless nothing happened since the last one; true when one was written. */
  mark(): Promise<boolean>
  /** Ends the minutes and writes the last line. */
  stop(): Promise<void>
}

/**
 * Signs where the chains stand, every minute and at the end, into `folder/checkpoints/audit.jsonl`. Only the server that
 * holds the data folder does so. Without these lines a cut end or a chain hashed anew could not be found.
 */
export function keepCheckpoints(tools: { database: Database; folder: string; clock: () => number }): Checkpoints {
  const { database, folder, clock } = tools
  const signer = signerOf(folder)
  const path = checkpointPath(folder)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  dropTornEnd(path)
  let last = readLines(path).at(-1)
  let seen = ''
  let turn: Promise<unknown> = Promise.resolve()
  const mark = () => {
    const marked = turn.then(async () => {
      const heads = await readHeads(database)
      if (headsText(heads) === seen) return false
      last = checkpointLine({ at: isoOf(clock()), heads, last }, signer)
      append(path, `${last}\n`)
      seen = headsText(heads)
      return true
    })
    turn = marked.catch(() => {})
    return marked
  }
  const timer = setInterval(() => {
    mark().catch((error: Error) => process.stderr.write(`The audit checkpoint was not written: ${error.name}\n`))
  }, EVERY)
  timer.unref()
  return {
    mark,
    stop: async () => {
      clearInterval(timer)
      await mark()
    },
  }
}

export function checkpointPath(folder: string): string {
  return join(folder, 'checkpoints', 'audit.jsonl')
}

/** The whole lines of a checkpoint file; a line cut short by a power failure is none. */
export function readLines(path: string): string[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8').split('\n').slice(0, -1)
}

/** Signs and checks with the key in `folder/secrets/checkpoint-key`, which no database role can read. */
export function signerOf(folder: string): CheckpointSigner {
  const seed = Buffer.from(keptSecret(folder, 'checkpoint-key'), 'base64url')
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const open = createPublicKey(secret)
  return {
    sign: (text) => sign(null, Buffer.from(text), secret).toString('base64url'),
    isSigned: (text, signature) => verify(null, Buffer.from(text), open, Buffer.from(signature, 'base64url')),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  }
}

function headsText(heads: Checkpoint['heads']): string {
  return heads.map((head) => head.hash).join()
}

function append(path: string, text: string): void {
  const file = openSync(path, 'a', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** What stands after the last line end was never a checkpoint. */
function dropTornEnd(path: string): void {
  if (!existsSync(path)) return
  const bytes = readFileSync(path)
  truncateSync(path, bytes.lastIndexOf(0x0a) + 1)
}
