import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mayAsk, POLICIES } from './access/policy.ts'
import { Role } from './access/sign-in.ts'
import { sentencesOf } from './schedule/reasons.ts'
import { Cause } from './schedule/week-board.ts'

/** The project's papers against the code: every table, folder, route and policy stands in them, and nothing that is gone. */
const ROOT = resolve(import.meta.dirname, '..')
const PAPERS = ['README.md', 'STYLE.md', 'CONTRIBUTING.md', 'SECURITY.md', ...markdownIn('docs')]
const READER =
  /\b(?:front desk|counselor|supervisor|prescriber|screen technician|director|biller|privacy officer|administrator|participant|supporter)\b/g

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
/** Words in `code` type outside the fenced examples. */
const codeWords = (text: string) =>
  new Set([...text.replaceAll(/^```[^]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map((found) => found[1]!))
const missingFrom = (paper: string, wanted: readonly string[]) => wanted.filter((word) => !codeWords(paper).has(word))

function markdownIn(folder: string): string[] {
  const paths = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  return paths.filter((path) => path.endsWith('.md')).map((path) => join(folder, path))
}

/** Tables of schema evenkeel as the generated types list them, and those of the other schemas as the migrations make them. */
function tables(): string[] {
  const listed = /export interface DB \{([^}]*)\}/.exec(read('src/kernel/tables.generated.ts'))?.[1] ?? ''
  const made = migrations().flatMap((text) => [
    ...text.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?((?:auth|sec|audit)\.\w+)/g),
  ])
  return [...[...listed.matchAll(/^ {2}(\w+):/gm)], ...made].map((found) => found[1]!)
}

function migrations(): string[] {
  const files = readdirSync(join(ROOT, 'migrations')).map((name) => read(join('migrations', name)))
  return [...files, read('src/kernel/migrate.ts')]
}

interface Route {
  /** `GET /api/health` */
  readonly name: string
  readonly policy: string
}

/** The routes as their files write them, one list for each `app.get(...)`: one path, or the paths of a loop around it. */
function routesIn(text: string): Route[][] {
  const single = text.matchAll(/app\.(get|post|put|patch|delete)\(\s*'([^']+)',\s*\{[^}]*?policy:\s*'([^']+)'/g)
  const looped = text.matchAll(/for \(const path of \[([^\]]+)\]\)\s*\{?\s*app\.(get)\(path,\s*\{ policy: '([^']+)'/g)
  const route = (method: string, path: string, policy: string) => ({ name: `${method.toUpperCase()} ${path}`, policy })
  return [
    ...[...single].map(([, method = '', path = '', policy = '']) => [route(method, path, policy)]),
    ...[...looped].map(([, list = '', method = '', policy = '']) =>
      [...list.matchAll(/'([^']+)'/g)].map(([, path = '']) => route(method, path, policy)),
    ),
  ]
}

function routeFiles(): string[] {
  const paths = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  return [...paths.filter((path) => path.endsWith('.routes.ts')), 'app.ts', 'kernel/pages.ts'].map((path) =>
    join('src', path),
  )
}

/** Lines of a table's body as their cells. */
function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[-| :]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )
}

describe('docs/words.md', () => {
  const paper = read('docs/words.md')

  it('names every table', () => {
    expect(tables().length).toBeGreaterThan(30)
    expect(missingFrom(paper, tables())).toEqual([])
  })

  it('names every folder of src, and none that is gone', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
    const named = new Set(
      rowsOf(paper)
        .slice(1)
        .map((cells) => cells[1]!.replaceAll('`', '')),
    )
    expect([...named].toSorted()).toEqual(folders.toSorted())
  })

  it('names types the code really exports', () => {
    const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    )
    const exported = new Set(
      sources.flatMap((path) =>
        [...read(join('src', path)).matchAll(/^export (?:interface|type|const|class) (\w+)/gm)].map(
          (found) => found[1]!,
        ),
      ),
    )
    const named = rowsOf(paper)
      .slice(1)
      .flatMap((cells) => [...codeWords(cells[2]!)])
    const types = named.map((name) => name.split('.')[0]!).filter((name) => /^[A-Z]/.test(name))
    expect(types.length).toBeGreaterThan(30)
    expect(types.filter((name) => !exported.has(name))).toEqual([])
  })

  it('sees a table and a folder that are missing', () => {
    expect(missingFrom('`seat` and\n```\n`room`\n```\n', ['seat', 'room', 'payer'])).toEqual(['room', 'payer'])
  })
})

