import { createHash } from 'node:crypto'
import type { LabProgress, LabResult } from '../planner/lab/best-groups.ts'
import type { Fit } from '../planner/lab/fit.ts'
import type { Participant } from '../planner/model/week.ts'
import type { LabInput, LabMessage, LabOrder } from './lab.worker.ts'
import { startThread } from './thread.worker.ts'

export interface AskingLab {
  /** The best groups found; rejected when the thread fails or is abandoned. */
  readonly result: Promise<LabResult>
  /** Ends the search soon: `result` is then the best so far. */
  cancel(): void
  /** Ends the thread at once. */
  abandon(): void
}

/** A preview has to be there while somebody looks at the list. */
const FIT_SECONDS = 20
const KEPT_PREVIEWS = 1000

/** Looks for the best groups to open in a thread of its own. */
export function askLab(
  input: LabInput,
  question: NonNullable<LabOrder['question']>,
  seconds: number,
  onProgress: (progress: LabProgress) => void,
): AskingLab {
  const stop = new SharedArrayBuffer(4)
  const worker = startThread('lab', { ...input, question, seconds, stop } satisfies LabOrder)
  const result = new Promise<LabResult>((resolve, reject) => {
    worker.on('message', (message: LabMessage) => {
      if ('progress' in message) onProgress(message.progress)
      else if ('result' in message) resolve(message.result)
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('The lab ended before it had an answer.')))
  })
  return {
    result,
    cancel: () => void Atomics.store(new Int32Array(stop), 0, 1),
    abandon: () => void worker.terminate(),
  }
}

/** Previews by what they were made of: the same plan and the same life are worked out once in this process. */
const previews = new Map<string, Promise<Fit | undefined>>()

/**
 * What each waiting person could have in the plan as it stands, worked out in a thread of its own. Fewer than asked when
 * the time was up.
 */
export async function askFits({ week, sessions, waiting }: LabInput): Promise<Fit[]> {
  const standing = hashOf([week, sessions])
  const keyOf = (person: Participant) => hashOf([standing, person])
  const unknown = waiting.filter((person) => !previews.has(keyOf(person)))
  if (unknown.length > 0) {
    const asked = fitsInThread({ week, sessions, waiting: unknown })
    for (const person of unknown) keep(keyOf(person), asked, person.id)
  }
  const found = await Promise.all(waiting.map(async (person) => previews.get(keyOf(person))))
  return found.filter((fit) => fit !== undefined)
}

/** Kept until many newer ones are; what was not worked out is asked for again the next time. */
function keep(key: string, asked: Promise<readonly Fit[]>, person: string): void {
  const own = asked.then((fits) => fits.find(({ participant }) => participant === person))
  previews.set(key, own)
  const forget = () => previews.delete(key)
  own.then((fit) => (fit ? undefined : forget()), forget)
  const [oldest] = previews.keys()
  if (previews.size > KEPT_PREVIEWS && oldest !== undefined) previews.delete(oldest)
}

function hashOf(made: unknown): string {
  return createHash('sha256').update(JSON.stringify(made)).digest('hex')
}

function fitsInThread(input: LabInput): Promise<Fit[]> {
  const stop = new SharedArrayBuffer(4)
  const worker = startThread('lab', { ...input, seconds: FIT_SECONDS, stop } satisfies LabOrder)
  return new Promise<Fit[]>((resolve, reject) => {
    worker.on('message', (message: LabMessage) => {
      if ('fits' in message) resolve(message.fits)
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('The preview ended before it was done.')))
  })
}
