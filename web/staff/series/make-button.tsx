import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { BoardSession } from '../../../src/schedule/week-board.ts'
import { seriesApi } from '../../ui/series-api.ts'
import { say } from '../../ui/words.ts'
import { sentenceOf } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'
import { SERIES } from './use-series-change.ts'

/** Makes a group of a published week one that meets every week. */
export function MakeButton({ session, close }: { session: BoardSession; close: () => void }) {
  const queries = useQueryClient()
  const toast = useToast()
  const make = useMutation({
    mutationFn: () => seriesApi.make({ session: session.id, everyWeeks: 1, lastDay: null }),
    onSuccess: async () => {
      close()
      toast(say('series.made'))
      await queries.invalidateQueries({ queryKey: SERIES })
    },
    onError: (error) => toast(sentenceOf(error)),
  })
  return (
    <Button mt="md" variant="default" loading={make.isPending} onClick={() => make.mutate()}>
      {say('series.make')}
    </Button>
  )
}
