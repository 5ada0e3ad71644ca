import { Button, Paper, Skeleton, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { makePasskey, wasClosed } from '../../ui/passkey.ts'
import { type Credentials, signInApi } from '../../ui/sign-in-api.ts'
import { instantWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { useSteppedUp } from '../lock/step-up.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { useToast } from '../toasts.tsx'
import { PasswordForm } from './password-form.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

const KEY = ['credentials']

/** Passkeys, password and recovery codes of one's own. Each change asks for proof first. */
export function SignInMeans() {
  const asked = useQuery({ queryKey: KEY, queryFn: signInApi.credentials })
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="means">
      <Title order={2} size="h4" id="means" mb="sm">
        {say('means.title')}
      </Title>
      {asked.isPending && <Skeleton height={80} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (
        <>
          <Passkeys credentials={asked.data} />
          <Password credentials={asked.data} />
        </>
      )}
    </Paper>
  )
}

function Passkeys({ credentials }: { credentials: Credentials }) {
  const { timeZone } = useSession().center
  const act = useChange()
  return (
    <>
      <Title order={3} size="h5">
        {say('means.passkeys')}
      </Title>
      {credentials.passkeys.length === 0 && <Text size="sm">{say('means.noPasskey')}</Text>}
      <ul className="plain-rows">
        {credentials.passkeys.map((passkey) => (
          <li key={passkey.id}>
            <div>
              <strong>{passkey.name}</strong>
              <div className="person-small">
                {say('means.passkeyMade', { at: instantWords(passkey.createdAt, timeZone) })}
              </div>
            </div>
            <Button
              size="xs"
              variant="default"
              aria-label={say('means.removeNamed', { name: passkey.name })}
              onClick={() => act.mutate({ act: () => signInApi.removePasskey(passkey.id), told: say('means.removed') })}
            >
              {say('means.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <Button
        variant="default"
        loading={act.isPending}
        onClick={() => act.mutate({ act: () => makePasskey(), told: say('means.passkeyAdded') })}
      >
        {say('means.addPasskey')}
      </Button>
      {act.isError && !wasClosed(act.error) && <ProblemNotice error={act.error} />}
    </>
  )
}

function Password({ credentials }: { credentials: Credentials }) {
  const [open, setOpen] = useState<'password' | 'codes' | null>(null)
  const queries = useQueryClient()
  const toast = useToast()
  const done = () => {
    setOpen(null)
    toast(say('means.changed'))
    void queries.invalidateQueries({ queryKey: KEY })
  }
  return (
    <>
      <Title order={3} size="h5" mt="md">
        {say('means.password')}
      </Title>
      <Text size="sm" mb="sm">
        {credentials.hasPassword
          ? say('means.hasPassword', { name: credentials.signInName ?? '', count: credentials.recoveryCodesLeft })
          : say('means.noPassword')}
      </Text>
      {open === null && (
        <div className="demo-people">
          <Button variant="default" onClick={() => setOpen('password')}>
            {credentials.hasPassword ? say('means.changePassword') : say('means.setPassword')}
          </Button>
          {credentials.hasPassword && (
            <Button variant="default" onClick={() => setOpen('codes')}>
              {say('means.newCodes')}
            </Button>
          )}
        </div>
      )}
      {open === 'password' && <PasswordForm withAuthenticator={!credentials.hasPassword} done={done} />}
      {open === 'codes' && <NewCodes done={done} />}
    </>
  )
}

function NewCodes({ done }: { done: () => void }) {
  const steppedUp = useSteppedUp()
  const make = useMutation({ mutationFn: () => steppedUp(signInApi.newRecoveryCodes) })
  if (make.data) return <RecoveryCodes signInName={null} codes={make.data.recoveryCodes} done={done} />
  return (
    <>
      <Text size="sm" mb="sm">
        {say('means.newCodesWhat')}
      </Text>
      <Button loading={make.isPending} onClick={() => make.mutate()}>
        {say('means.newCodes')}
      </Button>
      {make.isError && <ProblemNotice error={make.error} />}
    </>
  )
}

function useChange() {
  const steppedUp = useSteppedUp()
  const queries = useQueryClient()
  const toast = useToast()
  return useMutation({
    mutationFn: ({ act }: { act: () => Promise<unknown>; told: string }) => steppedUp(act),
    onSuccess: (_done, { told }) => (toast(told), queries.invalidateQueries({ queryKey: KEY })),
  })
}
