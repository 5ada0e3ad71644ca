import { Button, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../ui/api.ts'
import { firstScreenOf } from '../ui/first-screen.ts'
import { say } from '../ui/words.ts'
import { ProblemNotice } from './problem-notice.tsx'

/**
 * The end of a personal link: `/welcome#TOKEN`. The token stays in the fragment, which browsers do not send, and one
 * press spends it, so a link preview cannot.
 */
export function WelcomePage() {
  const [token] = useState(() => window.location.hash.slice(1))
  useEffect(() => {
    document.title = 'Evenkeel'
  }, [])
  const accept = useMutation({
    mutationFn: () => api.acceptInvitation(token),
    onSuccess: (session) => window.location.replace(firstScreenOf(session.role) === 'own' ? '/me' : '/'),
  })
  return (
    <main id="main" className="page page-narrow">
      <Title order={1} size="h2" mt="xl">
        {say('welcome.title')}
      </Title>
      <Text my="sm">{token === '' ? say('welcome.noToken') : say('welcome.sentence')}</Text>
      {token !== '' && (
        <Button size="lg" loading={accept.isPending} onClick={() => accept.mutate()}>
          {say('welcome.signIn')}
        </Button>
      )}
      {accept.isError && <ProblemNotice error={accept.error} />}
    </main>
  )
}
