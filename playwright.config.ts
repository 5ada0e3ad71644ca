import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { MAIL_PORT, NOW } from './e2e/story.ts'

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
  // Stories change the one demo center, so they run one after the other. The screens beside them change nothing a story asks.
  workers: 2,
  projects: [
    { name: 'screens', testMatch: 'every-screen.spec.ts', workers: 1 },
    { name: 'stories', testIgnore: 'every-screen.spec.ts', workers: 1 },
  ],
  fullyParallel: false,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
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
      EVENKEEL_NOW: NOW.toISOString(),
      EVENKEEL_SMTP_URL: `smtp://127.0.0.1:${MAIL_PORT}`,
      EVENKEEL_MAIL_FROM: 'post@example.org',
    },
  },
})
