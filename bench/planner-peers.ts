import { mkdirSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { contradictions, readBestKnown, recordBestKnown, withBetter } from './planner/best-known.ts'
import { contestTable } from './planner/contest-table.ts'
import { type Entry, OWN, planWithSeeds, solveWithPeers, writeMps } from './planner/contest.ts'
import { cbc, glpk } from './planner/installed-solvers.ts'
import { drawInstances, type Instance, instancesIn, weeksFolder } from './planner/instances.ts'
import { cpSat, highs } from './planner/node-solvers.ts'
import type { Peer } from './planner/peer.ts'
import { modelOfWeek } from './planner/week-model.ts'
import { buildProgram, inNewFolder } from './program.ts'
import { machine } from './report.ts'

const USAGE = `usage: npm run bench:planner -- [WEEK ...] [--seconds N] [--seeds N] [--solvers a,b] [--weeks DIR] [--people N]
                                [--record] [--export DIR]
Plans weeks (names or files; all of the folder without any, up to --people participants) with Evenkeel and with general
solvers on the same integer program: ${OWN.toLowerCase()}, highs, cbc, glpk, cp-sat. 60 seconds and 5 seeds unless told otherwise.
--record keeps better results in bench/planner/best-known.json and docs/benchmark.md.
--export writes week and program (MPS) of each to a folder and solves nothing.`

const PEERS: Record<string, Peer> = { highs, cbc, glpk, 'cp-sat': cpSat }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    seeds: { type: 'string', default: '5' },
    solvers: { type: 'string', default: [OWN.toLowerCase(), ...Object.keys(PEERS)].join() },
    weeks: { type: 'string' },
    people: { type: 'string', default: '1000000' },
    record: { type: 'boolean', default: false },
    export: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(USAGE)
else await run()

async function run(): Promise<void> {
  const folder = weeksFolder(values.weeks)
  if (folder !== undefined) return withInstances(instancesIn(folder, positionals))
  console.error('no week files beside the checkout: weeks are drawn instead (--weeks DIR names others)')
  await inNewFolder((drawn) => {
    drawInstances(drawn)
    return withInstances(instancesIn(drawn, positionals))
  })
}

async function withInstances(all: readonly Instance[]): Promise<void> {
  const instances = all.filter(({ week }) => week.participants.length <= Number(values.people))
  await (values.export === undefined ? contest(instances) : exportTo(values.export, instances))
}

async function exportTo(folder: string, instances: readonly Instance[]): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const instance of instances) {
    await copyFile(instance.path, join(folder, `${instance.name}.json`))
    console.log(await writeMps(join(folder, `${instance.name}.mps`), instance, modelOfWeek(instance.week)))
  }
}

async function contest(instances: readonly Instance[]): Promise<void> {
  const asked = values.solvers.split(',')
  const own = asked.includes(OWN.toLowerCase())
  const peers = await present(asked.filter((name) => name !== OWN.toLowerCase()))
  if (own) await buildProgram()
  const entries: Entry[] = []
  for (const instance of instances) {
    console.error(`… ${instance.name}`)
    if (own) entries.push(await planWithSeeds(instance, Number(values.seconds), Number(values.seeds)))
    entries.push(...(await solveWithPeers(instance, Number(values.seconds), peers)))
  }
  const { known, news } = withBetter(readBestKnown(), entries)
  const wrong = contradictions(known)
  const limits = `${values.seconds} s each, one thread`
  console.log([`${machine()}; ${limits}`, '', ...contestTable(entries), '', ...news, ...wrong].join('\n'))
  if (wrong.length > 0) process.exitCode = 1
  else if (values.record) recordBestKnown(known)
}

async function present(names: readonly string[]): Promise<Peer[]> {
  const found: Peer[] = []
  for (const name of names) {
    const peer = PEERS[name]
    const version = await peer?.version()
    if (!peer) console.error(`${name}: no such solver. Maybe one of ${Object.keys(PEERS).join(', ')}.`)
    else if (version === undefined) console.error(`${peer.name}: not present`)
    else {
      console.error(`${peer.name} ${version}`)
      found.push(peer)
    }
  }
  return found
}
