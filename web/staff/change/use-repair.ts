import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { changeApi } from '../../ui/change-api.ts'

/** Seconds of search behind the first answer; it can be stopped at any time. */
const SECONDS = 8

/** Records a change, if there is one, and looks for repairs. `record` returns the paths that take it back. */
export function useRepair(week: string, record: () => Promise<readonly string[]>) {
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async () => {
      const made = await record()
      return { made, run: await changeApi.startRepair(week, { seconds: SECONDS }) }
    },
    onSuccess: ({ made, run }) =>
      void navigate({
        to: '/change',
        search: (before) => ({ ...before, week, run: run.id, ...(made.length > 0 ? { made: made.join(',') } : {}) }),
      }),
  })
}
