import { dailyMaximum } from '../rules/h15-daily-maximum.ts'
import { duty } from '../rules/h03-duty.ts'
import { family } from '../rules/h17-family.ts'
import { frozenPast } from '../rules/h19-frozen-past.ts'
import { givenTimetable } from '../rules/h18-given-timetable.ts'
import { license } from '../rules/h02-license.ts'
import { obligationsTravel } from '../rules/h11-obligations-travel.ts'
import { onceADay } from '../rules/h14-once-a-day.ts'
import { onePlace } from '../rules/h10-one-place.ts'
import { ownCounselor } from '../rules/h16-own-counselor.ts'
import { personOverlap } from '../rules/h09-person-overlap.ts'
import { placeInWeek } from '../rules/h01-place-in-week.ts'
import { prescription } from '../rules/h13-prescription.ts'
import { reach } from '../rules/h12-reach.ts'
import { rightRoom } from '../rules/h06-right-room.ts'
import { roomFree } from '../rules/h07-room-free.ts'
import type { Rule } from '../rules/rule.ts'
import { size } from '../rules/h08-size.ts'
import { staffOverlap } from '../rules/h04-staff-overlap.ts'
import { staffWeek } from '../rules/h05-staff-week.ts'

/** H1 to H19, in order. */
export const hardRules: readonly Rule[] = [
  placeInWeek,
  license,
  duty,
  staffOverlap,
  staffWeek,
  rightRoom,
  roomFree,
  size,
  personOverlap,
  onePlace,
  obligationsTravel,
  reach,
  prescription,
  onceADay,
  dailyMaximum,
  ownCounselor,
  family,
  givenTimetable,
  frozenPast,
]