describe('docs/api.md', () => {
  const paper = read('docs/api.md')
  const sources = routeFiles().map(read)

  it('gives each route its policy', () => {
    const understood = sources.flatMap(routesIn)
    const handlers = sources.flatMap((text) => [...text.matchAll(/\bapp\.(?:get|post|put|patch|delete)\(/g)])
    expect(understood.length).toBe(handlers.length)
    expect(understood.length).toBeGreaterThan(15)
    const written = rowsOf(paper).flatMap(([names = '', policy = '']) =>
      [...codeWords(names)].map((name) => ({ name, policy: policy.replaceAll('`', '') })),
    )
    const listed = written.filter(({ name }) => /^(?:GET|POST|PUT|PATCH|DELETE) \//.test(name))
    const ordered = (found: Route[]) => found.map(({ name, policy }) => `${name} ${policy}`).toSorted()
    expect(ordered(listed)).toEqual(ordered(understood.flat()))
  })

  it('says of each policy which roles may ask', () => {
    const rows = rowsOf(paper).filter(
      ([names = '']) => Object.keys(POLICIES).some((name) => names.includes(`\`${name}\``)) && !names.includes('/'),
    )
    const said = new Map(
      rows.flatMap(([names = '', who = '']) => [...codeWords(names)].map((name) => [name, who] as const)),
    )
    expect([...said.keys()].toSorted()).toEqual(Object.keys(POLICIES).toSorted())
    for (const [name, who] of said) {
      const everybody = /^(?:everybody|whoever)/.test(who)
      const roles = Role.options.filter((role) => mayAsk(name as keyof typeof POLICIES, role))
      const words = [...new Set(who.match(READER))].map((word) => word.replace(' ', '-'))
      expect(everybody ? [...Role.options] : words.toSorted(), name).toEqual(everybody ? roles : roles.toSorted())
    }
  })

  it('has a line for every table', () => {
    expect(missingFrom(paper, tables())).toEqual([])
  })

  it('reads a route from its source', () => {
    expect(routesIn("app.put(\n  '/api/x/:id',\n  { policy: 'week.plan', schema: {} }, f)")).toEqual([
      [{ name: 'PUT /api/x/:id', policy: 'week.plan' }],
    ])
    expect(routesIn("for (const path of ['/a', '/b']) {\n app.get(path, { policy: 'page.open' }, f)")[0]).toHaveLength(
      2,
    )
  })
})

describe('docs/states/shortfall-cause.md', () => {
  const rows = rowsOf(read('docs/states/shortfall-cause.md'))

  it('holds each cause with the sentence people read', () => {
    const causes = rows.filter((cells) => cells.length === 5).slice(1)
    expect(causes.map((cells) => cells[2]!.replaceAll('`', '')).toSorted()).toEqual([...Cause.options].toSorted())
    for (const [, , cause = '', , sentence = ''] of causes) {
      expect(sentencesOf({ cause: Cause.parse(cause.replaceAll('`', '')), binding: [] })).toEqual([sentence])
    }
  })

  it('holds each hard rule with its sentence', () => {
    const rules = rows.filter(([rule = '', ...more]) => /^H\d+$/.test(rule) && more.length === 1)
    expect(rules.map(([rule]) => rule)).toEqual(Array.from({ length: 19 }, (_, at) => `H${at + 1}`))
    for (const [rule = '', sentence = ''] of rules) {
      expect(sentencesOf({ cause: 'capacity', binding: [{ rule }] })[1]).toBe(sentence)
    }
  })
})

/** Pictures are made by the browser tests from the demo center, so they may not be there yet. */
const isMade = (target: string) => /(^|\/)pictures\//.test(target)

function deadLinks(path: string, text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((found) => found[1]!)
  const local = targets.filter((target) => !/^(?:https?:|mailto:|#)/.test(target) && !isMade(target))
  return local
    .filter((target) => !existsSync(join(ROOT, dirname(path), target.split('#')[0]!)))
    .map((target) => `${path}: ${target}`)
}

describe('links between papers', () => {
  it('lead somewhere', () => {
    expect(PAPERS.length).toBeGreaterThan(15)
    expect(PAPERS.flatMap((path) => deadLinks(path, read(path)))).toEqual([])
  })

  it('are seen when they do not', () => {
    expect(deadLinks('README.md', '[a](docs/nowhere.md) [b](LICENSE) [c](docs/pictures/x.png)')).toEqual([
      'README.md: docs/nowhere.md',
    ])
  })
})
