import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Beyond the time a solver was given: for reading, writing and a last node. Then it is ended. */
const GRACE_SECONDS = 60
const MILLISECONDS_BETWEEN_LOOKS = 50

/** A finished process: what it said, its wall time, and the most memory it held (null where the system does not say). */
export interface Measured {
  readonly code: number | null
  readonly output: string
  readonly seconds: number
  readonly peakMegabytes: number | null
}

/** Runs a program to its end, or ends it when it takes much longer than the `seconds` it was told to take. */
export async function runMeasured(program: string, args: readonly string[], seconds: number): Promise<Measured> {
  const began = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const parts: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part))
  let peak: number | null = null
  const look = setInterval(() => {
    peak = Math.max(peak ?? 0, peakOf(child.pid) ?? 0) || peak
    if (performance.now() - began > (seconds * 2 + GRACE_SECONDS) * 1000) child.kill('SIGKILL')
  }, MILLISECONDS_BETWEEN_LOOKS)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve)
    child.once('error', reject)
  }).finally(() => clearInterval(look))
  return {
    code,
    output: Buffer.concat(parts).toString(),
    seconds: (performance.now() - began) / 1000,
    peakMegabytes: peak,
  }
}

/** Linux keeps the high-water mark of a process, in kB; a look now and then therefore misses only its last moment. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const found = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found ? (Number(found[1]) * 1024) / 1e6 : undefined
  } catch {
    return undefined
  }
}
