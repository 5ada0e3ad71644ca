import { Button, PasswordInput, Skeleton, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { SignedIn } from '../../../src/access/sign-in.ts'
import { Icon } from '../../ui/icon.tsx'
import { proveWithPasskey, wasClosed } from '../../ui/passkey.ts'
import { type Proof, signInApi } from '../../ui/sign-in-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'

/** Everything this account can show that it is still the same person at the keyboard. */
export function Prove(props: {
  withCode: boolean
  send: (proof: Proof) => Promise<SignedIn>
  done: (session: SignedIn) => void
}) {
  const asked = useQuery({ queryKey: ['ways-to-prove'], queryFn: signInApi.reentry, staleTime: 0, gcTime: 0 })
  const proving = useMutation({
    mutationFn: async (proof: Proof | 'passkey') => props.send(proof === 'passkey' ? await proveWithPasskey() : proof),
    onSuccess: props.done,
  })
  const ways = asked.data?.ways ?? []
  const failed = proving.error && !wasClosed(proving.error) ? proving.error : asked.error
  return (
    <div className="prove">
      {asked.isPending && <Skeleton height={36} aria-label={say('page.loading')} />}
      {ways.includes('passkey') && (
        <Button leftSection={<Icon name="key" />} loading={proving.isPending} onClick={() => proving.mutate('passkey')}>
          {say('prove.passkey')}
        </Button>
      )}
      {ways.includes('password') && (
        <PasswordProof withCode={props.withCode} pending={proving.isPending} send={proving.mutate} />
      )}
      {ways.includes('demo') && (
        <Button variant="default" loading={proving.isPending} onClick={() => proving.mutate({ demo: true })}>
          {say('prove.demo')}
        </Button>
      )}
      {failed && <ProblemNotice error={failed} />}
    </div>
  )
}

function PasswordProof(props: { withCode: boolean; pending: boolean; send: (proof: Proof) => void }) {
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    props.send(props.withCode ? { password, code } : { password })
  }
  return (
    <form className="prove" onSubmit={submit}>
      <PasswordInput
        required
        autoComplete="current-password"
        label={say('signIn.password')}
        visibilityToggleButtonProps={{ 'aria-label': say('signIn.showPassword'), tabIndex: 0 }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {props.withCode && (
        <TextInput
          required
          autoComplete="one-time-code"
          label={say('signIn.code')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      <Button type="submit" variant="default" loading={props.pending}>
        {say('prove.password')}
      </Button>
    </form>
  )
}
