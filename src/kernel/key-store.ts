import { newId } from './ids.ts'
import { derive, forget, newPuncturableKey, type PuncturableKey } from './puncturable-key.ts'
import { Refusal } from './refusal.ts'

/** The key of one year: it wraps the data keys of everybody whose first sealed words fall in that year. */
export interface YearKey {
  readonly id: string
  readonly year: number
  readonly key: PuncturableKey
}

/** A data key by the year key that wraps it and its own id. */
export interface KeyName {
  readonly yearKey: string
  readonly id: string
}

/**
 * The year keys, opened. They live outside the database and outside the data folder, so that no copy of either opens
 * sealed words; and they forget, so that an erased person's words open in no copy of the database, however old.
 */
export interface KeyStore {
  /** The id of this year's key (UTC), made and saved when the year is new. */
  current(): string
  /** What wraps this data key; undefined when it was destroyed. Refusal `key-missing`: the year key is not in the store. */
  wrapping(name: KeyName): Buffer | undefined
  /** Loses the ability to unwrap these data keys; saved before it returns. Repeating it changes nothing. */
  destroy(names: readonly KeyName[]): void
}

/** A store over these year keys; `save` keeps every change before it takes effect. */
export function keyStoreOf(
  known: readonly YearKey[],
  clock: () => number,
  save: (years: readonly YearKey[]) => void,
): KeyStore {
  let years = known
  const change = (next: readonly YearKey[]) => {
    save(next)
    years = next
  }
  return {
    current: () => {
      const year = new Date(clock()).getUTCFullYear()
      const found = years.find((one) => one.year === year)
      if (found) return found.id
      const made = { id: newId(), year, key: newPuncturableKey() }
      change([...years, made])
      return made.id
    },
    wrapping: (name) => {
      const found = years.find((one) => one.id === name.yearKey)
      if (!found) {
        throw new Refusal(
          'key-missing',
          `The year key ${name.yearKey} is not in the key store. Maybe the file of year keys is an old copy.`,
          500,
        )
      }
      return derive(found.key, name.id)
    },
    destroy: (names) => {
      const next = years.map((one) => without(one, names))
      if (next.some((one, at) => one !== years[at])) change(next)
    },
  }
}

function without(year: YearKey, names: readonly KeyName[]): YearKey {
  const key = names.filter((name) => name.yearKey === year.id).reduce((kept, name) => forget(kept, name.id), year.key)
  return key === year.key ? year : { ...year, key }
}
