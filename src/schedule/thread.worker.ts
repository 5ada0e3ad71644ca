import { Worker } from 'node:worker_threads'

/** Enough for a chain of 2000 people several times over; a thread that wants more is ended, not the server. */
const MOST_MEGABYTES = 2048

/** A thread of its own for `NAME.worker.ts` beside this file; `order` is its `workerData`. */
export function startThread(name: string, order: object): Worker {
  const options = { workerData: order, resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES } }
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`./${name}.worker.js`, import.meta.url), options)
  // From the sources (tests): a thread does not inherit tsx, so it loads the file through tsx itself.
  const here = JSON.stringify(import.meta.url)
  const load = `import('tsx/esm/api').then(({ tsImport }) => tsImport('./${name}.worker.ts', ${here}))`
  return new Worker(load, { ...options, eval: true, execArgv: [] })
}
