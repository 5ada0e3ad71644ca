import type { ToldChange } from '../../../src/schedule/changed-week.ts'
import { dateOf, dayWords, spanWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'

type Meeting = NonNullable<ToldChange['from']>

/** What was and what is, meeting by meeting, in words. */
export function ChangeLines({ changes }: { changes: readonly ToldChange[] }) {
  return (
    <ul className="change-lines">
      {changes.map(({ from, to }) => (
        <li key={`${from?.start} ${to?.start} ${(from ?? to)?.service}`}>
          {(from ?? to)?.service}: {from ? whenWords(from, to) : say('change.isNew')} →{' '}
          {to ? whenWords(to, from) : say('change.isDropped')}
        </li>
      ))}
    </ul>
  )
}

/** With whom and where only when that is another one. */
function whenWords(one: Meeting, other: Meeting | null): string {
  const words = [`${dayWords(dateOf(one.start))} ${spanWords(one.start, one.end)}`]
  if (other && other.with !== one.with) words.push(say('session.with', { staff: one.with }))
  if (other && (other.telehealth !== one.telehealth || other.place !== one.place))
    words.push(one.telehealth ? say('session.telehealth') : one.place)
  return words.join(', ')
}
