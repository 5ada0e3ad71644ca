import { Button, NativeSelect, Paper, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Accounts } from '../../../src/access/accounts.ts'
import { accountsApi } from '../../ui/accounts-api.ts'
import { say } from '../../ui/words.ts'
import { useSteppedUp } from '../lock/step-up.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { roleName } from '../role-name.ts'
import type { Handed } from './invitation-link.tsx'
import { isStaffRole, STAFF_ROLES, type StaffRole } from './staff-roles.ts'
import { ACCOUNTS } from './use-account-change.ts'

type Staff = Accounts['staffWithoutAccount']

/** Invites somebody: of the roster, whose role is known, or anybody else by name. */
export function OpenAccountForm({ staff, hand }: { staff: Staff; hand: (handed: Handed) => void }) {
  const [chosen, setChosen] = useState('')
  const [name, setName] = useState('')
  const [role, setRole] = useState<StaffRole>('front-desk')
  const queries = useQueryClient()
  const steppedUp = useSteppedUp()
  const person = staff.find((one) => one.id === chosen)
  const open = useMutation({
    mutationFn: () =>
      steppedUp(() => accountsApi.open({ ...(person ? { staff: person.id } : { name }), roles: [role] })),
    onSuccess: (opened) => {
      hand({ ...opened, name: person?.name ?? name })
      setChosen('')
      setName('')
      return queries.invalidateQueries({ queryKey: ACCOUNTS })
    },
  })
  const choose = (id: string) => {
    setChosen(id)
    const known = staff.find((one) => one.id === id)?.role
    if (known !== undefined && isStaffRole(known)) setRole(known)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    open.mutate()
  }
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="open-account">
      <Title order={2} size="h4" id="open-account" mb="xs">
        {say('accounts.open')}
      </Title>
      <form className="invite-form" onSubmit={submit}>
        <NativeSelect
          label={say('accounts.who')}
          value={chosen}
          onChange={(event) => choose(event.currentTarget.value)}
          data={[
            { value: '', label: say('accounts.somebodyElse') },
            ...staff.map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
        {chosen === '' && (
          <TextInput
            required
            maxLength={100}
            label={say('accounts.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <RoleChoice role={role} choose={setRole} />
        <Button type="submit" loading={open.isPending}>
          {say('accounts.invite')}
        </Button>
      </form>
      {open.isError && <ProblemNotice error={open.error} />}
    </Paper>
  )
}

function RoleChoice({ role, choose }: { role: StaffRole; choose: (role: StaffRole) => void }) {
  return (
    <NativeSelect
      label={say('accounts.role')}
      value={role}
      onChange={(event) => isStaffRole(event.currentTarget.value) && choose(event.currentTarget.value)}
      data={STAFF_ROLES.map((one) => ({ value: one, label: roleName(one) }))}
    />
  )
}
