import { createHash } from 'node:crypto'
import { lstat, readdir, readFile as readBytes } from 'node:fs/promises'
import { join } from 'node:path'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import { errorAt, warningAt, type Finding } from '../center/finding.ts'
import { OPTIONAL_TABLES, TABLES, type Facts } from './facts.ts'
import { personOf, readFile, type FileFacts, type Window } from './read-file.ts'

/** Limits of one import (trust.md A9). */
export interface Limits {
  readonly bytesAFile: number
  readonly bytesARun: number
  readonly megabytesAFile: number
  readonly millisecondsAFile: number
  readonly millisecondsARun: number
  readonly busyTimesARun: number
}

export const LIMITS: Limits = {
  bytesAFile: 20_000_000,
  bytesARun: 100_000_000,
  megabytesAFile: 256,
  millisecondsAFile: 10_000,
  millisecondsARun: 60_000,
  busyTimesARun: 500_000,
}

export interface FolderFacts {
  readonly facts: Facts
  readonly findings: Finding[]
  /** Changes when any file that was read does. */
  readonly hash: string
}

interface Answer {
  readonly read: FileFacts
  readonly hash: string
}

const MARK = 'evenkeel import'
const NOTHING_LEFT_OUT = 'the folder holds no file of this name to leave out'
const INNER_FOLDERS = ['programs', 'calendars']

/**
 * Reads a folder in a thread of its own, file after file, so that a hostile file costs at most its limits and never the
 * program. `without`: files left out on purpose. `windowOf`: the calendar window, once the center's time zone (or
 * undefined) is known.
 */
export async function readFolder(
  folder: string,
  without: readonly string[],
  windowOf: (zone: string | undefined) => Window,
  limits: Limits = LIMITS,
): Promise<FolderFacts> {
  const { files, findings } = await filesOf(folder, without, limits)
  const facts: Facts = { programs: [], calendars: [] }
  const hash = createHash('sha256')
  const reader = openReader(folder, limits)
  let busyTimes = 0
  let window = windowOf(undefined)
  try {
    for (const file of files) {
      const answer = await reader.read(file, window)
      findings.push(...answer.read.findings)
      hash.update(`${file}\n${answer.hash}\n`)
      busyTimes += answer.read.busy?.length ?? 0
      if (busyTimes > limits.busyTimesARun) {
        const what = `the calendars hold more than ${limits.busyTimesARun} busy times`
        findings.push(errorAt({ file, line: 0, column: '' }, what, 'Import fewer weeks: --weeks 4.'))
        break
      }
      add(facts, file, answer)
      if (file === 'center.csv') window = windowOf(facts['center.csv']?.[0]?.time_zone)
    }
  } finally {
    await reader.close()
  }
  return { facts, findings, hash: hash.digest('hex') }
}

function add(facts: Facts, file: string, { read, hash }: Answer): void {
  if (read.rows !== undefined) Object.assign(facts, { [file]: read.rows })
  if (read.program !== undefined) facts.programs.push({ file, program: read.program })
  if (read.busy !== undefined) facts.calendars.push({ file, person: personOf(file), hash, busy: read.busy })
}

/** The files to read, in order, and what is wrong with the folder before anything is read. */
async function filesOf(folder: string, without: readonly string[], limits: Limits) {
  const names = [
    ...(await namesIn(folder, '')),
    ...(await namesIn(folder, 'programs/')),
    ...(await namesIn(folder, 'calendars/')),
  ]
  const wanted = [...Object.keys(TABLES), ...names.filter(isProgramOrCalendar)].filter(
    (name) => !without.includes(name),
  )
  const findings = names
    .filter((name) => !wanted.includes(name) && !without.includes(name))
    .map((name) =>
      warningAt(
        { file: name, line: 0, column: '' },
        'the file is not part of the format',
        'It was not read. See docs/import.md.',
      ),
    )
  findings.push(
    ...without
      .filter((name) => !names.includes(name) && !Object.hasOwn(TABLES, name))
      .map((name) => warningAt({ file: name, line: 0, column: '' }, NOTHING_LEFT_OUT, 'Maybe correct --without.')),
  )
  const files: string[] = []
  let bytes = 0
  for (const file of wanted) {
    const size = names.includes(file) ? await sizeOf(join(folder, file)) : 'missing'
    const wrong = whatIsWrong(file, size, limits)
    if (wrong !== undefined) findings.push(wrong)
    else if (typeof size === 'number') {
      files.push(file)
      bytes += size
    }
  }
  if (bytes <= limits.bytesARun) return { files, findings }
  const what = `the folder holds ${bytes} bytes, more than ${limits.bytesARun}`
  return {
    files: [],
    findings: [...findings, errorAt({ file: '.', line: 0, column: '' }, what, 'Leave out calendars.')],
  }
}

