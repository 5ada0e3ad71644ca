/** What the address of the Today board holds: the day and the opened session. */
export function readTodaySearch(search: Record<string, unknown>): { day?: string; open?: string } {
  const { day, open } = search
  return {
    ...(typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? { day } : {}),
    ...(typeof open === 'string' ? { open } : {}),
  }
}
