import type { z } from 'zod'
import type { Account, Accounts, Invited, OpenAccount, Opened } from '../../src/access/accounts.ts'
import type { Role } from '../../src/access/sign-in.ts'
import { ask } from './ask.ts'

/** Who works here and may sign in. Changes need a step-up within five minutes. */

export type StaffAccount = z.infer<typeof Account>
export type NewLink = z.infer<typeof Invited>

export const accountsApi = {
  list: () => ask<Accounts>('GET', '/api/accounts'),
  open: (wish: z.input<typeof OpenAccount>) => ask<z.infer<typeof Opened>>('POST', '/api/accounts', wish),
  invite: (id: string) => ask<NewLink>('POST', `/api/accounts/${id}/invitation`),
  giveRole: (id: string, role: Role) => ask<void>('PUT', `/api/accounts/${id}/roles/${role}`),
  endRole: (id: string, role: Role) => ask<void>('DELETE', `/api/accounts/${id}/roles/${role}`),
  deactivate: (id: string, why: string) => ask<void>('POST', `/api/accounts/${id}/deactivation`, { why }),
  reactivate: (id: string, why: string) => ask<NewLink>('POST', `/api/accounts/${id}/reactivation`, { why }),
  inviteSupporter: (person: string, account: string) =>
    ask<NewLink>('POST', `/api/participants/${person}/supporters/${account}/invitation`),
  inviteParticipant: (person: string) => ask<NewLink>('POST', `/api/participants/${person}/invitation`),
}