async function namesIn(folder: string, inner: '' | 'programs/' | 'calendars/'): Promise<string[]> {
  const entries = await readdir(join(folder, inner), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (inner !== '' && error.code === 'ENOENT') return []
    throw error
  })
  return (
    entries
      .filter((entry) => !/^\.|^README/.test(entry.name))
      // Other folders are told, as files are: one named "Calendars" would otherwise be left out without a word.
      .filter((entry) => !(entry.isDirectory() && inner === '' && INNER_FOLDERS.includes(entry.name)))
      .map((entry) => inner + entry.name)
      .toSorted()
  )
}

function isProgramOrCalendar(name: string): boolean {
  return name === 'program.json' || /^programs\/[^/]+\.json$/.test(name) || /^calendars\/[^/]+\.ics$/.test(name)
}

async function sizeOf(path: string): Promise<number | 'not a file'> {
  const entry = await lstat(path)
  return entry.isFile() ? entry.size : 'not a file'
}

function whatIsWrong(file: string, size: number | 'missing' | 'not a file', limits: Limits): Finding | undefined {
  const place = { file, line: 0, column: '' }
  if (size === 'missing') {
    if (OPTIONAL_TABLES.has(file)) return undefined
    return errorAt(place, 'the file is missing', `Add it, or leave it out on purpose: --without ${file}`)
  }
  if (size === 'not a file') return errorAt(place, 'it is not a plain file', 'Put a copy of the file here.')
  if (size <= limits.bytesAFile) return undefined
  const what = `the file has ${Math.ceil(size / 1_000_000)} MB, more than ${limits.bytesAFile / 1_000_000}`
  return errorAt(place, what, `Shorten it, or leave it out: --without ${file}`)
}

/** A thread that reads one file at a time; one that runs out of time or memory is ended and its file refused. */
function openReader(folder: string, limits: Limits) {
  const endsAt = performance.now() + limits.millisecondsARun
  let worker: Worker | undefined
  return {
    read: async (file: string, window: Window): Promise<Answer> => {
      const left = endsAt - performance.now()
      if (left <= 0) return refused(file, 'the whole import takes longer than it may')
      worker ??= startThread(limits)
      const thread = worker
      thread.postMessage({ folder, file, window })
      const answer = await answerOf(thread, file, Math.min(limits.millisecondsAFile, left))
      if (answer.ended) {
        worker = undefined
        await thread.terminate()
      }
      return answer
    },
    close: async () => {
      await worker?.terminate()
    },
  }
}

function startThread(limits: Limits): Worker {
  const options = { workerData: MARK, resourceLimits: { maxOldGenerationSizeMb: limits.megabytesAFile } }
  const url = import.meta.url
  if (url.endsWith('.js')) return new Worker(new URL(url), options)
  // From source: a thread of Node 20 reads TypeScript only through tsx, registered inside it.
  const start = `import('tsx/esm/api').then(({ register }) => register()).then(() => import(${JSON.stringify(url)}))`
  return new Worker(start, { ...options, eval: true })
}

function answerOf(thread: Worker, file: string, milliseconds: number): Promise<Answer & { readonly ended: boolean }> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer)
      thread.off('message', onMessage)
      thread.off('error', onError)
      settle()
    }
    const refuse = (what: string) => end(() => resolve({ ...refused(file, what), ended: true }))
    const onMessage = (answer: Answer) => end(() => resolve({ ...answer, ended: false }))
    const onError = (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') refuse('reading takes more memory than one file may')
      // A reader that throws is a bug, not a finding.
      else end(() => reject(error))
    }
    const timer = setTimeout(
      () => refuse(`reading takes longer than ${Math.ceil(milliseconds / 1000)} s`),
      milliseconds,
    )
    thread.on('message', onMessage)
    thread.on('error', onError)
  })
}

function refused(file: string, what: string): Answer {
  const finding = errorAt({ file, line: 0, column: '' }, what, `Shorten the file, or leave it out: --without ${file}`)
  return { read: { findings: [finding] }, hash: '' }
}

async function answer({ folder, file, window }: { folder: string; file: string; window: Window }): Promise<void> {
  const bytes = await readBytes(join(folder, file))
  const hash = createHash('sha256').update(bytes).digest('hex')
  parentPort?.postMessage({ read: readFile(file, bytes, window), hash } satisfies Answer)
}

if (workerData === MARK) parentPort?.on('message', (asked) => void answer(asked))
