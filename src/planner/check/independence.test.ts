import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const planner = fileURLToPath(new URL('..', import.meta.url))

/** Every file of the planner that a file reaches through imports of values; types are gone when the checker runs. */
function reached(entry: string, read: (path: string) => string): string[] {
  const found = new Set([entry])
  for (const path of found) {
    for (const [, target] of read(path).matchAll(/^(?:im|ex)port (?!type\b)[^;]*?from '(\.[^']+)'/gm)) {
      found.add(join(dirname(path), target ?? ''))
    }
  }
  return [...found]
}

function outsiders(paths: readonly string[]): string[] {
  return paths.filter((path) => !/^(check|rules|costs|model)\//.test(path))
}

test('the checker reaches no search code, so that one mistake cannot be made on both sides', () => {
  const paths = reached('check/check.ts', (path) => readFileSync(join(planner, path), 'utf8'))
  expect(paths).toContain('rules/h19-frozen-past.ts')
  expect(paths).toContain('costs/s11-change.ts')
  expect(paths).toContain('check/well-formed/given.ts')
  expect(outsiders(paths)).toEqual([])
})

test('the guard sees search code that hides behind a rule', () => {
  const sources: Record<string, string> = {
    'check/check.ts':
      "import type { A } from '../person-week/a.ts'\nimport {\n  duty,\n} from '../rules/h03-duty.ts'\n",
    'rules/h03-duty.ts': "import { priceOf } from '../search/price.ts'\n",
    'search/price.ts': '',
  }
  expect(outsiders(reached('check/check.ts', (path) => sources[path] ?? ''))).toEqual(['search/price.ts'])
})
