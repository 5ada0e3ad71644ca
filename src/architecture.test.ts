import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * The dependency rule (house.md): routes -> rows -> rules -> nothing; a concept imports only concepts listed before it in
 * app.ts; pure folders and the kernel import no concept; the checker reaches no search code; no cycles; no empty names.
 */
const ROOT = resolve(import.meta.dirname, '..')
const SRC = join(ROOT, 'src')
const PURE_FOLDERS = ['planner', 'statistics', 'measure']
const ROLES = /\.(rows|routes|jobs|worker|command)\.ts$/
const EMPTY_NAMES =
  /(^|[-./])(util|utils|helper|helpers|common|misc|manager|controller|dto|impl|base|index|service-layer)(?=[-.]|$)/

interface File {
  /** Path below `src`. */
  readonly path: string
  readonly imports: readonly string[]
  readonly packages: readonly string[]
}

function sourceFiles(): File[] {
  const paths = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  return paths.map((path) => parse(path, readFileSync(join(SRC, path), 'utf8')))
}

function parse(path: string, text: string): File {
  const found = [
    ...text.matchAll(/^(?:import|export)\b[^'"\n]*?(?:\bfrom\s*)?(?:\{[^}]*\}\s*from\s*)?['"]([^'"]+)['"]/gms),
  ].map((match) => match[1]!)
  const local = found.filter((name) => name.startsWith('.'))
  return {
    path,
    imports: local.map((name) => relative(SRC, resolve(SRC, dirname(path), name))),
    packages: found.filter((name) => !name.startsWith('.')),
  }
}

const isTest = (path: string) => path.endsWith('.test.ts') || /(^|\/)(test-[\w-]+|example-[\w-]+)\.ts$/.test(path)
const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')
const roleOf = (path: string) => ROLES.exec(path)?.[1] ?? 'rules'

/** Every fault of a set of files under an order of concepts, in words; pure, so that it can be tried on planted faults. */
function faultsIn(files: readonly File[], concepts: readonly string[]): string[] {
  return [...files.filter((file) => !isTest(file.path)).flatMap((file) => faultsOf(file, concepts)), ...cyclesIn(files)]
}

function faultsOf(file: File, concepts: readonly string[]): string[] {
  const faults: string[] = []
  const folder = folderOf(file.path)
  const place = concepts.indexOf(folder)
  if (EMPTY_NAMES.test(file.path)) faults.push(`${file.path}: the name says nothing`)
  if (!/^[a-z0-9./-]+$/.test(file.path)) faults.push(`${file.path}: not kebab-case`)
  if (folder !== '' && place < 0 && ![...PURE_FOLDERS, 'kernel'].includes(folder))
    faults.push(`${file.path}: folder ${folder} is not in the list of app.ts`)
  if (place >= 0 && roleOf(file.path) === 'rules') {
    faults.push(
      ...file.packages
        .filter((name) => name.startsWith('node:'))
        .map((name) => `${file.path}: a rule file imports ${name}`),
    )
    faults.push(
      ...file.imports.filter((path) => ROLES.test(path)).map((path) => `${file.path}: a rule file imports ${path}`),
    )
  }
  if (roleOf(file.path) === 'rows') {
    faults.push(
      ...file.imports
        .filter((path) => path.endsWith('.routes.ts'))
        .map((path) => `${file.path}: rows import routes ${path}`),
    )
  }
  for (const path of file.imports) {
    const other = folderOf(path)
    if (other === folder || other === '') continue
    const target = concepts.indexOf(other)
    if (PURE_FOLDERS.includes(folder)) faults.push(`${file.path}: a pure folder imports ${path}`)
    else if (folder === 'kernel' && target >= 0) faults.push(`${file.path}: the kernel imports the concept ${other}`)
    else if (place >= 0 && target > place)
      faults.push(`${file.path}: ${folder} stands before ${other} and imports ${path}`)
  }
  return faults
}

/** Import cycles, each named by the file where it closes. */
function cyclesIn(files: readonly File[]): string[] {
  const imports = new Map(files.map((file) => [file.path, file.imports]))
  const done = new Set<string>()
  const found: string[] = []
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push(`cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' -> ')}`)
    if (done.has(path) || trail.includes(path)) return
    for (const next of imports.get(path) ?? []) walk(next, [...trail, path])
    done.add(path)
  }
  for (const file of files) walk(file.path, [])
  return found
}

