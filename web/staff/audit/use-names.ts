import { useQuery } from '@tanstack/react-query'
import { api } from '../../ui/api.ts'
import { useSession } from '../session.ts'

/** Names behind ids, from the week everybody is on: the trail itself holds none. */
export function useNames(): ReadonlyMap<string, string> {
  const { thisWeek } = useSession()
  const board = useQuery({
    queryKey: ['board', thisWeek, 'names'],
    queryFn: () => api.board(thisWeek),
    staleTime: 300_000,
  })
  return new Map(board.data?.people.map((person) => [person.id, person.name]))
}
