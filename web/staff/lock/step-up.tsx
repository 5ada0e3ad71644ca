import { Modal, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, use, useCallback, useState, type ReactNode } from 'react'
import type { SignedIn } from '../../../src/access/sign-in.ts'
import { problemOf } from '../../ui/ask.ts'
import { signInApi } from '../../ui/sign-in-api.ts'
import { say } from '../../ui/words.ts'
import { sessionQuery } from '../session.ts'
import { Prove } from './prove.tsx'

/**
 * Weighty acts need proof from within the last five minutes. `useSteppedUp()(act)` tries the act, asks for the proof
 * where the server wants one, and tries again; closing the dialog gives the act up.
 */
type SteppedUp = <Done>(act: () => Promise<Done>) => Promise<Done>

const StepUpContext = createContext<SteppedUp>((act) => act())

export function useSteppedUp(): SteppedUp {
  return use(StepUpContext)
}

interface Waiting {
  proven: () => void
  givenUp: () => void
}

export function StepUpProvider({ children }: { children: ReactNode }) {
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const queries = useQueryClient()
  const steppedUp = useCallback<SteppedUp>(async (act) => {
    try {
      return await act()
    } catch (error) {
      if (problemOf(error).code !== 'step-up-needed') throw error
      await new Promise<void>((proven, refuse) => setWaiting({ proven, givenUp: () => refuse(error) }))
      return act()
    }
  }, [])
  const done = (session: SignedIn) => {
    queries.setQueryData(sessionQuery.queryKey, session)
    waiting?.proven()
    setWaiting(null)
  }
  const close = () => {
    waiting?.givenUp()
    setWaiting(null)
  }
  return (
    <StepUpContext value={steppedUp}>
      {children}
      <Modal
        opened={waiting !== null}
        onClose={close}
        title={say('stepUp.title')}
        closeButtonProps={{ 'aria-label': say('help.close') }}
        zIndex={400}
      >
        <Text size="sm">{say('stepUp.sentence')}</Text>
        <Prove withCode send={signInApi.stepUp} done={done} />
      </Modal>
    </StepUpContext>
  )
}
