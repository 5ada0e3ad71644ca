import { Anchor, Button, PasswordInput, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { AuthenticatorPicture } from '../../../src/access/authenticator-picture.ts'
import { signInApi } from '../../ui/sign-in-api.ts'
import { say } from '../../ui/words.ts'
import { useSteppedUp } from '../lock/step-up.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

/**
 * A password and the authenticator beside it. `withAuthenticator`: a new authenticator is set up; without it only the
 * password changes. The name to sign in with and the recovery codes are shown this once.
 */
export function PasswordForm({ withAuthenticator, done }: { withAuthenticator: boolean; done: () => void }) {
  const steppedUp = useSteppedUp()
  const offer = useQuery({
    queryKey: ['authenticator-offer'],
    queryFn: () => steppedUp(signInApi.prepareAuthenticator),
    enabled: withAuthenticator,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const [typed, setTyped] = useState({ password: '', code: '' })
  const set = useMutation({
    mutationFn: () =>
      steppedUp(() =>
        signInApi.setPassword(offer.data ? { ...typed, ceremony: offer.data.ceremony } : { password: typed.password }),
      ),
    onSuccess: (answer) => (answer.recoveryCodes === null ? done() : undefined),
  })
  if (set.data?.recoveryCodes) {
    return <RecoveryCodes signInName={set.data.signInName} codes={set.data.recoveryCodes} done={done} />
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set.mutate()
  }
  const failed = set.error ?? offer.error
  return (
    <form className="prove" onSubmit={submit}>
      <PasswordInput
        required
        autoComplete="new-password"
        label={say('password.new')}
        description={say('password.rule')}
        visibilityToggleButtonProps={{ 'aria-label': say('signIn.showPassword'), tabIndex: 0 }}
        value={typed.password}
        onChange={(event) => setTyped({ ...typed, password: event.currentTarget.value })}
      />
      {offer.data && <Authenticator {...offer.data} />}
      {withAuthenticator && (
        <TextInput
          required
          autoComplete="one-time-code"
          inputMode="numeric"
          label={say('password.firstCode')}
          value={typed.code}
          onChange={(event) => setTyped({ ...typed, code: event.currentTarget.value.trim() })}
        />
      )}
      <Button type="submit" variant="default" loading={set.isPending} disabled={withAuthenticator && !offer.data}>
        {say('password.set')}
      </Button>
      {failed && <ProblemNotice error={failed} />}
    </form>
  )
}

/** To scan with a phone, to type where there is no camera, to open where the authenticator is on this device. */
function Authenticator({ secret, uri, picture }: { secret: string; uri: string; picture: AuthenticatorPicture }) {
  return (
    <div className="authenticator">
      <svg
        className="qr-picture"
        role="img"
        aria-label={say('authenticator.picture')}
        viewBox={`0 0 ${picture.size} ${picture.size}`}
        shapeRendering="crispEdges"
      >
        <path d={picture.path} />
      </svg>
      <div>
        <Text size="sm">{say('authenticator.type')}</Text>
        <code className="secret-text">{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
        <Anchor href={uri} size="sm" className="roomy-link">
          {say('authenticator.here')}
        </Anchor>
      </div>
    </div>
  )
}
