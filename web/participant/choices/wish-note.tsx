import { useEffect, useState } from 'react'
import type { OwnChoices } from '../../../src/schedule/choice.ts'
import { say } from '../../ui/words.ts'

type Wish = NonNullable<OwnChoices['wish']>

/** How long a week that was just chosen may be undone (experience.md 3.1, 3). */
const UNDO_MILLISECONDS = 10_000

/** What became of the last wish. `fresh`: it was made on this screen, just now. */
export function WishNote(props: { wish: Wish; fresh: boolean; busy: boolean; takeBack: () => void }) {
  const { wish, fresh, busy, takeBack } = props
  const words = wishWords(wish, fresh)
  if (words === undefined) return null
  return (
    <div role="status">
      <p>
        <strong>{words}</strong>
      </p>
      {wish.declinedBecause !== null && <p>{say('choices.because', { words: wish.declinedBecause })}</p>}
      {wish.mayTakeBack && wish.state === 'waiting' && (
        <button className="button" type="button" disabled={busy} onClick={takeBack}>
          {say('choices.takeBack')}
        </button>
      )}
      {wish.mayTakeBack && wish.state === 'in-force' && <Undo busy={busy} undo={takeBack} />}
    </div>
  )
}

/** There for ten seconds. */
function Undo({ busy, undo }: { busy: boolean; undo: () => void }) {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), UNDO_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [])
  if (over) return null
  return (
    <button className="button" type="button" disabled={busy} onClick={undo}>
      {say('choices.undo')}
    </button>
  )
}

function wishWords({ state }: Wish, fresh: boolean): string | undefined {
  switch (state) {
    case 'in-force':
      return fresh ? say('choices.done') : undefined
    case 'taken-back':
      return fresh ? say('choices.backAgain') : undefined
    case 'waiting':
      return say('choices.waiting')
    case 'approved':
      return say('choices.approved')
    case 'declined':
      return say('choices.declined')
  }
}
