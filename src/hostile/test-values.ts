import fc from 'fast-check'
import { z } from 'zod'

/** Text that breaks programs: of databases, pages, shells, paths, encodings, prototypes. */
const POLYGLOTS = [
  "' OR '1'='1",
  "'; DROP TABLE evenkeel.participant; --",
  `' UNION SELECT token_hash FROM auth.session --`,
  '1; SELECT pg_sleep(30)',
  '$1',
  "\\'; SELECT 1; --",
  '"><script>alert(1)</script>',
  `javascript:/*--></title></style></textarea></script><svg onload='+/"/+/onmouseover=1/+/[*/[]/+alert(1)//'>`,
  '{{7*7}}${7*7}<%= 7*7 %>',
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  '$(sleep 30)`sleep 30`|sleep 30',
  'http://169.254.169.254/latest/meta-data/',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066\ufeff',
  'Z̸̡̛a̴͎l̷g̵o̶'.repeat(20),
  '👩‍👩‍👧‍👦'.repeat(40),
  '\r\nset-cookie: evenkeel=x',
  '__proto__',
  'constructor',
  'toString',
  '9'.repeat(400),
  '-0',
  '1e999',
  'NaN',
  'null',
  '0192f000-0000-7000-8000-00000000000g',
  '0192F000-0000-7000-8000-000000000000',
  '{0192f000-0000-7000-8000-000000000000}',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '+012026-11-30',
  '2026-11-30T24:00',
  '2026-W49',
  '',
  ' ',
  'x'.repeat(3000),
] as const

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom(...POLYGLOTS), weight: 4 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 300 }), weight: 1 },
  // Lone surrogates stay alone, as a client written in another language may send them.
  {
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
      .map((codes) => String.fromCharCode(...codes)),
    weight: 1,
  },
)

/** Anything JSON can say, and in the wrong place. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e21, -1e-300, 2 ** 53, [], {}, [[]], [null]),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    ...['__proto__', 'constructor', 'prototype'].map((key) => JSON.parse(`{"${key}":{"role":"director"}}`) as unknown),
  ),
)

/** JSON Schema as far as Zod writes it. */
interface Shape {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: Shape
  readonly minItems?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Shape | boolean
}

/** Values that really exist, so that a request gets past the door: by the name of the field, else by its format. */
export interface Known {
  readonly ids: readonly string[]
  readonly byName: Readonly<Record<string, readonly string[]>>
}

/** What a schema accepts, or nearly: refinements are not known to it. */
export function accepted(schema: z.ZodType, known: Known): fc.Arbitrary<unknown> {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape
  return valueOf(shape, '', known)
}

function valueOf(shape: Shape, name: string, known: Known): fc.Arbitrary<unknown> {
  if (shape.const !== undefined) return fc.constant(shape.const)
  if (shape.enum) return fc.constantFrom(...shape.enum)
  const choices = shape.anyOf ?? shape.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => valueOf(choice, name, known)))
  switch (shape.type) {
    case 'string':
      return textOf(shape, name, known)
    case 'integer':
    case 'number':
      return fc.constantFrom(...new Set([shape.minimum ?? 1, (shape.minimum ?? 0) + 1]))
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(valueOf(shape.items ?? {}, name, known), {
        minLength: shape.minItems ?? 0,
        maxLength: Math.min(shape.maxItems ?? 3, 3),
      })
    case 'object':
      return objectOf(shape, known)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function textOf(shape: Shape, name: string, known: Known): fc.Arbitrary<string> {
  const named = known.byName[name]
  if (named) return fc.constantFrom(...named)
  if (shape.format === 'uuid') return fc.oneof(fc.constantFrom(...known.ids), fc.uuid())
  if (shape.format === 'date') return fc.constantFrom('2026-11-30', '2026-12-06', '2020-02-29')
  if (shape.format === 'email') return fc.constantFrom('dana@example.org', 'nobody@example.org')
  if (shape.pattern) return fc.stringMatching(new RegExp(shape.pattern))
  return fc.string({ minLength: shape.minLength ?? 0, maxLength: Math.min(shape.maxLength ?? 60, 300) })
}

function objectOf(shape: Shape, known: Known): fc.Arbitrary<unknown> {
  const properties = Object.entries(shape.properties ?? {})
  const fields = Object.fromEntries(properties.map(([name, field]) => [name, valueOf(field, name, known)]))
  return fc.record(fields, { requiredKeys: [...(shape.required ?? [])].filter((key) => key in fields) })
}

/** The value with one place changed into something else: a leaf, a branch, the whole, or with one key more. */
export function disturbed(value: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(value, [])
  return fc.tuple(fc.constantFrom(...places), anything, hostileText, fc.nat(3)).map(([place, other, text, how]) => {
    if (how === 0) return replaced(value, place, text)
    if (how === 1) return withExtra(value, text, other)
    return replaced(value, place, other)
  })
}

type Place = readonly (string | number)[]

function placesIn(value: unknown, at: Place): Place[] {
  if (typeof value !== 'object' || value === null) return [at]
  const inner = Object.entries(value).flatMap(([key, child]) =>
    placesIn(child, [...at, Array.isArray(value) ? Number(key) : key]),
  )
  return [at, ...inner]
}

function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((child, at) => (at === key ? replaced(child, rest, by) : child) as unknown)
  const fields = value as Record<string, unknown>
  return { ...fields, [key]: replaced(fields[key], rest, by) }
}

function withExtra(value: unknown, key: string, extra: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [value, extra]
  // defineProperty: an own `__proto__`, as JSON.parse makes it.
  return Object.defineProperty({ ...value }, key, { value: extra, enumerable: true })
}
