import { Button, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Icon } from '../../ui/icon.tsx'
import { signInWithPasskey, wasClosed } from '../../ui/passkey.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useArrival } from './use-arrival.ts'

export function PasskeySignIn() {
  const arrive = useArrival()
  const signIn = useMutation({ mutationFn: signInWithPasskey, onSuccess: arrive })
  return (
    <div>
      <Button fullWidth leftSection={<Icon name="key" />} loading={signIn.isPending} onClick={() => signIn.mutate()}>
        {say('signIn.passkey')}
      </Button>
      <Text size="sm" mt={6} className="quiet-text">
        {say('signIn.passkeyWhat')}
      </Text>
      {signIn.isError && !wasClosed(signIn.error) && <ProblemNotice error={signIn.error} />}
      {wasClosed(signIn.error) && (
        <Text size="sm" mt={6} role="status">
          {say('passkey.closed')}
        </Text>
      )}
    </div>
  )
}
