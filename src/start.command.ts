import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Mailer, openMailer } from './access/email-code.jobs.ts'
import { hasDemo } from './access/sign-in.rows.ts'
import { buildApp } from './app.ts'
import { keepCheckpoints } from './audit/checkpoints.jobs.ts'
import { runDemo, seedDemo } from './demo/demo.jobs.ts'
import type { App } from './kernel/http.ts'
import { openKeys } from './kernel/key-files.ts'
import type { KeyStore } from './kernel/key-store.ts'
import { type Installation, openInstallation } from './kernel/installation.ts'
import { ROOT, type Surroundings } from './kernel/surroundings.ts'

const USUAL_PORT = 4180

/**
 * The command `evenkeel start [--no-open] [--no-demo]`: database, migrations, demo center on an empty database, server.
 * Ends with its ready line; Ctrl-C and SIGTERM stop everything it started.
 */
export async function startCommand(args: string[], around: Surroundings): Promise<number> {
  const { values } = parseArgs({ args, options: { 'no-open': { type: 'boolean' }, 'no-demo': { type: 'boolean' } } })
  const log = (line: string) => process.stdout.write(`✔ ${line}\n`)
  const begun = Date.now()
  const installation = await openInstallation({ folder: around.dataFolder, migrations: join(ROOT, 'migrations'), log })
  log(`${installation.engine} ${((Date.now() - begun) / 1000).toFixed(1)} s`)
  for (const warning of installation.warnings) process.stdout.write(`! ${warning}\n`)
  const stopped = stopSignal()
  const checkpoints = keepCheckpoints({
    database: installation.database,
    folder: around.dataFolder,
    clock: around.clock,
  })
  try {
    const keys = await openKeys(installation.database, { file: around.kekFile, ...around, log })
    const tools = { database: installation.database, clock: around.clock, log }
    if (!values['no-demo']) await seedDemo(tools)
    const summary = await runDemo(tools)
    const { app, url } = await listen({ ...installation, keys }, around)
    installation.announce(url)
    for (const line of summary) process.stdout.write(`${line}\n`)
    process.stdout.write(`Evenkeel is ready at ${url}\n`)
    if (process.stdout.isTTY && !values['no-open']) openBrowser(url)
    await stopped
    await app.close()
    return 0
  } finally {
    try {
      await checkpoints.stop()
    } finally {
      await installation.close()
    }
  }
}

async function listen(
  installation: Installation & { keys: KeyStore },
  around: Surroundings,
): Promise<{ app: App; url: string }> {
  const port = await freePort(around.port)
  const url = around.url ?? `http://localhost:${port}`
  const app = await buildApp({
    database: installation.database,
    keys: installation.keys,
    clock: around.clock,
    origin: () => url,
    demo: await hasDemo(installation.database),
    proxy: around.proxy,
    mailer: mailerOf(around),
    pages: join(ROOT, 'dist', 'web'),
  })
  // WebAuthn and cookies know one name only: a request for the bare address is sent to it.
  app.addHook('onRequest', async (request, reply) => {
    if (around.url === undefined && request.hostname.startsWith('127.0.0.1'))
      return reply.redirect(`${url}${request.url}`)
    return undefined
  })
  await app.listen({ host: 'localhost', port })
  return { app, url }
}

function mailerOf(around: Surroundings): Mailer | undefined {
  if (!around.mail) return undefined
  return openMailer(around.mail, (reason) => process.stderr.write(`A mail could not be sent (${reason}).\n`))
}

/** PORT must be free; without it 4180 or the next free one. */
async function freePort(asked: number | undefined): Promise<number> {
  if (asked !== undefined) {
    if (asked === 0 || (await isFree(asked))) return asked
    throw new Error(`Port ${asked} is taken by another program. Set PORT to a free one, or leave it out.`)
  }
  for (let port = USUAL_PORT; port < USUAL_PORT + 100; port += 1) if (await isFree(port)) return port
  throw new Error(`No port from ${USUAL_PORT} on is free. Set PORT.`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}

function openBrowser(url: string): void {
  const command = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open'
  spawn(command, [url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}
