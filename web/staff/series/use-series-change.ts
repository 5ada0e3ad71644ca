import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ChangedSeries } from '../../../src/schedule/series-list.ts'
import { weekWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { sentenceOf } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'

export const SERIES = ['series'] as const

/** A change of a recurring group: afterwards everything is read anew, and a notice says which published weeks followed. */
export function useSeriesChange(close: () => void) {
  const queries = useQueryClient()
  const toast = useToast()
  return useMutation({
    mutationFn: (change: () => Promise<ChangedSeries>) => change(),
    onSuccess: async (done) => {
      close()
      toast(saidOf(done))
      await queries.invalidateQueries()
    },
    onError: (error) => toast(sentenceOf(error)),
  })
}

function saidOf({ changed, weeks, told }: ChangedSeries): string {
  if (!changed) return say('series.nothingNew')
  const said =
    weeks.length === 0 ? say('series.saved') : say('series.savedWeeks', { weeks: weeks.map(weekWords).join(', ') })
  return [said, ...told].join(' ')
}
