import { useCallback, useState } from 'react'
import type { ArrivalCode as Code } from '../../src/attendance/arrival.ts'
import { doorApi } from '../ui/door-api.ts'
import { say } from '../ui/words.ts'
import { Trouble } from './trouble.tsx'
import { useAnswer } from './use-answer.ts'

/** Six digits that say at the door that one has come: to type, or as a picture for a scanner. */
export function ArrivalCode({ personId }: { personId: string }) {
  const [answer] = useAnswer(useCallback(() => doorApi.arrivalCode(personId), [personId]))
  const [made, setMade] = useState<Code | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const make = () => doorApi.newArrivalCode(personId).then(setMade, setFailed)
  const own = made ?? answer.value
  if (!own) return null
  return (
    <section className="panel" aria-labelledby="arrival">
      <h2 id="arrival">{say('arrival.title')}</h2>
      {own.code !== null && (
        <>
          <p>{say('arrival.what')}</p>
          <p className="arrival-digits">{own.code.replace(/(\d{3})/, '$1 ')}</p>
          {own.picture && (
            <svg
              className="arrival-picture"
              role="img"
              aria-label={say('arrival.picture')}
              viewBox={`0 0 ${own.picture.size} ${own.picture.size}`}
              shapeRendering="crispEdges"
            >
              <path d={own.picture.path} />
            </svg>
          )}
          <p className="small">{say('arrival.secret')}</p>
        </>
      )}
      <button className="button" type="button" onClick={() => void make()}>
        {own.code === null ? say('arrival.make') : say('arrival.renew')}
      </button>
      {failed !== null && <Trouble error={failed} />}
    </section>
  )
}
