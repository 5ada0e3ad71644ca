import type { PackPreview } from '../../../src/hours/payer-packs.ts'
import { dayWords, hoursWords, weekWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'

/** What a version would change in the present week, in counts. */
export function PreviewWords({ preview, from }: { preview: PackPreview; from: string }) {
  const rows = [
    { name: say('preview.before'), counts: preview.before },
    { name: say('preview.after', { from: dayWords(from) }), counts: preview.after },
    { name: say('preview.wholeWeek'), counts: preview.wholeWeek },
  ]
  return (
    <section className="pack-preview" aria-label={say('preview.title')} role="status">
      <h3 className="ledger-why">{say('preview.week', { week: weekWords(preview.weekStart) })}</h3>
      <p>{say('preview.people', { count: preview.people })}</p>
      <p>{say('preview.changed', { count: preview.changed })}</p>
      <ul className="ledger-list">
        {rows.map(({ name, counts }) => (
          <li key={name}>
            <strong>{name}</strong>{' '}
            {say('preview.counts', {
              days: counts.payableDays,
              hours: hoursWords(counts.minutes),
              people: counts.people,
            })}
          </li>
        ))}
      </ul>
      <p className="quiet-text">{say('preview.how')}</p>
    </section>
  )
}
