import { CloseButton, Paper, Text } from '@mantine/core'
import { createContext, use, useCallback, useEffect, useState, type ReactNode } from 'react'
import { say } from '../ui/words.ts'

/** Short notices in a polite live region, readable for 10 seconds (experience.md 3.1, 11). */

interface Toast {
  id: number
  text: string
}

const SECONDS = 10
const ToastContext = createContext<(text: string) => void>(() => undefined)

export function useToast(): (text: string) => void {
  return use(ToastContext)
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([])
  const add = useCallback((text: string) => {
    setToasts((before) => [...before.slice(-2), { id: (before.at(-1)?.id ?? 0) + 1, text }])
  }, [])
  const drop = useCallback((id: number) => setToasts((before) => before.filter((toast) => toast.id !== id)), [])
  return (
    <ToastContext value={add}>
      {children}
      <div className="toasts no-print" role="status" aria-live="polite">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} drop={drop} />
        ))}
      </div>
    </ToastContext>
  )
}

function ToastCard({ toast, drop }: { toast: Toast; drop: (id: number) => void }) {
  useEffect(() => {
    const timer = setTimeout(() => drop(toast.id), SECONDS * 1000)
    return () => clearTimeout(timer)
  }, [toast.id, drop])
  return (
    <Paper className="toast" shadow="md" withBorder p="sm">
      <Text size="sm">{toast.text}</Text>
      <CloseButton aria-label={say('toast.close')} onClick={() => drop(toast.id)} />
    </Paper>
  )
}
