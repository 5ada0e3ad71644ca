import { z } from 'zod'

const HeldSession = z.object({ session: z.uuid(), service: z.string(), start: z.string() })

/** What a supervisor's team still owes: notes to sign, oldest first by author, and sessions with people nobody marked. */
export const Team = z.object({
  day: z.iso.date(),
  weekStart: z.iso.date(),
  unsigned: z.array(
    z.object({
      staffId: z.uuid(),
      staff: z.string(),
      sessions: z.array(HeldSession),
      /** Whole days since the oldest of them ended. */
      oldestDays: z.int(),
    }),
  ),
  unmarked: z.array(HeldSession.extend({ staff: z.string(), open: z.int() })),
})
export type Team = z.infer<typeof Team>

/** A session over and without a signature. */
export interface UnsignedSession {
  readonly staffId: string
  readonly staff: string
  readonly session: string
  readonly service: string
  readonly start: string
  /** Milliseconds since 1970 UTC. */
  readonly endsAt: number
}

const DAY = 24 * 3_600_000

/** Unsigned sessions (oldest first) by whoever held them; who has the oldest stands first. */
export function byAuthor(sessions: readonly UnsignedSession[], now: number): Team['unsigned'] {
  const authors = [...new Set(sessions.map(({ staffId }) => staffId))]
  return authors.map((staffId) => {
    const own = sessions.filter((one) => one.staffId === staffId)
    return {
      staffId,
      staff: own[0]!.staff,
      sessions: own.map(({ session, service, start }) => ({ session, service, start })),
      oldestDays: Math.floor((now - own[0]!.endsAt) / DAY),
    }
  })
}
