import type { ServiceFrame } from '../model/center.ts'
import type { Interval } from '../model/time.ts'
import { allowsStarts } from '../rules/h01-place-in-week.ts'
import { takesRoom } from '../rules/h06-right-room.ts'
import type { Grounds } from './grounds.ts'
import { roomsAt, staffAt } from './compile-spots.ts'

/** A time and site at which a one-to-one service can be given: staff on duty, rooms open (null: none is taken). */
export interface Opening extends Interval {
  readonly service: number
  readonly block: number
  readonly site: number
  readonly givers: readonly number[]
  /** Rooms of the session in person; empty when only telehealth is possible. */
  readonly rooms: readonly number[] | null
}

/** Every opening in the part of the week that is still open, by service. */
export function openingsOf(grounds: Grounds): Opening[][] {
  return grounds.services.map((frame) => (oneToOne(frame) ? openingsOfService(grounds, frame) : []))
}

/** A service that wants more than one member or has room for none can never be one-to-one (H8). */
function oneToOne({ service }: ServiceFrame): boolean {
  return service.kind !== 'group' && service.minMembers <= 1 && service.maxMembers >= 1
}

function openingsOfService(grounds: Grounds, frame: ServiceFrame): Opening[] {
  const openings: Opening[] = []
  for (const block of grounds.blocks) {
    if (block.frozen) continue
    for (const start of allowsStarts(block, frame.service, grounds.week.gridMinutes)) {
      for (const site of grounds.sites.keys()) {
        const givers = staffAt(grounds, frame, start, site)
        if (givers.length === 0) continue
        const rooms = takesRoom(frame.service, false) ? roomsAt(grounds, frame, start, site) : null
        const end = start + frame.service.minutes
        openings.push({ service: frame.index, block: block.index, start, end, site, givers, rooms })
      }
    }
  }
  return openings
}
