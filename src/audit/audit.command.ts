import { readAsOwner } from '../kernel/owner.ts'
import { CHAINS } from './chain.ts'
import { readCheckpoints } from './checkpoint.ts'
import { checkpointPath, readLines, signerOf } from './checkpoints.jobs.ts'
import { verifyChains } from './verify.rows.ts'

const USAGE = `evenkeel audit verify
Walks the audit trail from its first entry and compares it with the signed checkpoints.`

/**
 * The command `evenkeel audit verify`: names the first entry of each chain that was altered, removed, moved or cut off.
 * Needs the data folder (checkpoints and their key) and the database, no network. Exit code: 0 unbroken, 1 broken,
 * 2 not understood.
 */
export async function auditCommand(
  args: string[],
  tools: { folder: string; log: (line: string) => void },
): Promise<number> {
  const { folder, log } = tools
  if (args.length !== 1 || args[0] !== 'verify') {
    log(USAGE)
    return 2
  }
  const path = checkpointPath(folder)
  const lines = readLines(path)
  const { known, faults } = readCheckpoints(lines, signerOf(folder))
  const { entries, breaks } = await readAsOwner(folder, (client) => verifyChains(client, known))
  for (const fault of faults) log(`✘ ${path}: ${fault}`)
  for (const { chain, number, what } of breaks) log(`✘ chain ${chain}: entry ${number} ${what}`)
  if (faults.length + breaks.length > 0) {
    log(
      `The audit trail is broken in ${breaks.length} of ${CHAINS} chains. Keep a copy of the database and of ${path}.`,
    )
    return 1
  }
  log(`✔ ${entries} entries in ${CHAINS} chains are as they were written; ${lines.length} checkpoints agree`)
  if (lines.length === 0)
    log('! There is no checkpoint yet: a cut end could not be seen. The running server writes one each minute.')
  return 0
}
