export interface PersonSearch {
  week?: string
}

export function readPersonSearch(raw: Record<string, unknown>): PersonSearch {
  const week = raw['week']
  return typeof week === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(week) ? { week } : {}
}
