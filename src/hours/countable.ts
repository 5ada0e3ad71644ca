import type { LedgerEntry } from './entry.ts'
import { packOn, type PayerPack } from './payer-pack.ts'
import { presenceOf, wholeMinutes } from './presence.ts'
import type { SessionEvents, WeekEvents } from './week-events.ts'

/** Why a session's minutes do not count, in the order in which they are asked; the first that holds decides. */
const REFUSALS: readonly { rule: string; holds: (one: SessionEvents, pack: PayerPack) => boolean }[] = [
  { rule: 'not-licensed', holds: (one) => !one.licensed },
  { rule: 'kind-not-counted', holds: (one, pack) => !pack.countableKinds.includes(one.kind) || !one.countsTowardHours },
  {
    rule: 'remote-group',
    holds: (one, pack) => !pack.telehealthGroupAllowed && one.kind === 'group' && one.mark?.status === 'remote',
  },
  {
    rule: 'group-too-small',
    holds: (one, pack) => one.kind === 'group' && one.attendedBy < (pack.groupMinToHold ?? 0),
  },
]

/**
 * Attended minutes that count toward the payer's hours: a countable service, held by licensed staff, without breaks where
 * the payer leaves them out, rounded as the payer rounds (facts: hours, section 2.2). Never more than was attended.
 */
export function countableOf(week: WeekEvents): LedgerEntry[] {
  return week.sessions.flatMap((one) => {
    const pack = packOn(week.packs, one.day)
    if (!one.mark || !pack) return []
    const refused = REFUSALS.find(({ holds }) => holds(one, pack))
    const minutes = refused ? 0 : rounded(countedMinutes(one, pack), pack)
    return [
      {
        stage: 'countable' as const,
        subject: one.session,
        day: one.day,
        minutes,
        rule: `${pack.id}:${refused?.rule ?? 'counted'}`,
        ruleVersion: pack.version,
        events: [one.mark.event],
      },
    ]
  })
}

function countedMinutes(one: SessionEvents, pack: PayerPack): number {
  const present = one.mark && presenceOf(one, one.mark)
  if (!present) return 0
  const whole = wholeMinutes(present)
  return pack.excludesBreaks ? Math.max(0, whole - breakMinutes(one, present)) : whole
}

/** Minutes of breaks while the person was present; overlapping breaks count once, a begun minute whole. */
function breakMinutes(one: SessionEvents, present: { startsAt: number; endsAt: number }): number {
  let paused = 0
  let until = present.startsAt
  for (const pause of one.breaks.toSorted((a, b) => a.startsAt - b.startsAt)) {
    const from = Math.max(until, pause.startsAt)
    const to = Math.min(present.endsAt, pause.endsAt)
    if (to <= from) continue
    paused += to - from
    until = to
  }
  return Math.ceil(paused / 60_000)
}

/** Rounding to the nearest may give minutes that were not attended: those are cut. */
function rounded(minutes: number, { rounding }: PayerPack): number {
  if (rounding.direction === 'down') return Math.floor(minutes / rounding.minutes) * rounding.minutes
  return Math.min(minutes, Math.round(minutes / rounding.minutes) * rounding.minutes)
}
