import type { SharedClass } from '../../../src/consent/consent.ts'
import { longDayWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { classWords } from './class-words.ts'
import { inThreeMonths, type ShareDraft } from './share-draft.ts'

const OFFERED: readonly SharedClass[] = ['C1', 'C2']

type Change = (part: Partial<ShareDraft>) => void

/** What may they see? Nothing that is not ticked. */
export function ClassChoice({ draft, change }: { draft: ShareDraft; change: Change }) {
  const choose = (one: SharedClass, wanted: boolean) =>
    change({ classes: OFFERED.filter((other) => (other === one ? wanted : draft.classes.includes(other))) })
  return (
    <fieldset>
      <legend>{say('share.what')}</legend>
      {OFFERED.map((one) => (
        <label key={one} className="tick">
          <input
            type="checkbox"
            checked={draft.classes.includes(one)}
            onChange={(event) => choose(one, event.currentTarget.checked)}
          />
          {classWords(one)}
        </label>
      ))}
    </fieldset>
  )
}

/** Until when? It always ends: on a day, or when the person finishes here. */
export function UntilChoice({ draft, today, change }: { draft: ShareDraft; today: string; change: Change }) {
  const choices: [ShareDraft['until'], string][] = [
    ['three-months', say('share.threeMonths', { day: longDayWords(inThreeMonths(today)) })],
    ['end-of-treatment', say('share.untilFinish')],
    ['day', say('share.untilDay')],
  ]
  return (
    <fieldset>
      <legend>{say('share.until')}</legend>
      {choices.map(([until, words]) => (
        <label key={until} className="tick">
          <input type="radio" name="until" checked={draft.until === until} onChange={() => change({ until })} />
          {words}
        </label>
      ))}
      {draft.until === 'day' && (
        <label>
          {say('share.day')}
          <input
            type="date"
            required
            min={today}
            value={draft.day}
            onChange={(event) => change({ day: event.currentTarget.value })}
          />
        </label>
      )}
    </fieldset>
  )
}
