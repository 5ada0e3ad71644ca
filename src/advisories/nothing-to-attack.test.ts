import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../kernel/surroundings.ts'

/**
 * Holes that need something we do not have. Each is kept out by what must not appear; whoever adds it, adds the test of
 * the hole itself.
 */
const ABSENT = [
  {
    id: 'CVE-2026-34360 and CVE-2026-34361 (HAPI FHIR): the server fetches no address',
    code: /\bfetch\(|from 'node:(https|http2|dgram)'|\b(https?|undici)\.request\(|from 'undici'/,
    packages: /^(axios|got|undici|node-fetch|request|superagent)$/,
  },
  {
    id: 'CVE-2026-55471 (HAPI FHIR): no XML is read',
    code: /DOMParser|parseFromString|XMLParser/,
    packages: /xml|sax|cheerio|jsdom/,
  },
  {
    id: 'CVE-2023-24057 and CVE-2023-28465 (HAPI FHIR): no archive is unpacked',
    code: /from 'node:zlib'|\bunzip|\bextract(All|Zip|Tar)/i,
    packages: /zip|^tar$|tar-|unpack|decompress/,
  },
]

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !/\.test\.ts$|(^|\/)test-/.test(path),
)
const dependencies = Object.keys(
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> })
    .dependencies,
)

describe('holes that need what we do not have', () => {
  it.each(ABSENT)('$id', ({ code, packages }) => {
    expect(files.length).toBeGreaterThan(150)
    expect(files.filter((path) => code.test(readFileSync(join(ROOT, 'src', path), 'utf8')))).toEqual([])
    expect(dependencies.filter((name) => packages.test(name))).toEqual([])
  })
})
