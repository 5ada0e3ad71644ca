import { Alert, Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { BreakGlass } from '../../../src/access/break-glass.ts'
import { Icon } from '../../ui/icon.tsx'
import { privacyApi } from '../../ui/privacy-api.ts'
import { instantWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { useSession } from '../session.ts'
import { useToast } from '../toasts.tsx'
import { OWN_OPENINGS } from './own-opening.ts'

/** While an emergency access of one's own is open for this person: until when, and a way to end it early. */
export function OpenBreakGlass({ opening }: { opening: BreakGlass }) {
  const { timeZone } = useSession().center
  const queries = useQueryClient()
  const toast = useToast()
  const close = useMutation({
    mutationFn: privacyApi.closeBreakGlass,
    onSuccess: async () => {
      toast(say('breakGlass.closed'))
      await queries.invalidateQueries({ queryKey: OWN_OPENINGS })
      await queries.resetQueries({ queryKey: ['person', opening.participant] })
    },
  })
  return (
    <Alert variant="outline" color="gray" icon={<Icon name="shield" />} className="notice no-print" mb="md">
      <Text size="sm">{say('breakGlass.active', { until: instantWords(opening.expiresAt, timeZone) })}</Text>
      <Button size="xs" mt="xs" variant="default" loading={close.isPending} onClick={() => close.mutate(opening.id)}>
        {say('breakGlass.close')}
      </Button>
    </Alert>
  )
}
