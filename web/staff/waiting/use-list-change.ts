import { useMutation, useQueryClient } from '@tanstack/react-query'
import { sentenceOf } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'

export const WAITING = ['waiting-list'] as const

/** A change of the list: afterwards the list is read anew and `said` stands in a notice. */
export function useListChange(said: string, close: () => void) {
  const queries = useQueryClient()
  const toast = useToast()
  return useMutation({
    mutationFn: (change: () => Promise<unknown>) => change(),
    onSuccess: async () => {
      close()
      toast(said)
      await queries.invalidateQueries({ queryKey: WAITING })
    },
    onError: (error) => toast(sentenceOf(error)),
  })
}
