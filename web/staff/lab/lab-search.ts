/** What the addresses of the waiting list and the lab hold: a week, and a run of the lab. */
export interface LabSearch {
  week?: string
  run?: string
}

export function readLabSearch(raw: Record<string, unknown>): LabSearch {
  const { week, run } = raw as Record<'week' | 'run', unknown>
  return {
    ...(typeof week === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(week) ? { week } : {}),
    ...(typeof run === 'string' && /^[0-9a-f-]{36}$/.test(run) ? { run } : {}),
  }
}
