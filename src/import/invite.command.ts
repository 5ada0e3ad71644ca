import { centersHere } from '../access/sign-in.rows.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { inviteByCode } from './accounts.rows.ts'

const USAGE = `evenkeel invite CODE
CODE is the code of a staff member or participant in the imported files.`

/**
 * The command `evenkeel invite CODE`: prints a sign-in link that works once, for 15 minutes. Whoever may run commands on
 * the server may invite. Exit code: 0 printed, 1 nobody has the code, 2 not understood.
 */
export async function inviteCommand(
  args: string[],
  tools: { database: Database; origin: string; log: (line: string) => void },
): Promise<number> {
  const [code, ...more] = args
  if (code === undefined || more.length > 0) {
    tools.log(USAGE)
    return 2
  }
  const centers = await centersHere(tools.database)
  for (const center of centers) {
    const actor: Actor = {
      center: center.center_id,
      role: 'import',
      uid: null,
      session: null,
      purpose: 'import',
      name: 'invite',
    }
    const invited = await tools.database.inTransaction(actor, (tx) => inviteByCode(tx, code))
    if (!invited) continue
    tools.log(`${invited.account.name} (${invited.account.role}, ${center.name}) signs in once, within 15 minutes, at`)
    tools.log(`${tools.origin}/welcome#${invited.token}`)
    return 0
  }
  tools.log(`Nobody with the code "${code}" is stored. Maybe import first: evenkeel import FOLDER.`)
  return 1
}
