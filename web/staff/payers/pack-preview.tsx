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
      <div className="ledger-scroll" tabIndex={0} role="region" aria-label={say('preview.title')}>
        <table className="ledger-days">
          <thead>
            <tr>
              <th scope="col">{say('preview.rules')}</th>
              <th scope="col">{say('preview.days')}</th>
              <th scope="col">{say('preview.hours')}</th>
              <th scope="col">{say('preview.whole')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, counts }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{counts.payableDays}</td>
                <td>{hoursWords(counts.minutes)}</td>
                <td>{counts.people}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet-text">{say('preview.how')}</p>
    </section>
  )
}
