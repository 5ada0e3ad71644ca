import { createReadStream } from 'node:fs'

/** A week of 2000 people has 2 MB; beyond this a file is not a week, and reading it would only fill the memory. */
const MOST_BYTES = 64 * 1024 * 1024

export type ReadJson = { readonly json: unknown } | { readonly refused: string }

/** Reads a JSON file of at most 64 MB, UTF-8 with or without a byte order mark; otherwise says what is wrong and how to mend it. */
export async function readJsonFile(path: string): Promise<ReadJson> {
  const bytes = await readBytes(path)
  if (typeof bytes === 'string') return { refused: bytes }
  const text = decode(bytes)
  if (text === undefined) return { refused: `${path} is not UTF-8 text. Maybe save it again as UTF-8.` }
  try {
    return { json: JSON.parse(text) }
  } catch (error) {
    return {
      refused: `${path} is not JSON: ${(error as Error).message}. Maybe it was cut off or is another kind of file.`,
    }
  }
}

/** The content, or why it cannot be read. Read in pieces, because a pipe or a device does not say how long it is. */
async function readBytes(path: string): Promise<Buffer | string> {
  try {
    const pieces: Buffer[] = []
    for await (const piece of createReadStream(path, { end: MOST_BYTES })) pieces.push(piece as Buffer)
    const bytes = Buffer.concat(pieces)
    if (bytes.length <= MOST_BYTES) return bytes
    return `${path} has more than the 64 MB that are read. Maybe it is another kind of file.`
  } catch (error) {
    return `${path} cannot be read: ${reasonOf(error)}. Maybe correct the path or the permissions.`
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'it is a folder'
  if (code === 'EACCES') return 'reading it is not permitted'
  return code ?? String(error)
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
