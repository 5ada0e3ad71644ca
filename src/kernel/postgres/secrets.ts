import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The secret of this name in `folder/secrets` (directory 0700, file 0600): 32 random bytes in base64url, made on first
 * use and on disk before it is returned, so that no password is ever in force that a crash could lose.
 */
export function keptSecret(folder: string, name: string): string {
  const directory = join(folder, 'secrets')
  const path = join(directory, name)
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const secret = randomBytes(32).toString('base64url')
  writeDurably(path, `${secret}\n`)
  return secret
}

/** Replaces a file (0600) so that a power cut leaves the old text or the new one, never a part. On disk when it returns. */
export function writeDurably(path: string, text: string): void {
  const draft = `${path}.${process.pid}`
  const file = openSync(draft, 'w', 0o600)
  writeSync(file, text)
  fsyncSync(file)
  closeSync(file)
  renameSync(draft, path)
  keepName(dirname(path))
}

/** The renaming itself is durable only with its directory; Windows opens none. */
function keepName(directory: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(directory, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
