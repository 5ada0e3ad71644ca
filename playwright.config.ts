import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

/** The built product, as `npm start` runs it, with a demo center of its own and a fixed clock. */
const PORT = process.env['EVENKEEL_E2E_PORT'] ?? '4297'
const origin = `http://localhost:${PORT}`

// Workers read this file too and inherit the folder; only the first process made it and removes it.
if (process.env['EVENKEEL_E2E_DATA'] === undefined) {
  const made = mkdtempSync(join(tmpdir(), 'evenkeel-e2e-'))
  process.env['EVENKEEL_E2E_DATA'] = made
  // The keys of sealed words lie beside the data folder.
  const left = [made, `${made}.key`, `${made}.key.years`]
  process.on('exit', () => left.forEach((path) => rmSync(path, { recursive: true, force: true })))
}

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const results = process.env['PLAYWRIGHT_JSON_OUTPUT_NAME']

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 120_000,
  reporter: [['list'], ...(results ? [['json', { outputFile: results }] as const] : [])],
  use: {
    baseURL: origin,
    locale: 'en-US',
    timezoneId: 'Asia/Tokyo',
    launchOptions: {
      executablePath: process.env['EVENKEEL_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...quiet],
    },
  },
  webServer: {
    command: 'node dist/main.js start --no-open',
    url: `${origin}/api/health`,
    timeout: 240_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    env: {
      PORT,
      EVENKEEL_DATA: process.env['EVENKEEL_E2E_DATA'],
      EVENKEEL_NOW: '2026-11-23T15:00:00Z',
    },
  },
})
