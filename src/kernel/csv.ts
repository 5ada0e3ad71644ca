/** Cells a spreadsheet would run as a formula (trust.md, A9). */
const FORMULA = /^[=+\-@\t\r]/

/** Lines of a CSV file (RFC 4180, CRLF). A cell that would be a formula gets a `'` in front, so it stays text. */
export function csvOf(lines: readonly (readonly (string | number | null)[])[]): string {
  return lines.map((line) => `${line.map(cellOf).join(',')}\r\n`).join('')
}

function cellOf(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
