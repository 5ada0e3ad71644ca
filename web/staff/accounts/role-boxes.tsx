import { Checkbox } from '@mantine/core'
import { accountsApi, type StaffAccount } from '../../ui/accounts-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { roleName } from '../role-name.ts'
import { STAFF_ROLES } from './staff-roles.ts'
import { useAccountChange } from './use-account-change.ts'

/** Every role, ticked where the account has it. Unticking ends what is open in that role at once. */
export function RoleBoxes({ account }: { account: StaffAccount }) {
  const change = useAccountChange()
  return (
    <fieldset className="role-boxes" disabled={change.isPending}>
      <legend>{say('accounts.roles')}</legend>
      {STAFF_ROLES.map((role) => (
        <Checkbox
          key={role}
          size="md"
          label={roleName(role)}
          checked={account.roles.includes(role)}
          onChange={(event) => {
            const give = event.currentTarget.checked
            change.mutate(() => (give ? accountsApi.giveRole(account.id, role) : accountsApi.endRole(account.id, role)))
          }}
        />
      ))}
      {change.isError && <ProblemNotice error={change.error} />}
    </fieldset>
  )
}
