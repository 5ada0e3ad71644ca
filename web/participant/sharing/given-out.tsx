import { useCallback } from 'react'
import { sharingApi } from '../../ui/sharing-api.ts'
import { instantWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { useAnswer } from '../use-answer.ts'

const SHOWN = 20

/** What was given to somebody outside, and who opened the record in an emergency. */
export function GivenOut({ personId, timeZone }: { personId: string; timeZone: string }) {
  const [asked] = useAnswer(useCallback(() => sharingApi.disclosures(personId), [personId]))
  if (!asked.value) return null
  const { disclosures, emergencies } = asked.value
  return (
    <section className="panel" aria-labelledby="given-out">
      <h2 id="given-out">{say('givenOut.title')}</h2>
      {disclosures.length + emergencies.length === 0 && <p>{say('givenOut.none')}</p>}
      <ul>
        {emergencies.map((one) => (
          <li key={`${one.at} ${one.by}`}>
            <strong>{say('givenOut.emergency', { name: one.by })}</strong>
            <br />
            {one.reason}
            <br />
            <span className="small">{instantWords(one.at, timeZone)}</span>
          </li>
        ))}
        {disclosures.slice(0, SHOWN).map((one, index) => (
          <li key={`${one.at} ${index}`}>
            <strong>{one.recipient}</strong>
            <br />
            <span className="small">{instantWords(one.at, timeZone)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
