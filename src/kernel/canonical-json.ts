/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * JSON in the one form of RFC 8785: no spaces, members sorted by the UTF-16 units of their names, numbers and strings as
 * ECMAScript writes them. Refuses numbers that JSON has no form for and halves of surrogate pairs.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'string') return stringText(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const names = Object.keys(value).toSorted()
  return `{${names.map((name) => `${stringText(name)}:${canonicalJson(value[name]!)}`).join(',')}}`
}

function isList(value: readonly Json[] | { readonly [name: string]: Json }): value is readonly Json[] {
  return Array.isArray(value)
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} has no form in JSON`)
  return JSON.stringify(value)
}

/** JSON.stringify would write half a pair as an escape, and two texts would share one form. */
function stringText(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new Error('half of a surrogate pair has no form in JSON')
  return JSON.stringify(value)
}
