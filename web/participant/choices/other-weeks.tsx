import { useCallback, useState } from 'react'
import type { OwnChoices } from '../../../src/schedule/choice.ts'
import { problemOf } from '../../ui/ask.ts'
import { choicesApi } from '../../ui/choices-api.ts'
import { say } from '../../ui/words.ts'
import { Trouble } from '../trouble.tsx'
import { useAnswer } from '../use-answer.ts'
import { ChoiceCard } from './choice-card.tsx'
import { WishNote } from './wish-note.tsx'

/** Other whole weeks that fit: up to three, one tap each; and what became of the last one that was chosen. */
export function OtherWeeks({ personId, week, changed }: { personId: string; week: string; changed: () => void }) {
  const [known] = useAnswer(useCallback(() => choicesApi.read(personId, week), [personId, week]))
  const [latest, setLatest] = useState<OwnChoices>()
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const answer = latest ?? known.value

  const run = (asked: Promise<OwnChoices>, done: (next: OwnChoices) => void) => {
    setBusy(true)
    setFailed(undefined)
    asked
      .then(
        (next) => {
          setLatest(next)
          done(next)
        },
        async (error: unknown) => {
          setFailed(error)
          if (isTooLate(error)) setLatest(await choicesApi.read(personId, week))
        },
      )
      .finally(() => setBusy(false))
  }
  const find = () => run(choicesApi.find(personId, week), () => setOpen(true))
  const take = (choice: number) =>
    run(choicesApi.take(personId, week, choice), () => {
      setOpen(false)
      changed()
    })
  const takeBack = () => run(choicesApi.takeBack(personId, week), changed)

  return (
    <section className="panel" aria-labelledby="other-weeks" aria-busy={busy}>
      <h2 id="other-weeks">{say('choices.title')}</h2>
      {answer?.wish && <WishNote wish={answer.wish} fresh={latest !== undefined} busy={busy} takeBack={takeBack} />}
      {failed !== undefined &&
        (isTooLate(failed) ? <p role="alert">{tooLateWords(failed)}</p> : <Trouble error={failed} />)}
      {busy && !open && <p role="status">{say('choices.looking')}</p>}
      {open && answer ? (
        <Offer answer={answer} busy={busy} take={take} close={() => setOpen(false)} />
      ) : (
        <button className="button" type="button" disabled={busy} onClick={find}>
          {say('choices.find')}
        </button>
      )}
    </section>
  )
}

function Offer(props: { answer: OwnChoices; busy: boolean; take: (choice: number) => void; close: () => void }) {
  const { choices, fewerBecause } = props.answer
  return (
    <>
      {choices.length > 0 && <p>{say('choices.what')}</p>}
      <ul>
        {choices.map((choice) => (
          <ChoiceCard key={choice.choice} choice={choice} busy={props.busy} take={() => props.take(choice.choice)} />
        ))}
      </ul>
      {fewerBecause !== null && <p className="small">{fewerWords(fewerBecause)}</p>}
      <button className="button" type="button" onClick={props.close}>
        {say('choices.keep')}
      </button>
    </>
  )
}

function fewerWords(because: NonNullable<OwnChoices['fewerBecause']>): string {
  if (because === 'nothing-ahead') return say('choices.nothingAhead')
  return because === 'group-too-small' ? say('choices.groupTooSmall') : say('choices.nothingElse')
}

function isTooLate(error: unknown): boolean {
  return ['seat-gone', 'offer-outdated', 'nothing-to-take-back'].includes(problemOf(error).code)
}

function tooLateWords(error: unknown): string {
  const { code } = problemOf(error)
  if (code === 'nothing-to-take-back') return say('choices.tooLate')
  return code === 'seat-gone' ? say('choices.gone') : say('choices.outdated')
}
