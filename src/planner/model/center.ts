import type { Interval } from './time.ts'
import type { Participant, Service, Session, Staff, Week } from './week.ts'

/**
 * A week compiled to integers: what the search, the bound and the explanation work on. Times are minutes of the week,
 * everything else is an index into these lists. Built once by `compileWeek`, never changed.
 */
export interface Center {
  readonly week: Week
  /** In the order of time. */
  readonly blocks: readonly BlockFrame[]
  readonly services: readonly ServiceFrame[]
  readonly sites: readonly string[]
  readonly rooms: readonly RoomFrame[]
  readonly staff: readonly StaffFrame[]
  readonly spots: readonly Spot[]
  readonly people: readonly Person[]
  /** Minus infinity when the week is not a repair. */
  readonly frozenBefore: number
  readonly frozen: readonly Session[]
}

export interface BlockFrame extends Interval {
  readonly index: number
  readonly id: string
  readonly part: string
  readonly day: number
  readonly frozen: boolean
}

export interface ServiceFrame {
  readonly index: number
  readonly service: Service
  /** Half hours of one missing session (S1). */
  readonly halfHours: number
}

export interface RoomFrame {
  readonly index: number
  readonly id: string
  readonly site: number
  readonly seats: number
  readonly kinds: readonly string[]
  /** Flat: start, end, start, end ... */
  readonly closed: readonly number[]
}

export interface StaffFrame {
  readonly index: number
  readonly staff: Staff
  readonly site: number
  readonly duty: readonly Interval[]
  /** Minutes of frozen sessions: they count toward `maxMinutes`. */
  readonly frozenMinutes: number
}

/** A time and place at which a group of a service may run: leaders on duty and rooms open there. */
export interface Spot extends Interval {
  readonly index: number
  readonly service: number
  readonly block: number
  readonly site: number
  readonly telehealth: boolean
  readonly leaders: readonly number[]
  /** A group that recurs is held here, by its own leader and in its room. */
  readonly held?: true
  /** Null when no room is taken. */
  readonly rooms: readonly number[] | null
  /** The most members a group can have here. */
  readonly limit: number
  /** Under a given timetable (B): the only groups that may run here. */
  readonly given: readonly GivenGroup[] | null
}

export interface GivenGroup {
  readonly id: string
  readonly staff: number
  /** -1 without a room. */
  readonly room: number
  readonly pinned: readonly number[]
}

/** One person's week as far as it can be compiled before anything is decided. */
export interface Person {
  readonly index: number
  readonly participant: Participant
  /** Services that can still be added, by their index; a person's own numbering of services is the position here. */
  readonly services: readonly number[]
  /** The most sessions of each of these services. */
  readonly caps: readonly number[]
  /** A vector of counts is one number: the sum of count times stride; `codes` is the number of vectors. */
  readonly strides: readonly number[]
  readonly codes: number
  /** False when caps or services had to be cut to keep the work bounded: answers are then sound but not exact. */
  readonly exact: boolean
  /** Cost of shortfall and of missed hours, by code. */
  readonly terminal: Float64Array
  /** Bits of the services that are at their cap, by code. */
  readonly atCap: Int32Array
  /** Minutes of a set of services, by bits. */
  readonly minutes: Int32Array
  readonly slots: Slots
  /** In the order in which screen windows are completed. */
  readonly days: readonly DayFrame[]
  /** Visits of different days can collide (long travel, blocks near midnight). */
  readonly daysCollide: boolean
  /** Trips, idle gaps and covers of the frozen part, and shortfalls nobody can help. */
  readonly frozenCost: number
  readonly frozenCounts: ReadonlyMap<number, number>
}

/** Every session this person could have, as parallel lists. */
export interface Slots {
  readonly count: number
  readonly block: Int32Array
  /** Position in the person's own services. */
  readonly service: Int32Array
  readonly start: Int32Array
  readonly end: Int32Array
  /** Travel one way; 0 for telehealth. */
  readonly travel: Int32Array
  readonly telehealth: Uint8Array
  /** Index of the spot of a group, -1 for one-to-one sessions. */
  readonly spot: Int32Array
  /** Cost of a changed group (S11). */
  readonly change: Float64Array
  /** Givers of slot n are entries `giverFrom[n]` up to `giverFrom[n + 1]`, the cheapest first. */
  readonly giverFrom: Int32Array
  readonly giver: Int32Array
  /** Cover (S8) and change (S11) of a giver. */
  readonly giverCost: Float64Array
  /** 1 when the session with this giver is as in the plan that was in force. */
  readonly giverKept: Uint8Array
  /** Rooms of a one-to-one session; null when none is taken. */
  readonly rooms: readonly (readonly number[] | null)[]
}

/** Sessions of one block that may be strung to one visit: one place, one stretch of time without obligations. */
export interface Bundle {
  readonly inPerson: boolean
  readonly travel: number
  /** Trip, travel, telehealth visit, non-preferred time. */
  readonly base: number
  /** By start. */
  readonly slots: Int32Array
}

export interface DayFrame {
  readonly day: number
  /** Per block in time order: its bundles. */
  readonly blocks: readonly (readonly Bundle[])[]
  /** A frozen in-person visit of this day already serves the screen window. */
  readonly screened: boolean
  readonly usedMinutes: number
  /** Until when frozen visits occupy the person. */
  readonly occupiedUntil: number
  /** Visits of different blocks can collide: starts and ends of visits matter. */
  readonly tight: boolean
  /** The day belongs to a screen window. */
  readonly inWindow: boolean
  /** The window ends with this day: without an in-person visit it is missed. */
  readonly closesWindow: boolean
}
