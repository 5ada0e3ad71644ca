/** What a calendar's reader tells whoever brought the file: never a title, because titles reveal lives. */

export type WarningCode = keyof typeof WORDS

export interface CalendarWarning {
  readonly code: WarningCode
  /** Line of the file, from 1. */
  readonly line: number
  readonly found: string
  readonly kept: string
  readonly advice: string
}

const CORRECT = 'Correct it in the calendar and bring the file again, or enter the time by hand.'

const WORDS = {
  'no-start': ['An item has no readable start', 'Nothing: not even a date could be read', CORRECT],
  'unreadable-start': ['The start cannot be read, only its date', 'That whole date, in every time zone', CORRECT],
  'unreadable-end': ['The end cannot be read', 'The whole day of the start and the day after', CORRECT],
  'end-before-start': [
    'The end lies before the start',
    'The whole day of the start and the day after',
    'A shift past midnight ends on the next date. Correct it in the calendar and bring the file again.',
  ],
  'no-length': ['An item takes no time: it has no end', 'Nothing', 'If it takes time, give it an end in the calendar.'],
  'unknown-zone': [
    'The time zone is not known',
    'Every time it can mean, from UTC-12 to UTC+14',
    'Choose a city as time zone in the calendar and bring the file again.',
  ],
  'offset-zone': [
    'The time zone is only an offset that hides summer time',
    'The time without and with summer time',
    'Choose a city as time zone in the calendar and bring the file again.',
  ],
  'unreadable-rule': ['The repetition cannot be read', 'Its hours on every day from its start on', CORRECT],
  'too-many': [
    'The repetition has more than 5,000 occurrences, or cannot be counted to here',
    'All the time from its start to its end',
    'Repeat it less often, or enter the time by hand.',
  ],
  'unreadable-exception': ['A date that the repetition leaves out cannot be read', 'That date too', CORRECT],
  'unmatched-exception': [
    'A date left out names another hour than the repetition',
    'The occurrence of that date too',
    'Delete that occurrence again in the calendar and bring the file again.',
  ],
  'exception-rule': ['A rule of dates to leave out (EXRULE) is no longer in use', 'Those dates too', CORRECT],
  'unreadable-addition': ['An added date cannot be read', 'Its whole day, if a date could be found', CORRECT],
  'unreadable-move': ['The occurrence that was moved cannot be told', 'The old and the new time', CORRECT],
  'unreadable-period': ['A busy time cannot be read', 'Its whole day, if a date could be found', CORRECT],
} as const satisfies Record<string, readonly [found: string, kept: string, advice: string]>

export function warningOf(code: WarningCode, line: number): CalendarWarning {
  const [found, kept, advice] = WORDS[code]
  return { code, line, found, kept, advice }
}
