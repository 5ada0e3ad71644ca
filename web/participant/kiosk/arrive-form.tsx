import { type FormEvent, useEffect, useRef, useState } from 'react'
import { problemOf } from '../../ui/ask.ts'
import { doorApi } from '../../ui/door-api.ts'
import { clockWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
/** The next person must find nothing of the one before. */
const SHOWN_MS = 6_000

/** Six digits, typed, tapped or read by a scanner; the answer says when, never who. */
export function ArriveForm({ closed }: { closed: () => void }) {
  const [typed, setTyped] = useState('')
  const [said, setSaid] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const ready = () => field.current?.focus()
  useEffect(ready, [])
  useEffect(() => {
    if (said === null) return undefined
    const timer = setTimeout(() => setSaid(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [said])
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTyped('')
    ready()
    void doorApi.arrive(typed).then(
      ({ at }) => setSaid(say('kiosk.thanks', { time: clockWords(at) })),
      (error: unknown) => {
        // Two answers have no words of their own: the device was ended, or nothing came back.
        if (problemOf(error).code === 'not-available') closed()
        setSaid(sentenceOf(error))
      },
    )
  }
  return (
    <form onSubmit={send}>
      <h1>{say('kiosk.title')}</h1>
      <label htmlFor="digits">{say('kiosk.digits')}</label>
      <input
        id="digits"
        ref={field}
        inputMode="numeric"
        autoComplete="off"
        maxLength={20}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className="kiosk-digits">
        {DIGITS.map((digit) => (
          <button key={digit} className="button" type="button" onClick={() => (setTyped(`${typed}${digit}`), ready())}>
            {digit}
          </button>
        ))}
        <button className="button" type="button" onClick={() => (setTyped(''), ready())}>
          {say('kiosk.clear')}
        </button>
        <button className="button button-strong" type="submit">
          {say('kiosk.send')}
        </button>
      </div>
      <p className="kiosk-said" role="status">
        {said}
      </p>
    </form>
  )
}

function sentenceOf(error: unknown): string {
  const { status, code } = problemOf(error)
  if (code === 'too-many') return say('kiosk.wait')
  return status === 0 ? say('trouble.noAnswer') : say('kiosk.unknown')
}
