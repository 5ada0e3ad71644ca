import { z } from 'zod'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { type KnownHead, NO_HASH } from './chain.ts'

const Head = z.strictObject({ chain: z.int(), hash: z.string().regex(/^[0-9a-f]{64}$/), number: z.int().min(0) })

/** One line of the checkpoint file: where every chain stood, signed by a key the database does not have. */
export const Checkpoint = z.strictObject({
  at: z.iso.datetime(),
  heads: z.array(Head),
  /** SHA-256 of the line before, in hex. */
  previous: z.string(),
  /** Ed25519 over the canonical JSON of the rest, base64url. */
  signature: z.string(),
})
export type Checkpoint = z.infer<typeof Checkpoint>

export interface CheckpointSigner {
  readonly sign: (text: string) => string
  readonly isSigned: (text: string, signature: string) => boolean
  /** SHA-256 of a text's UTF-8 bytes, in hex. */
  readonly digest: (text: string) => string
}

/** The next line of the file, without its line end. `last` is the line before, undefined at the beginning. */
export function checkpointLine(
  seen: { at: string; heads: Checkpoint['heads']; last: string | undefined },
  { sign, digest }: Pick<CheckpointSigner, 'sign' | 'digest'>,
): string {
  const { at, heads, last } = seen
  const unsigned = { at, heads, previous: last === undefined ? NO_HASH : digest(last) }
  return canonicalJson({ ...unsigned, signature: sign(canonicalJson(unsigned)) })
}

/**
 * The heads a checkpoint file vouches for, oldest first, and what is wrong with its lines, each named by its number. A
 * line that is not signed vouches for nothing; one that does not follow its predecessor tells that lines are missing.
 */
export function readCheckpoints(
  lines: readonly string[],
  { isSigned, digest }: Pick<CheckpointSigner, 'isSigned' | 'digest'>,
): { known: KnownHead[]; faults: string[] } {
  const known: KnownHead[] = []
  const faults: string[] = []
  lines.forEach((line, at) => {
    const found = checkpointIn(line)
    if (!found || !isSigned(canonicalJson(withoutSignature(found)), found.signature)) {
      faults.push(`checkpoint ${at + 1} is not signed by this center's key`)
      return
    }
    const before = lines[at - 1]
    if (found.previous !== (before === undefined ? NO_HASH : digest(before))) {
      faults.push(`checkpoint ${at + 1} does not follow the one before it: lines were removed or changed`)
    }
    known.push(...found.heads.map((head) => ({ ...head, at: found.at })))
  })
  return { known, faults }
}

function withoutSignature({ at, heads, previous }: Checkpoint): Omit<Checkpoint, 'signature'> {
  return { at, heads, previous }
}

function checkpointIn(line: string): Checkpoint | undefined {
  try {
    return Checkpoint.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}
