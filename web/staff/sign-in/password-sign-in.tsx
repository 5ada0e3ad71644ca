import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { signInApi } from '../../ui/sign-in-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useArrival } from './use-arrival.ts'

/** Name, password and the authenticator's code; a recovery code stands in for a lost authenticator. */
export function PasswordSignIn() {
  const arrive = useArrival()
  const [typed, setTyped] = useState({ name: '', password: '', code: '' })
  const signIn = useMutation({ mutationFn: () => signInApi.withPassword(typed), onSuccess: arrive })
  const field = (name: keyof typeof typed) => ({
    required: true,
    value: typed[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <form className="prove" onSubmit={submit}>
      <TextInput autoComplete="username" label={say('signIn.name')} {...field('name')} />
      <PasswordInput
        autoComplete="current-password"
        label={say('signIn.password')}
        visibilityToggleButtonProps={{ 'aria-label': say('signIn.showPassword'), tabIndex: 0 }}
        {...field('password')}
      />
      <TextInput
        autoComplete="one-time-code"
        label={say('signIn.code')}
        description={say('signIn.codeWhat')}
        {...field('code')}
      />
      <Button type="submit" variant="default" loading={signIn.isPending}>
        {say('signIn.withPassword')}
      </Button>
      {signIn.isError && <ProblemNotice error={signIn.error} />}
    </form>
  )
}
