import type { BoardView } from '../../ui/api.ts'

/** What the address of the Week holds. Everything is optional: an address without it shows this week. */
export interface WeekSearch {
  week?: string
  view?: BoardView
  rows?: 'groups'
  short?: true
  warned?: true
  /** The key of a counselor (`counselorKey`), not the name: names never stand in addresses. */
  counselor?: string
  /** A planner run in progress, so a reload finds it again. */
  run?: string
}

/** Reads an address someone may have typed: whatever is not understood is left out. */
export function readWeekSearch(raw: Record<string, unknown>): WeekSearch {
  const { week, view, counselor, run } = raw as Record<'week' | 'view' | 'counselor' | 'run', unknown>
  return {
    ...(typeof week === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(week) ? { week } : {}),
    ...(view === 'published' || view === 'proposed' ? { view } : {}),
    ...(raw['rows'] === 'groups' ? { rows: 'groups' as const } : {}),
    ...(raw['short'] === true ? { short: true as const } : {}),
    ...(raw['warned'] === true ? { warned: true as const } : {}),
    ...(typeof counselor === 'string' ? { counselor } : {}),
    ...(typeof run === 'string' && /^[0-9a-f-]{36}$/.test(run) ? { run } : {}),
  }
}

/** A short key for a name (32-bit FNV-1a), so an address can hold a choice of counselor without naming anybody. */
export function counselorKey(name: string): string {
  let hash = 0x811c9dc5
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash.toString(36)
}
