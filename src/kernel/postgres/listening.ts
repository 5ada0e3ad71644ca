import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Home } from './home.ts'

/** Where the server answers: `host` is a socket directory or 127.0.0.1. No other interface, ever. */
export interface Listening {
  host: string
  port: number
}

/** Longest path of a Unix socket in bytes: sockaddr_un has 108 (Linux) or 104 (macOS), one for the final zero. */
const LONGEST_SOCKET_PATH = process.platform === 'linux' ? 107 : 103
const SOCKET_PORT = 5432

/** A Unix socket in a 0700 directory of the server's user; 127.0.0.1 on a free port where no socket can be made. */
export async function chooseListening(home: Home): Promise<Listening> {
  const short = createHash('sha256').update(home.path).digest('hex').slice(0, 12)
  for (const directory of [join(home.path, 'socket'), join(tmpdir(), `evenkeel-${short}`)]) {
    if (await takesSockets(directory, home)) return { host: directory, port: SOCKET_PORT }
  }
  return { host: '127.0.0.1', port: await freePort() }
}

async function takesSockets(directory: string, { user }: Home): Promise<boolean> {
  if (Buffer.byteLength(join(directory, `.s.PGSQL.${SOCKET_PORT}.lock`)) > LONGEST_SOCKET_PATH) return false
  const uid = user?.uid ?? process.getuid?.() ?? 0
  const probe = join(directory, 'probe')
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    const { uid: owner } = lstatSync(directory)
    if (!lstatSync(directory).isDirectory() || (owner !== uid && owner !== process.getuid?.())) return false // not ours: in /tmp anyone may have made it
    chmodSync(directory, 0o700)
    if (user) chownSync(directory, user.uid, user.gid)
    rmSync(probe, { force: true })
    await listenOnce(probe)
    return true
  } catch {
    return false // a file system without sockets, or no right to write
  }
}

async function freePort(): Promise<number> {
  const address = await listenOnce({ host: '127.0.0.1', port: 0 })
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1')
  return address.port
}

function listenOnce(where: string | { host: string; port: number }) {
  const server = createServer()
  return new Promise<ReturnType<typeof server.address>>((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => {
      const address = server.address()
      server.close(() => resolve(address))
    })
  })
}
