import { say } from '../../../ui/words.ts'
import { cellWords, timeWords } from './cell-words.ts'
import type { Drag } from './move-context.ts'

/** At the pointer, and read aloud: the place under it, or why it does not fit. */
export function DragWords({ drag }: { drag: Drag | null }) {
  return (
    <div
      className={drag ? 'drag-words' : 'read-aloud'}
      role="status"
      aria-live="polite"
      style={drag ? { left: drag.x + 14, top: drag.y + 14 } : {}}
    >
      {drag && wordsOf(drag)}
    </div>
  )
}

function wordsOf({ cells, over, session }: Drag): string {
  if (!cells) return say('move.looking')
  if (!over) return say('move.hold', { service: session.service })
  return over.fits ? cellWords(over) : `${timeWords(over)}: ${over.because.join(' ')}`
}
