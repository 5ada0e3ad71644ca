import { cpus, loadavg, totalmem } from 'node:os'
import { pathToFileURL } from 'node:url'
import { type Figure, isKept, ratioOf, tableOf } from './figure.ts'
import { buildProgram } from './program.ts'

export type Measure = () => Promise<Figure[]>

/** Measures and prints when the file was called by name (`tsx bench/start.ts`), not when another file imports it. */
export async function runAlone(url: string, measure: Measure): Promise<void> {
  if (url !== pathToFileURL(process.argv[1] ?? '').href) return
  await buildProgram()
  print(await measure(), process.argv.includes('--json'))
}

/** One table, or one object a machine can read. */
export function print(figures: readonly Figure[], asJson: boolean): void {
  if (!asJson) {
    console.log([machine(), ...tableOf(figures)].join('\n'))
    return
  }
  const rows = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure) ?? null, kept: isKept(figure) ?? null }))
  console.log(JSON.stringify({ machine: machine(), measuredAt: new Date().toISOString(), figures: rows }, null, 2))
}

/** With the load of the last minute: what else the machine did tells how far to trust a figure that is no ratio. */
export function machine(): string {
  const processors = cpus()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const model = processors[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown'
  return `${processors.length} x ${model}, ${gigabytes} GB, ${process.platform}, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}`
}
