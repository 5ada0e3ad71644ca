import type { ArrivalCode } from '../../src/attendance/arrival.ts'
import type { OwnKiosk, Thanks } from '../../src/attendance/kiosk.ts'
import { ask } from './ask.ts'

/** Arriving: a person's own digits, and the tablet at the door. */
export const doorApi = {
  arrivalCode: (person: string) => ask<ArrivalCode>('GET', `/api/participants/${person}/arrival-code`),
  newArrivalCode: (person: string) => ask<ArrivalCode>('POST', `/api/participants/${person}/arrival-code`),

  kiosk: () => ask<OwnKiosk>('GET', '/api/kiosk', undefined, { background: true }),
  openKiosk: (code: string) => ask<void>('POST', '/api/kiosk/opening', { code }),
  arrive: (code: string) => ask<Thanks>('POST', '/api/kiosk/arrivals', { code }),
}
