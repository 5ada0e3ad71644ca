import type { WeekBoard } from '../src/schedule/week-board.ts'

/** The board's rows as a browser likes them best: one finished table, and a filter of a few lines. */
export function tablePage({ blocks, people, sessions }: WeekBoard): string {
  const sessionOf = new Map(sessions.map((session) => [session.id, session]))
  const rows = people.map((person) => {
    const own = person.sessions.flatMap((id) => sessionOf.get(id) ?? [])
    const cells = blocks.map((block) => {
      const inBlock = own.filter((session) => session.start >= block.start && session.start < block.end)
      const busy = person.busy.filter((interval) => interval.start < block.end && block.start < interval.end)
      const words = inBlock.map((session) => `${session.start.slice(11)} ${session.service} ${session.staff}`)
      return `<td>${[...words, ...busy.map((one) => `busy ${one.start.slice(11)}`)].map(escaped).join('<br>')}</td>`
    })
    return `<tr><th>${escaped(person.name)}</th>${cells.join('')}<td>${person.plannedMinutes}</td></tr>`
  })
  const head = blocks.map((block) => `<th>${block.start}</th>`).join('')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Week</title>
<input type="search"><table><thead><tr><th>Person</th>${head}<th>Minutes</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>
<script>
const field = document.querySelector('input')
field.addEventListener('input', () => {
  const wanted = field.value.toLowerCase()
  for (const row of document.querySelectorAll('tbody tr'))
    row.hidden = !row.firstChild.textContent.toLowerCase().includes(wanted)
})
</script></html>`
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
