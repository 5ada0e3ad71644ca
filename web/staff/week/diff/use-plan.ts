import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../../../ui/api.ts'
import { problemOf } from '../../../ui/ask.ts'
import { sentenceOf } from '../../problem-notice.tsx'
import { useToast } from '../../toasts.tsx'
import { useUndo } from '../move/undo-bar.tsx'

/** Starts planning a week and shows the run. Pins that contradict something are told of (`contradiction`), nothing starts. */
export function usePlan(week: string) {
  const navigate = useNavigate()
  const toast = useToast()
  const done = useUndo()
  const start = useMutation({
    mutationFn: (wish: { leaveOutPins?: boolean }) => api.startPlanning(week, wish),
    onSuccess: (run) => {
      done(null)
      const search = { week, run: run.id, view: 'proposed' as const }
      void navigate({ to: '.', search: (before) => ({ ...before, ...search }) })
    },
    onError: (error) => {
      if (!isContradiction(error)) toast(sentenceOf(error))
    },
  })
  const contradiction = isContradiction(start.error) ? sentenceOf(start.error) : null
  return { start, contradiction }
}

function isContradiction(error: unknown): boolean {
  return error !== null && problemOf(error).code === 'pins-contradict'
}
