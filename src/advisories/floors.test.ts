import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { minorWarning } from '../kernel/postgres/binaries.ts'
import { ROOT } from '../kernel/surroundings.ts'

interface Lock {
  readonly packages: Record<string, { readonly version?: string }>
}

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock

/** The lowest version without a known hole; `absent`: not in our tree, neither directly nor through others. */
const FLOORS: Readonly<Record<string, string>> = {
  // CVE-2026-25223, CVE-2026-3419
  fastify: '5.8.1',
  // Newer ones need Node 22.
  kysely: '0.28.18',
  // CVE-2025-61928 and some twenty more
  'better-auth': 'absent',
  // CVE-2026-39356
  'drizzle-orm': 'absent',
}

const versionsOf = (name: string) =>
  Object.entries(lock.packages)
    .filter(([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`))
    .map(([, { version }]) => version ?? '')

function isBelow(version: string, floor: string): boolean {
  const [found = [], least = []] = [version, floor].map((text) => text.split('.').map(Number))
  const at = found.findIndex((part, place) => part !== least[place])
  return at >= 0 && found[at]! < (least[at] ?? 0)
}

describe('known holes of libraries', () => {
  it.each(Object.entries(FLOORS))('%s is %s or later in every place of the tree', (name, floor) => {
    const versions = versionsOf(name)
    if (floor === 'absent') expect(versions).toEqual([])
    else {
      expect(versions.length).toBeGreaterThan(0)
      expect(versions.filter((version) => isBelow(version, floor))).toEqual([])
    }
  })

  it('would be seen below the floor', () => {
    expect([
      isBelow('5.8.0', '5.8.1'),
      isBelow('4.99.9', '5.8.1'),
      isBelow('5.8.1', '5.8.1'),
      isBelow('5.12.0', '5.8.1'),
    ]).toEqual([true, true, false, false])
  })

  it('PostgreSQL 18.4 closed eleven of them: an older minor is named at the start', () => {
    const binaries = { bin: '/usr/lib/postgresql/18/bin', major: 18 }
    expect(minorWarning({ ...binaries, minor: 3 })).toContain('PostgreSQL 18.3 is a security minor behind')
    expect(minorWarning({ ...binaries, minor: 99 })).toBeUndefined()
  })
})
