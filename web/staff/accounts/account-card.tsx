import { Badge, Button, Paper, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { accountsApi, type StaffAccount } from '../../ui/accounts-api.ts'
import { instantWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { roleName } from '../role-name.ts'
import { useSession } from '../session.ts'
import type { Handed } from './invitation-link.tsx'
import { RoleBoxes } from './role-boxes.tsx'
import { useAccountChange } from './use-account-change.ts'
import { WhyDialog } from './why-dialog.tsx'

/** One account: state in words, roles, a new link, and the end of it. */
export function AccountCard({ account, hand }: { account: StaffAccount; hand: (handed: Handed) => void }) {
  const change = useAccountChange()
  const [asking, setAsking] = useState(false)
  const [changing, setChanging] = useState(false)
  const left = account.deactivatedAt !== null
  const invite = () =>
    change.mutate(async () => hand({ ...(await accountsApi.invite(account.id)), name: account.name }))
  const end = (why: string) => change.mutate(() => accountsApi.deactivate(account.id, why))
  const back = (why: string) =>
    change.mutate(async () => hand({ ...(await accountsApi.reactivate(account.id, why)), name: account.name }))
  return (
    <Paper withBorder p="md" mt="sm" component="section" aria-labelledby={`account-${account.id}`}>
      <div className="account-line">
        <Standing account={account} />
        <div className="demo-people">
          {!left && (
            <Button size="xs" variant="default" aria-expanded={changing} onClick={() => setChanging(!changing)}>
              {say('accounts.changeRoles')}
            </Button>
          )}
          {!left && (
            <Button size="xs" variant="default" loading={change.isPending} onClick={invite}>
              {say('accounts.newLink')}
            </Button>
          )}
          <Button size="xs" variant="default" loading={change.isPending} onClick={() => setAsking(true)}>
            {left ? say('accounts.reactivate') : say('accounts.deactivate')}
          </Button>
        </div>
      </div>
      {!left && changing && <RoleBoxes account={account} />}
      {change.isError && <ProblemNotice error={change.error} />}
      <WhyDialog
        opened={asking}
        close={() => setAsking(false)}
        title={
          left
            ? say('accounts.reactivateOf', { name: account.name })
            : say('accounts.deactivateOf', { name: account.name })
        }
        sentence={left ? say('accounts.reactivateWhat') : say('accounts.deactivateWhat')}
        act={left ? say('accounts.reactivate') : say('accounts.deactivateNow')}
        done={left ? back : end}
      />
    </Paper>
  )
}

function Standing({ account }: { account: StaffAccount }) {
  return (
    <div>
      <div className="page-head">
        <Title order={3} size="h5" id={`account-${account.id}`}>
          {account.name}
        </Title>
        <Badge variant="outline" component="span" className="state-badge">
          {stateWords(account)}
        </Badge>
      </div>
      <Text size="sm">{account.roles.map(roleName).join(', ')}</Text>
      <LastSeen account={account} />
    </div>
  )
}

function LastSeen({ account }: { account: StaffAccount }) {
  const { timeZone } = useSession().center
  const words = [
    ...(account.signInName === null ? [] : [say('accounts.signInName', { name: account.signInName })]),
    account.lastSeenAt === null
      ? say('accounts.neverSeen')
      : say('accounts.lastSeen', { at: instantWords(account.lastSeenAt, timeZone) }),
    ...(account.invitedUntil === null
      ? []
      : [say('accounts.invitedUntil', { until: instantWords(account.invitedUntil, timeZone) })]),
  ]
  return (
    <Text size="sm" className="quiet-text">
      {words.join(' · ')}
    </Text>
  )
}

function stateWords(account: StaffAccount): string {
  if (account.deactivatedAt !== null) return say('accounts.stateLeft')
  if (account.enrolled) return say('accounts.stateReady')
  return account.invitedUntil === null ? say('accounts.stateNotSetUp') : say('accounts.stateInvited')
}