/** Everything a file reaches. */
function reachOf(files: readonly File[], start: string): Set<string> {
  const imports = new Map(files.map((file) => [file.path, file.imports]))
  const reached = new Set<string>()
  const walk = (path: string): void => {
    if (reached.has(path)) return
    reached.add(path)
    for (const next of imports.get(path) ?? []) walk(next)
  }
  walk(start)
  return reached
}

/** The ordered list of concepts as app.ts states it; read, not imported, so that this test starts no server code. */
function conceptsOfApp(): string[] {
  const list = /export const CONCEPTS = \[([^\]]*)\]/.exec(readFileSync(join(SRC, 'app.ts'), 'utf8'))
  return [...(list?.[1] ?? '').matchAll(/'([\w-]+)'/g)].map((match) => match[1]!)
}

describe('the house stands', () => {
  const files = sourceFiles()
  const concepts = conceptsOfApp()

  it('reads all of it', () => {
    expect(files.length).toBeGreaterThan(150)
    expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(400)
    expect(concepts.length).toBeGreaterThanOrEqual(10)
  })

  it('keeps the order of concepts, the purity of rules and planner, and has no cycle', () => {
    expect(faultsIn(files, concepts)).toEqual([])
  })

  it('keeps search code out of the checker', () => {
    const reached = [...reachOf(files, 'planner/check/check.ts')]
    expect(reached.length).toBeGreaterThan(25)
    expect(reached.filter((path) => /^planner\/(search|person-week|explain|solve|bound)/.test(path))).toEqual([])
  })

  it('keeps the web from server code', () => {
    const web = readdirSync(join(ROOT, 'web'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.tsx?$/.test(path),
    )
    const reached = web.flatMap((path) =>
      [...readFileSync(join(ROOT, 'web', path), 'utf8').matchAll(/from '([^']*\/src\/[^']*)'/g)].map(
        (match) => `${path}: ${match[1]}`,
      ),
    )
    expect(web.length).toBeGreaterThan(20)
    expect(reached.length).toBeGreaterThan(0)
    expect(reached.filter((line) => ROLES.test(line) || /\/src\/kernel\//.test(line))).toEqual([])
  })
})

describe('the test itself sees planted faults', () => {
  const file = (path: string, ...imports: string[]): File => ({ path, imports, packages: [] })
  const order = ['center', 'access', 'schedule']

  it.each([
    ['a concept that imports a later one', [file('center/center.ts', 'schedule/week.ts'), file('schedule/week.ts')]],
    ['a planner that imports a concept', [file('planner/solve.ts', 'center/zones.ts'), file('center/zones.ts')]],
    ['a kernel that knows a concept', [file('kernel/database.ts', 'access/policy.ts'), file('access/policy.ts')]],
    ['a rule file with rows', [file('center/center.ts', 'center/center.rows.ts'), file('center/center.rows.ts')]],
    ['a rule file with I/O', [{ ...file('center/center.ts'), packages: ['node:fs'] }]],
    [
      'rows that know routes',
      [file('center/center.rows.ts', 'center/center.routes.ts'), file('center/center.routes.ts')],
    ],
    ['an empty name', [file('center/string-utils.ts')]],
    ['a folder nobody listed', [file('billing/claim.ts')]],
    ['a cycle', [file('center/a.ts', 'center/b.ts'), file('center/b.ts', 'center/a.ts')]],
  ])('%s', (_name, files) => {
    expect(faultsIn(files, order)).toHaveLength(1)
  })

  it('and finds none where there is none', () => {
    expect(
      faultsIn(
        [
          file('schedule/week.rows.ts', 'schedule/week.ts', 'center/center.ts'),
          file('schedule/week.ts'),
          file('center/center.ts'),
        ],
        order,
      ),
    ).toEqual([])
  })
})
