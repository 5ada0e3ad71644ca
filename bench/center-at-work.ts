import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConnectionSettings } from '../src/kernel/database.ts'
import { type FrontDesk, signIn } from './front-desk.ts'
import { writeCenter } from './generated-center.ts'
import { inNewFolder, runProgram, serve } from './program.ts'

export const PEOPLE = 120
/** The Monday that is planned; the center lives in the week before. */
export const WEEK = '2026-11-30'
const NOW = '2026-11-23T15:00:00Z'

/** A served center of 120 people with the front desk signed in. */
export interface CenterAtWork {
  readonly url: string
  readonly desk: FrontDesk
  /** The app role's connection to the server's own database. */
  readonly settings: ConnectionSettings
  readonly claimKey: Buffer
}

/**
 * Generates a center, brings it in through the import command of the running server, signs the front desk in by an
 * invitation, and stops and removes all of it afterward.
 */
export async function withCenter<T>(work: (center: CenterAtWork) => Promise<T>): Promise<T> {
  return inNewFolder(async (folder) => {
    const files = join(folder, 'center')
    const data = join(folder, 'data')
    for (const path of [files, data]) mkdirSync(path)
    writeCenter(files, { people: PEOPLE, sites: 1, obligationsEach: 0, calendars: 4 })
    const env = { EVENKEEL_NOW: NOW, EVENKEEL_DATA: data }
    const served = await serve(data, ['--no-demo'], env)
    try {
      await command(['import', files, '--as', 'bench'], env)
      const invitation = await command(['invite', 'desk'], { ...env, EVENKEEL_URL: served.url })
      const secret = (name: string) => readFileSync(join(data, 'secrets', name), 'utf8').trim()
      return await work({
        url: served.url,
        desk: await signIn(served.url, /#(\S+)/.exec(invitation)?.[1] ?? ''),
        settings: JSON.parse(secret('serving.json')) as ConnectionSettings,
        claimKey: Buffer.from(secret('claim-key'), 'base64url'),
      })
    } finally {
      await served.stop()
    }
  })
}

async function command(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { code, output } = await runProgram(args, env)
  if (code !== 0) throw new Error(`evenkeel ${args[0]} ended with ${code}:\n${output}`)
  return output
}
