import { useCallback, useEffect, useState } from 'react'

/** What a question to the server has come to. An answer stays while it is asked again. */
export interface Answer<Value> {
  value?: Value
  error?: unknown
}

/** Asks once per `ask` (keep it stable) and again on demand; a late answer to an old question is dropped. */
export function useAnswer<Value>(ask: () => Promise<Value>): [Answer<Value>, () => void] {
  const [answer, setAnswer] = useState<Answer<Value>>({})
  const [round, setRound] = useState(0)
  useEffect(() => {
    let current = true
    ask().then(
      (value) => current && setAnswer({ value }),
      (error: unknown) => current && setAnswer({ error }),
    )
    return () => {
      current = false
    }
  }, [ask, round])
  return [answer, useCallback(() => setRound((before) => before + 1), [])]
}
