import fc from 'fast-check'
import type { KnownRoute } from './test-routes.ts'
import { accepted, disturbed, hostileText, type Known } from './test-values.ts'

/** One request, as bytes will carry it. */
export interface Attack {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer | undefined
}

const MEGABYTE = 1_000_000
const DEPTH = 100_000

const CONTENT_TYPES = [
  'application/json',
  'application/json\ta',
  'application/json; charset=utf-16',
  'application/json;;;',
  'application/json, text/plain',
  'APPLICATION/JSON',
  'application/jsonx',
  'application/json garbage',
  'text/plain',
  'text/html',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/merge-patch+json',
  '',
  ' ',
  ';',
  '*/*',
]

const RAW_BODIES: readonly (string | Buffer)[] = [
  '',
  ' ',
  'null',
  '[]',
  '"text"',
  '0',
  '{',
  '{"a":',
  '{"a":1}{"a":2}',
  '\ufeff{}',
  '{"__proto__":{"role":"director"}}',
  '{"constructor":{"prototype":{"role":"director"}}}',
  "{'single':1}",
  '{"a":1e999999}',
  `{"a":${'9'.repeat(10_000)}}`,
  '['.repeat(DEPTH),
  '['.repeat(DEPTH) + ']'.repeat(DEPTH),
  '{"a":'.repeat(30_000) + '1' + '}'.repeat(30_000),
  `{"a":"${'x'.repeat(MEGABYTE)}"}`,
  `"${'\\u0000'.repeat(1000)}"`,
  Buffer.from([0xff, 0xfe, 0x00, 0xc0, 0xaf]),
  Buffer.from('{"a":"\xed\xa0\x80"}', 'latin1'),
]

const HEADERS: Readonly<Record<string, string>>[] = [
  { cookie: 'evenkeel=' },
  { cookie: "evenkeel=' OR 1=1 --" },
  { cookie: `evenkeel=${'x'.repeat(6000)}` },
  { cookie: 'evenkeel=a; evenkeel=b; __Host-evenkeel=c; __proto__=d' },
  { cookie: 'evenkeel=%00%ff%zz' },
  { cookie: '=;;==;' },
  {
    'x-forwarded-for': "127.0.0.1, ' OR 1=1",
    'x-forwarded-host': 'elsewhere.example',
    forwarded: 'for=_hidden;proto=http',
  },
  { host: 'elsewhere.example' },
  { accept: 'text/html,\'"><script>' },
  { 'accept-language': '*'.repeat(2000) },
  { 'user-agent': '<script>alert(1)</script>'.repeat(50) },
  { 'user-agent': '' },
  { range: 'bytes=0-,-1,5-1' },
  { 'if-none-match': '*' },
  { 'x-http-method-override': 'DELETE' },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
  { 'content-encoding': 'gzip' },
  { 'content-length': '0' },
  { 'last-event-id': "1' OR 1=1" },
  { 'accept-encoding': 'gzip;q=nan, br;;;' },
]

/** Requests to one route: right, nearly right, and hostile in one or several places. */
export function attacksOn(route: KnownRoute, known: Known): fc.Arbitrary<Attack> {
  const valid = fc.record({
    params: (route.params ? accepted(route.params, known) : paramsOf(route.url)) as fc.Arbitrary<
      Record<string, unknown>
    >,
    query: route.query ? accepted(route.query, known) : fc.constant({}),
    body: route.body ? accepted(route.body, known) : fc.constant(undefined),
  })
  return valid.chain((parts) =>
    fc
      .record({
        path: changedAtTimes(fc.constant(addressOf(route.url, parts.params)), hostileAddress(route.url, parts.params)),
        query: changedAtTimes(fc.constant(searchOf(parts.query)), hostileSearch(parts.query)),
        body: changedAtTimes(fc.constant(textOf(parts.body)), hostileBody(parts.body)),
        type: fc.oneof(
          { arbitrary: fc.constant('application/json'), weight: 6 },
          { arbitrary: fc.constantFrom(...CONTENT_TYPES), weight: 1 },
        ),
        headers: fc.oneof(
          { arbitrary: fc.constant({}), weight: 6 },
          { arbitrary: fc.constantFrom(...HEADERS), weight: 1 },
        ),
      })
      .map(({ path, query, body, type, headers }) => ({
        method: route.method,
        path: path + query,
        headers: { ...(body === undefined || route.method === 'GET' ? {} : { 'content-type': type }), ...headers },
        body: route.method === 'GET' ? undefined : body,
      })),
  )
}

