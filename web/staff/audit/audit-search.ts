/** What the address of the trail holds: a person's id and days, never a name. */
export interface AuditSearch {
  person?: string
  from?: string
  until?: string
}

export function readAuditSearch(raw: Record<string, unknown>): AuditSearch {
  const { person, from, until } = raw as Record<'person' | 'from' | 'until', unknown>
  return {
    ...(typeof person === 'string' && /^[0-9a-f-]{36}$/.test(person) ? { person } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(until) ? { until } : {}),
  }
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
}
