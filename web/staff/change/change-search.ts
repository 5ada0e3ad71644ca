/** What the address of "Life changed" holds: the week, who or what it is about, and the repair in progress. */
export interface ChangeSearch {
  week?: string
  about?: 'staff' | 'room'
  /** The person, staff member or room, by id: names never stand in addresses. */
  of?: string
  /** From when until when somebody is away, as wall times. */
  from?: string
  until?: string
  run?: string
  /** What was recorded, as the paths that take it back. */
  made?: string
}

const ID = /^[0-9a-f-]{36}$/
const WALL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/
const PATHS =
  /^(\/api\/[a-z-]+\/[0-9a-f-]{36}(\/[a-z-]+\/[0-9a-f-]{36})?)(,\/api\/[a-z-]+\/[0-9a-f-]{36}\/[a-z-]+\/[0-9a-f-]{36})?$/

/** Reads an address someone may have typed: whatever is not understood is left out. */
export function readChangeSearch(raw: Record<string, unknown>): ChangeSearch {
  const { week, about, of, from, until, run, made } = raw as Record<keyof ChangeSearch, unknown>
  return {
    ...(typeof week === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(week) ? { week } : {}),
    ...(about === 'staff' || about === 'room' ? { about } : {}),
    ...(typeof of === 'string' && ID.test(of) ? { of } : {}),
    ...(typeof from === 'string' && WALL.test(from) ? { from } : {}),
    ...(typeof until === 'string' && WALL.test(until) ? { until } : {}),
    ...(typeof run === 'string' && ID.test(run) ? { run } : {}),
    ...(typeof made === 'string' && PATHS.test(made) ? { made } : {}),
  }
}
