import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useSteppedUp } from '../lock/step-up.tsx'

/** Key of the list of accounts. */
export const ACCOUNTS = ['accounts']

/** A change of an account: with proof first where the server asks for it, and the list anew whatever came of it. */
export function useAccountChange() {
  const steppedUp = useSteppedUp()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (act: () => Promise<unknown>) => steppedUp(act),
    onSettled: () => queries.invalidateQueries({ queryKey: ACCOUNTS }),
  })
}
