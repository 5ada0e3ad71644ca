import { Button, Paper, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../../ui/api.ts'
import { Icon } from '../../ui/icon.tsx'
import { makePasskey, wasClosed } from '../../ui/passkey.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { useArrival } from '../sign-in/use-arrival.ts'
import { SignOut } from '../sign-out.tsx'
import { PasswordForm } from './password-form.tsx'

/** After a one-time link: how will you sign in from now on? Nothing else opens before one of the two is set up. */
export function SetUpPage() {
  const session = useSession()
  const arrive = useArrival()
  const opened = () => void api.session().then(arrive)
  useEffect(() => {
    document.title = 'Evenkeel'
  }, [])
  return (
    <main id="main" className="page page-narrow">
      <div className="page-head">
        <Title order={1} size="h2">
          {say('setUp.title', { name: session.name })}
        </Title>
        <span className="frame-room" />
        <SignOut />
      </div>
      <Text>{say('setUp.sentence')}</Text>
      <div className="set-up-ways">
        <Paper withBorder p="md" component="section" aria-labelledby="with-passkey">
          <Title order={2} size="h4" id="with-passkey" mb={4}>
            {say('setUp.passkey')}
          </Title>
          <Text size="sm" mb="sm">
            {say('setUp.passkeyWhat')}
          </Text>
          <NewPasskey done={opened} />
        </Paper>
        <Paper withBorder p="md" component="section" aria-labelledby="with-password">
          <Title order={2} size="h4" id="with-password" mb={4}>
            {say('setUp.password')}
          </Title>
          <Text size="sm" mb="sm">
            {say('setUp.passwordWhat')}
          </Text>
          <PasswordForm withAuthenticator done={opened} />
        </Paper>
      </div>
    </main>
  )
}

/** Asks for a name of the device first, so that a list of passkeys can be read later. */
export function NewPasskey({ done }: { done: () => void }) {
  const [name, setName] = useState('')
  const make = useMutation({ mutationFn: () => makePasskey(name.trim()), onSuccess: done })
  return (
    <div className="prove">
      <TextInput
        label={say('passkey.name')}
        description={say('passkey.nameWhat')}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button leftSection={<Icon name="key" />} loading={make.isPending} onClick={() => make.mutate()}>
        {say('passkey.make')}
      </Button>
      {make.isError && !wasClosed(make.error) && <ProblemNotice error={make.error} />}
      {wasClosed(make.error) && (
        <Text size="sm" mt={6} role="status">
          {say('passkey.closed')}
        </Text>
      )}
    </div>
  )
}
