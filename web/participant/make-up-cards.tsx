import { useCallback, useState } from 'react'
import type { MakeUpOffer } from '../../src/outreach/make-up.ts'
import { problemOf } from '../ui/ask.ts'
import { Icon } from '../ui/icon.tsx'
import { outreachApi } from '../ui/outreach-api.ts'
import { dateOf, longDayWords, spanWords } from '../ui/times.ts'
import { say } from '../ui/words.ts'
import { Trouble } from './trouble.tsx'
import { useAnswer } from './use-answer.ts'

/** Times offered for hours that were lost: one tap to come, one to say no. Nothing when none is open. */
export function MakeUpCards(props: { personId: string; week: string; refresh: () => void }) {
  const { personId, week } = props
  const [asked, again] = useAnswer(useCallback(() => outreachApi.makeUps(personId, week), [personId, week]))
  const [said, setSaid] = useState<string | null>(null)
  const open = (asked.value?.offers ?? []).filter(({ state }) => state === 'open')
  const answered = (words: string) => {
    setSaid(words)
    again()
    props.refresh()
  }
  return (
    <>
      {open.map((offer) => (
        <MakeUpCard key={offer.id} offer={offer} personId={personId} answered={answered} />
      ))}
      {said !== null && (
        <p className="panel" role="status">
          {said}
        </p>
      )}
    </>
  )
}

function MakeUpCard(props: { offer: MakeUpOffer; personId: string; answered: (words: string) => void }) {
  const { offer, answered } = props
  const [failed, setFailed] = useState<unknown>(null)
  const answer = (word: 'accepted' | 'declined', words: string) => () =>
    void outreachApi.answerMakeUp(props.personId, offer.id, word).then(
      () => answered(words),
      (error: unknown) => (problemOf(error).code === 'make-up-gone' ? answered(say('makeUp.gone')) : setFailed(error)),
    )
  const title = `make-up-${offer.id}`
  return (
    <section className="panel next" aria-labelledby={title}>
      <h2 id={title}>{say('makeUp.title')}</h2>
      <p>{say('makeUp.what')}</p>
      <p className="next-when">
        {longDayWords(dateOf(offer.start))}
        <br />
        {spanWords(offer.start, offer.end)}
      </p>
      <p>{offer.service}</p>
      <p>
        <Icon name="person" /> {say('own.with', { name: offer.with })}
      </p>
      <p>
        <Icon name={offer.telehealth ? 'video' : 'place'} /> {offer.telehealth ? say('own.online') : offer.place}
      </p>
      <button className="button button-strong" type="button" onClick={answer('accepted', say('makeUp.done'))}>
        <Icon name="check" /> {say('makeUp.yes')}
      </button>
      <button className="button" type="button" onClick={answer('declined', say('makeUp.refused'))}>
        {say('makeUp.no')}
      </button>
      {failed !== null && <Trouble error={failed} />}
    </section>
  )
}
