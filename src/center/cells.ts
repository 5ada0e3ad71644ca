import { z } from 'zod'
import { dateOf, dayNumber } from '../planner/model/time.ts'

/**
 * The cells a center's CSV files are made of. Each is a Zod schema from the text of one cell (trimmed) to a value; what
 * is wrong is its message, what to do stands in `params.fix`. A cell that takes the empty text is an optional column.
 */

export interface Wrong {
  readonly wrong: string
  readonly fix: string
}

/** ISO weekdays: Monday is 1. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** A weekday of every week (1 Monday to 7 Sunday), or one date. */
export type DayOrDate =
  | { readonly weekday: number; readonly date: null }
  | { readonly weekday: null; readonly date: string }

/** A code with a number, such as a service and its sessions a week. */
export interface CountedCode {
  readonly code: string
  readonly count: number
}

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const TIME = /^(\d{2}):(\d{2})$/
const DATE = /^\d{4}-\d{2}-\d{2}$/
const A_CODE = 'Use 1 to 64 letters, digits, ".", "_" or "-", beginning with a letter or digit.'

export const codeCell = cell((text) =>
  CODE.test(text) ? text : { wrong: `"${brief(text)}" is not a code`, fix: A_CODE },
)

export const optionalCodeCell = optional(codeCell, null)

/** Text of 1 to 200 characters. */
export const textCell = cell((text) => {
  if (text === '') return { wrong: 'the cell is empty', fix: 'Write a text of 1 to 200 characters.' }
  return text.length <= 200 ? text : { wrong: `the text has ${text.length} characters`, fix: 'Shorten it to 200.' }
})

export const optionalTextCell = optional(textCell, null)

export const yesNoCell = cell((text) => {
  if (text === 'yes' || text === 'no') return text === 'yes'
  return { wrong: `"${brief(text)}" is neither yes nor no`, fix: 'Write yes or no.' }
})

/** `HH:MM` from 00:00 to 24:00 as minutes since midnight. */
export const timeCell = cell((text) => {
  const match = TIME.exec(text)
  const minutes = Number(match?.[1]) * 60 + Number(match?.[2])
  if (match !== null && Number(match[2]) < 60 && minutes <= 1440) return minutes
  return { wrong: `"${brief(text)}" is not a time of the day`, fix: 'Write HH:MM from 00:00 to 24:00, such as 17:30.' }
})

export const dateCell = cell((text) => {
  if (isDate(text)) return text
  return { wrong: `"${brief(text)}" is not a date`, fix: 'Write YYYY-MM-DD, such as 2026-11-30.' }
})

export const optionalDateCell = optional(dateCell, null)

export const weekdayCell = cell((text) => {
  const index = (WEEKDAYS as readonly string[]).indexOf(text)
  if (index >= 0) return index + 1
  return { wrong: `"${brief(text)}" is not a day`, fix: 'Write mon, tue, wed, thu, fri, sat or sun.' }
})

export const dayCell = cell((text): DayOrDate | Wrong => {
  const index = (WEEKDAYS as readonly string[]).indexOf(text)
  if (index >= 0) return { weekday: index + 1, date: null }
  if (isDate(text)) return { weekday: null, date: text }
  return { wrong: `"${brief(text)}" is neither a weekday nor a date`, fix: 'Write mon to sun, or a date YYYY-MM-DD.' }
})

/** Whatever `read` makes of the text; what it makes nothing of is not `noun`. */
export function readCell<T>(read: (text: string) => T | undefined, noun: string, fix: string) {
  return cell((text): T | Wrong => read(text) ?? { wrong: `"${brief(text)}" is not ${noun}`, fix })
}

/** A whole number between two limits, both allowed. */
export function wholeCell(least: number, most: number) {
  return cell((text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    return { wrong: `"${brief(text)}" is not a whole number from ${least} to ${most}`, fix: 'Correct the number.' }
  })
}

/** One of the given words. */
export function wordCell<const Words extends readonly [string, ...string[]]>(words: Words) {
  return cell((text): Words[number] | Wrong => {
    const found = words.find((word) => word === text)
    return found ?? { wrong: `"${brief(text)}" is not an allowed word`, fix: `Write one of: ${words.join(', ')}.` }
  })
}

/**
 * Items separated by `;`, each read by `item`, none twice (two items are the same when `keyOf` is). Empty text is the
 * empty list.
 */
export function listCell<T>(item: z.ZodType<T, string>, keyOf: (value: T) => string = String) {
  return z.string().transform((text, context): T[] => {
    const values: T[] = []
    const seen = new Set<string>()
    for (const part of text.split(';').map((piece) => piece.trim())) {
      if (part === '') continue
      const read = item.safeParse(part)
      if (!read.success) {
        context.issues.push(...(read.error.issues.map((issue) => ({ ...issue, path: [], input: part })) as never[]))
        return z.NEVER
      }
      const key = keyOf(read.data)
      if (seen.has(key)) report(context, { wrong: `"${brief(key)}" stands twice in the list`, fix: 'Keep it once.' })
      seen.add(key)
      values.push(read.data)
    }
    return values
  })
}

/** A list of `code:number`, the number between two limits, no code twice. */
export function countedListCell(least: number, most: number, example: string) {
  return listCell(countedCodeCell(least, most, example), (part) => part.code)
}

/** The empty text reads as `empty`, so the column may be missing. */
export function optional<T, E>(inner: z.ZodType<T, string>, empty: E) {
  return z.union([z.literal('').transform((): E => empty), inner])
}

/** A day that the calendar has, from 1900 to 2199. */
export function isDate(text: string): boolean {
  return DATE.test(text) && text >= '1900' && text < '2200' && dateOf(dayNumber(text)) === text
}

function countedCodeCell(least: number, most: number, example: string) {
  return cell((text): CountedCode | Wrong => {
    const [code = '', amount = '', ...more] = text.split(':').map((part) => part.trim())
    const count = /^\d{1,6}$/.test(amount) ? Number(amount) : Number.NaN
    if (more.length === 0 && CODE.test(code) && count >= least && count <= most) return { code, count }
    return {
      wrong: `"${brief(text)}" is not a code with a number`,
      fix: `Write it like ${example}, ${least} to ${most}.`,
    }
  })
}

function cell<Read>(read: (text: string) => Read) {
  return z.string().transform((text, context): Exclude<Read, Wrong> => {
    const value = read(text)
    if (!isWrong(value)) return value as Exclude<Read, Wrong>
    report(context, value)
    return z.NEVER
  })
}

function report(context: z.core.$RefinementCtx, { wrong, fix }: Wrong): void {
  context.issues.push({ code: 'custom', message: wrong, params: { fix }, input: context.value })
}

function isWrong(value: unknown): value is Wrong {
  return typeof value === 'object' && value !== null && 'wrong' in value
}

/** Enough of a wrong value to find it again; never a whole page of it. */
function brief(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
