import { atMost, type Figure, median, peer } from './figure.ts'
import { openBarePostgres } from './bare-postgres.ts'
import { inNewFolder, serve } from './program.ts'
import { runAlone } from './report.ts'

const COLD_ROUNDS = 3
const WARM_ROUNDS = 3
/** Seconds from an empty data folder, and from one that has been used (docs: targets of the start). */
const COLD_LIMIT = 8
const WARM_LIMIT = 1

/**
 * Start to ready line, as a child process: first start (an empty data folder), first start with the demo center, the
 * usual start, and the start after kill -9. Peer: initdb and start of the same PostgreSQL programs alone.
 */
export async function measureStart(): Promise<Figure[]> {
  const cold: number[] = []
  const bareCold: number[] = []
  for (let round = 0; round < COLD_ROUNDS; round += 1) {
    cold.push(await inNewFolder((folder) => startOnce(folder, ['--no-demo'])))
    bareCold.push(await inNewFolder(async (folder) => (await openBarePostgres(folder)).coldSeconds))
  }
  const { warm, killed, bareWarm } = await inNewFolder((ours) => inNewFolder((bare) => warmRounds(ours, bare)))
  const withDemo = await inNewFolder((folder) => startOnce(folder, []))
  return [
    { name: 'cold start', value: median(cold), unit: 's', against: peer('initdb + start', median(bareCold)) },
    { name: 'cold start', value: median(cold), unit: 's', against: atMost(COLD_LIMIT) },
    { name: 'cold start, demo center planned twice', value: withDemo, unit: 's', against: atMost(COLD_LIMIT, 'goal') },
    { name: 'warm start', value: median(warm), unit: 's', against: peer('PostgreSQL alone', median(bareWarm)) },
    { name: 'warm start', value: median(warm), unit: 's', against: atMost(WARM_LIMIT) },
    { name: 'start after kill -9', value: median(killed), unit: 's', against: peer('warm start', median(warm)) },
  ]
}

async function warmRounds(folder: string, bareFolder: string) {
  const warm: number[] = []
  const killed: number[] = []
  const bareWarm: number[] = []
  await startOnce(folder, [])
  const bare = await openBarePostgres(bareFolder)
  for (let round = 0; round < WARM_ROUNDS; round += 1) {
    warm.push(await startOnce(folder, []))
    bareWarm.push(await bare.startOnce())
    await (await serve(folder, [])).stop('SIGKILL')
    killed.push(await startOnce(folder, []))
  }
  return { warm, killed, bareWarm }
}

async function startOnce(folder: string, args: readonly string[]): Promise<number> {
  const served = await serve(folder, args)
  await served.stop()
  return served.seconds
}

await runAlone(import.meta.url, measureStart)
