import type { Relax } from '../model/plan.ts'
import type { Participant, Week } from '../model/week.ts'

/** A person's life with one change of it (week-format.md section 6); the same life when the change is the center's. */
export function changedLife(week: Week, life: Participant, relax: Relax): Participant {
  switch (relax.type) {
    case 'busy':
      return { ...life, busy: life.busy.filter(({ start, end }) => start !== relax.start || end !== relax.end) }
    case 'busyWhy':
      return { ...life, busy: life.busy.filter(({ why }) => why !== relax.why) }
    case 'telehealth':
      return { ...life, telehealth: true }
    case 'travel':
      return { ...life, sites: life.sites.map((one) => ({ ...one, travelMinutes: shorter(one, relax.minutes) })) }
    case 'dailyMax':
      return { ...life, dailyMaxMinutes: life.dailyMaxMinutes + relax.minutes }
    case 'anyCounselor':
      return { ...life, coverCounselors: week.staff.map(({ id }) => id) }
    case 'familyBlocks':
      return { ...life, familyBlocks: week.blocks.map(({ id }) => id) }
    default:
      return life
  }
}

function shorter({ travelMinutes }: { readonly travelMinutes: number }, minutes: number): number {
  return Math.max(0, travelMinutes - minutes)
}
