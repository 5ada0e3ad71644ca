import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PORT = process.env['EVENKEEL_E2E_SECOND_PORT'] ?? '4298'
const PROGRAM = 'dist/main.js'

/** A server beside the common one, for a story that needs another center or another hour; one story runs at a time. */
export interface OwnServer {
  readonly origin: string
  /** A folder of the story's own, which also holds the server's data. */
  readonly folder: string
  /** Starts at `now`, from where the center's clock goes on. Started again later, the center is as it was left. */
  start(now: Date, ...options: string[]): Promise<void>
  stop(): Promise<void>
  /** Ends the server and leaves nothing behind; to be called after every story, a failed one too. */
  remove(): Promise<void>
  /** Another command of the program, on the same center; what it printed. */
  command(...words: string[]): string
}

export function ownServer(): OwnServer {
  // Made when it is first asked for: whoever only lists the stories leaves no folder.
  let folder: string | undefined
  let now = new Date(0)
  let running: ChildProcess | undefined
  const own = () => (folder ??= mkdtempSync(join(tmpdir(), 'evenkeel-story-')))
  const env = () => ({ ...process.env, PORT, EVENKEEL_DATA: join(own(), 'data'), EVENKEEL_NOW: now.toISOString() })
  const stop = async () => {
    const server = running
    running = undefined
    if (!server || server.exitCode !== null) return
    const gone = new Promise((resolve) => server.on('exit', resolve))
    server.kill('SIGTERM')
    await gone
  }
  return {
    origin: `http://localhost:${PORT}`,
    get folder() {
      return own()
    },
    start: async (from, ...options) => {
      now = from
      running = spawn(process.execPath, [PROGRAM, 'start', '--no-open', ...options], { env: env() })
      await ready(running)
    },
    stop,
    remove: async () => {
      await stop()
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
    },
    command: (...words) => execFileSync(process.execPath, [PROGRAM, ...words], { env: env(), encoding: 'utf8' }),
  }
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stdout?.on('data', (text: Buffer) => {
      said += text.toString()
      if (said.includes('Evenkeel is ready')) resolve()
    })
    server.stderr?.on('data', (text: Buffer) => (said += text.toString()))
    server.on('exit', () => reject(new Error(`The server did not start. It said: ${said}`)))
  })
}
