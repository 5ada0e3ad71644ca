import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Whether the process runs. A zombie (ended, not yet collected by its parent) still answers signal 0 but has ended. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const life = lifeOf(pid)
  return life !== undefined && !life.state.startsWith('Z')
}

/** A mark that two processes never share, even when the second got the first one's id; undefined once it has ended. */
export function birthMark(pid: number): string | undefined {
  return isRunning(pid) ? lifeOf(pid)?.born : undefined
}

/**
 * Ids of the processes whose working directory is `directory`: every process of a PostgreSQL server stays in its data
 * directory. Empty where the system has no /proc.
 */
export function processesIn(directory: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && workingDirectory(entry) === directory)
    .map(Number)
    .filter(isRunning)
}

function workingDirectory(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined // ended meanwhile, or another user's
  }
}

function lifeOf(pid: number): { state: string; born: string } | undefined {
  try {
    return process.platform === 'linux' ? lifeFromProc(pid) : lifeFromPs(pid)
  } catch {
    return undefined
  }
}

/** proc(5): after the command in parentheses, field 3 is the state and field 22 the start in ticks since boot. */
function lifeFromProc(pid: number): { state: string; born: string } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return { state: fields[0] ?? '', born: `${boot} ${fields[19] ?? ''}` }
}

function lifeFromPs(pid: number): { state: string; born: string } {
  const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  const [state = '', ...born] = line.split(/\s+/)
  return { state, born: born.join(' ') }
}