function changedAtTimes<T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: right, weight: 3 }, { arbitrary: wrong, weight: 2 })
}

const namesIn = (url: string) => [...url.matchAll(/:(\w+)/g)].map((found) => found[1]!)
const paramsOf = (url: string) =>
  fc.record(Object.fromEntries(namesIn(url).map((name) => [name, fc.string({ minLength: 1 })])))

/** What `encodeURIComponent` refuses, a lone surrogate, becomes the replacement character; the raw forms are in `hostileAddress`. */
const encoded = (value: unknown) => encodeURIComponent(Buffer.from(String(value)).toString())

function addressOf(url: string, params: Record<string, unknown>): string {
  return url.replaceAll(/:(\w+)/g, (_all, name: string) => encoded(params[name]))
}

function hostileAddress(url: string, params: Record<string, unknown>): fc.Arbitrary<string> {
  const right = addressOf(url, params)
  const tricks = [
    `${right}/`,
    `/${right}`,
    `${right}%00`,
    `${right}%zz`,
    `${right}%ff`,
    `${right}/..%2f..%2fetc%2fpasswd`,
    `${right};a=b`,
    `${right}#x`,
    right.toUpperCase(),
    right.replace('/api', '/api/.'),
    `${right}${'x'.repeat(5000)}`,
  ]
  const names = namesIn(url)
  const trick = fc.constantFrom(...tricks)
  if (names.length === 0) return trick
  const one = fc
    .tuple(fc.constantFrom(...names), hostileText)
    .map(([name, text]) => addressOf(url, { ...params, [name]: text }))
  return fc.oneof({ arbitrary: one, weight: 4 }, { arbitrary: trick, weight: 1 })
}

function searchOf(query: unknown): string {
  const pairs = Object.entries((query ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined)
  return pairs.length === 0 ? '' : `?${pairs.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join('&')}`
}

function hostileSearch(query: unknown): fc.Arbitrary<string> {
  const names = [...Object.keys(query ?? {}), 'view', 'sort', 'limit', '__proto__', 'constructor', 'toString']
  const pair = fc.tuple(fc.constantFrom(...names), hostileText).map(([name, text]) => `${name}=${encoded(text)}`)
  return fc.oneof(
    fc.array(pair, { minLength: 1, maxLength: 4 }).map((pairs) => `?${pairs.join('&')}`),
    fc.constantFrom(
      '?',
      '?&&&',
      '?=',
      '?view=%',
      '?view[]=a&view[]=b',
      '?view=published&view=proposed',
      '?__proto__[role]=director',
      `?a=${'x'.repeat(9000)}`,
      '?%00=%00',
      '??x',
    ),
  )
}

const textOf = (body: unknown): string | Buffer | undefined => (body === undefined ? undefined : JSON.stringify(body))

function hostileBody(body: unknown): fc.Arbitrary<string | Buffer | undefined> {
  return fc.oneof(
    { arbitrary: disturbed(body ?? {}).map((other) => JSON.stringify(other)), weight: 6 },
    { arbitrary: fc.constantFrom(...RAW_BODIES), weight: 2 },
    { arbitrary: fc.constant(twice(body)), weight: 1 },
    { arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)), weight: 1 },
  )
}

/** Every key twice, with another value the second time. */
function twice(body: unknown): string {
  const fields = Object.entries(
    (typeof body === 'object' && body !== null ? body : { a: 1 }) as Record<string, unknown>,
  )
  return `{${fields.flatMap(([key, value]) => [value, null, '__proto__'].map((one) => `${JSON.stringify(key)}:${JSON.stringify(one)}`)).join(',')}}`
}
