import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../src/kernel/surroundings.ts'

const PROGRAM = join(ROOT, 'dist', 'main.js')

/** Prints the most memory the process ever held (kB). Linux counts it per program; elsewhere the system's own figure. */
const PEAK = `data:text/javascript,${encodeURIComponent(`
import { existsSync, readFileSync, writeSync } from 'node:fs'
process.on('exit', () => {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  writeSync(2, 'peak-kilobytes ' + (/VmHWM:\\s+(\\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS) + '\\n')
})`)}`

/** A finished run of the built program. */
export interface Finished {
  readonly code: number | null
  readonly output: string
  readonly seconds: number
  /** The most memory the node process held, in megabytes of 10^6 bytes. */
  readonly peakMegabytes: number
}

/** A server that runs until it is told to stop. */
export interface Served {
  readonly url: string
  /** From its start as a process to its ready line. */
  readonly seconds: number
  readonly process: ChildProcess
  /** Ends it by a signal and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** Builds server and screens when what they are built from has changed, as `npm start` does. */
export async function buildProgram(): Promise<void> {
  const setUp: { build(report: unknown): Promise<void> } = await import(join(ROOT, 'scripts', 'set-up.mjs'))
  const steps: { reporter(stream: NodeJS.WriteStream): unknown } = await import(join(ROOT, 'scripts', 'steps.mjs'))
  await setUp.build(steps.reporter(process.stderr))
}

/** Runs one command of the built program to its end. */
export async function runProgram(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const began = performance.now()
  const child = spawn(process.execPath, ['--import', PEAK, PROGRAM, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const parts: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const output = Buffer.concat(parts).toString()
  const peaks = [...output.matchAll(/peak-kilobytes (\d+)/g)].map(([, kilobytes]) => Number(kilobytes))
  return {
    code,
    output,
    seconds: (performance.now() - began) / 1000,
    peakMegabytes: (Math.max(0, ...peaks) * 1024) / 1e6,
  }
}

/** Starts the built server in a data folder and waits for its ready line. */
export async function serve(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Served> {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, [PROGRAM, 'start', '--no-open', ...args], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port), EVENKEEL_DATA: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const url = await readyLine(child)
  const seconds = (performance.now() - began) / 1000
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    await gone
  }
  return { url, seconds, process: child, stop }
}

/** Runs `work` with a new folder that PostgreSQL's user may enter, and removes it afterward. */
export async function inNewFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = (part: Buffer) => {
      said += part.toString()
      const url = /Evenkeel is ready at (\S+)/.exec(said)?.[1]
      if (url) resolve(url)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('close', () => reject(new Error(`The server ended before it was ready:\n${said}`)))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
