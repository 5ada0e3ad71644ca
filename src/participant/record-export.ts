/** One line of newline-delimited JSON: the record's kind first, then its columns; bytes (hashes) as hex. */
export function exportLine(record: string, columns: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(columns)
    .filter(([name]) => name !== 'center_id')
    .map(([name, value]) => [name, value instanceof Uint8Array ? hexOf(value) : value])
  return `${JSON.stringify({ record, ...Object.fromEntries(shown) })}\n`
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
