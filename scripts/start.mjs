// `npm start`: whatever set-up is missing, then the program, in this very process: signals and exit code are its own, and
// nothing is left behind when it is killed.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { build, checkVersions, install, PROGRAM } from './set-up.mjs'
import { main, reporter } from './steps.mjs'

const LOOK_EVERY = 500

await main(async () => {
  endWithNpm()
  const report = reporter(process.stdout)
  checkVersions()
  await install(report)
  await build(report)
  process.argv = [process.execPath, PROGRAM, 'start', ...process.argv.slice(2)]
  await import(PROGRAM)
})

/**
 * npm runs this through a shell, and a signal sent to npm alone ends npm or the shell but never reaches this process.
 * So it stops by itself, in good order, once either of them is gone.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start' || process.platform === 'win32') return
  const shell = process.ppid
  const npm = parentOf(shell)
  const watch = setInterval(() => {
    if (process.ppid === shell && (npm === undefined || isAlive(npm))) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_EVERY)
  watch.unref()
}

/** Undefined where nobody tells: a small container may have no `ps`. */
function parentOf(pid) {
  try {
    if (process.platform === 'linux') return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1])
    return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }))
  } catch {
    return undefined
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
