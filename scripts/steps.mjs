// One line per step with its duration; the step at work is shown and redrawn only on a terminal.
import { spawn } from 'node:child_process'

/** What to tell a person when a step cannot go on: no stack, only cause and advice. */
export const stopWith = (message, output = '') => Object.assign(new Error(message), { name: 'StepFailed', output })

/** How long a program may take to end after SIGINT or SIGTERM. */
const GRACE_MS = 10_000

/** Where lines go; `evenkeel` keeps stdout for its own answers and reports on stderr. */
export function reporter(stream = process.stdout) {
  const say = (line) => stream.write(`${line}\n`)
  return {
    say,
    /** Runs `work`; on success prints `✔ name 41 s`, on failure `✘ name 41 s` and throws on. */
    async step(name, work) {
      const from = performance.now()
      if (stream.isTTY) stream.write(`… ${name}`)
      const end = (mark) =>
        say(`${stream.isTTY ? '\r\u001B[K' : ''}${mark} ${name} ${duration(performance.now() - from)}`)
      try {
        const result = await work()
        end('✔')
        return result
      } catch (error) {
        end('✘')
        throw error
      }
    },
  }
}

/** `0.4 s`, `41 s`, `2 min 5 s`. */
export function duration(ms) {
  const seconds = ms / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  if (seconds < 59.5) return `${Math.round(seconds)} s`
  return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`
}

/**
 * Runs a program to its end: `{ code, output }`, output being stdout and stderr as they came. SIGINT and SIGTERM are
 * passed on to it; this process then ends the same way once the program has.
 */
export function run(command, args, { cwd, env = {}, echo } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    const parts = []
    let ending
    const keep = (data) => {
      parts.push(data)
      if (echo) process.stdout.write(data)
    }
    const passOn = (signal) => {
      ending = signal
      child.kill(signal)
      setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref() // `npm ci` may finish its work first; it can be run again
    }
    const listeners = ['SIGINT', 'SIGTERM'].map((signal) => [signal, () => passOn(signal)])
    for (const [signal, listener] of listeners) process.on(signal, listener)
    const finish = (code) => {
      for (const [signal, listener] of listeners) process.off(signal, listener)
      if (ending) process.kill(process.pid, ending)
      else resolve({ code, output: Buffer.concat(parts).toString() })
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => {
      parts.push(Buffer.from(`${command}: ${error.message}\n`))
      finish(127)
    })
    child.on('close', (code) => finish(code ?? 1))
  })
}

/** Runs a script's main part; a failed step ends it with its message and exit code 1. */
export async function main(work) {
  try {
    await work()
  } catch (error) {
    if (error.name !== 'StepFailed') throw error
    process.stderr.write(`${error.output ? `${error.output.trimEnd()}\n\n` : ''}${error.message}\n`)
    process.exitCode = 1
  }
}
