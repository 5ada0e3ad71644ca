import { useEffect, useRef } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { setSessionState } from '../../ui/session-state.ts'
import { signInApi } from '../../ui/sign-in-api.ts'
import { say } from '../../ui/words.ts'
import { OwnProof } from './own-proof.tsx'

/** After idle minutes: nothing to read over a shoulder. What was typed waits beneath. */
export function OwnLock({ unlocked }: { unlocked: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const done = () => {
    setSessionState('open')
    unlocked()
  }
  return (
    <main className="page">
      <h1 ref={heading} tabIndex={-1}>
        <Icon name="lock" size={24} /> {say('ownLock.title')}
      </h1>
      <p>{say('ownLock.sentence')}</p>
      <OwnProof send={signInApi.reenter} done={done} />
    </main>
  )
}
