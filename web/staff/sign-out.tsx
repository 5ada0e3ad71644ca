import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../ui/api.ts'
import { Icon } from '../ui/icon.tsx'
import { say } from '../ui/words.ts'

export function SignOut() {
  const queries = useQueryClient()
  const signOut = useMutation({
    mutationFn: api.signOut,
    onSettled: () => {
      queries.clear()
      window.location.assign('/sign-in')
    },
  })
  return (
    <Button size="xs" variant="default" leftSection={<Icon name="leave" size={15} />} onClick={() => signOut.mutate()}>
      {say('frame.signOut')}
    </Button>
  )
}
