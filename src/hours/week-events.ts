import type { PayerPack } from './payer-pack.ts'

/**
 * Everything that happened in one person's week, as rows have it. Instants are milliseconds since 1970 UTC, so a week in
 * which the clocks change has the minutes that really passed; days are the center's calendar days.
 */
export interface WeekEvents {
  readonly weekStart: string
  /** The dose in force: countable minutes a week. */
  readonly prescription: { readonly event: string; readonly weeklyMinutes: number } | null
  readonly sessions: readonly SessionEvents[]
  /** All versions of the person's payer pack. */
  readonly packs: readonly PayerPack[]
  /** Papers a payer may ask for, each with the days it holds for; both ends included. */
  readonly papers: readonly Paper[]
}

export interface Paper {
  readonly kind: 'plan' | 'certification' | 'authorization' | 'partial-hospitalization'
  readonly event: string
  readonly from: string
  readonly until: string | null
}

/** One session the person was booked into or walked into. */
export interface SessionEvents {
  readonly session: string
  readonly service: string
  readonly kind: PayerPack['countableKinds'][number]
  readonly day: string
  /** Block of the day it lies in: minutes of one block belong together where a payer adds up no split days. */
  readonly block: string
  readonly startsAt: number
  readonly endsAt: number
  readonly breaks: readonly { readonly startsAt: number; readonly endsAt: number }[]
  /** Whether the service counts toward the prescribed hours. */
  readonly countsTowardHours: boolean
  /** Whether the staff member who held it was licensed for it on that day. */
  readonly licensed: boolean
  /** Held remotely for this person, as planned. */
  readonly telehealth: boolean
  /** Members who attended, for groups. */
  readonly attendedBy: number
  /** The booking; null for a walk-in. */
  readonly seat: string | null
  /** The mark in force; null while nobody has marked the person. */
  readonly mark: MarkEvent | null
  /** The signature of the person's own note of this session. */
  readonly signature: string | null
}

export interface MarkEvent {
  readonly event: string
  readonly status: 'here' | 'late' | 'left-early' | 'excused' | 'no-show' | 'remote'
  /** Null: from the start. */
  readonly inAt: number | null
  /** Null: until the end. */
  readonly outAt: number | null
}
