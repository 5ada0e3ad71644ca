import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openKeyFiles, rotateKek } from './key-files.ts'
import { birthMark } from './postgres/process-life.ts'
import { keysCommand } from './keys.command.ts'

const NOVEMBER = Date.UTC(2026, 10, 23)
const A_YEAR = 365 * 86_400_000

let scratch: string
let said: string[]
const dataFolder = () => join(scratch, 'data')
const kek = () => join(scratch, 'data.key')
const years = () => `${kek()}.years`
const open = (inUse: readonly string[] = [], file = kek(), now = NOVEMBER) =>
  openKeyFiles({ file, dataFolder: dataFolder(), inUse, clock: () => now, log: (line) => said.push(line) })

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'evenkeel-keys-'))
  mkdirSync(dataFolder())
  said = []
})
afterEach(() => rmSync(scratch, { recursive: true, force: true }))

describe('the key files', () => {
  it('are made on the first start, closed to others, with a line that says to keep them apart', () => {
    const id = open().current()
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(kek())
    expect(said[0]).toMatch(/apart from the data/)
    for (const file of [kek(), years()]) expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(open([id]).current()).toBe(id)
    expect(said).toHaveLength(1)
    for (const secret of said) expect(secret).not.toContain(readFileSync(kek(), 'utf8').trim())
  })

  it('hold one key a year, and the old years stay', () => {
    const first = open().current()
    const later = open([first], kek(), NOVEMBER + A_YEAR)
    const second = later.current()
    expect(second).not.toBe(first)
    const again = open([first, second])
    expect(again.wrapping({ yearKey: first, id: 'a' })).toEqual(later.wrapping({ yearKey: first, id: 'a' }))
    expect(again.wrapping({ yearKey: second, id: 'a' })).not.toEqual(later.wrapping({ yearKey: first, id: 'a' }))
  })

  it('stop the start when sealed words exist and a key is missing, another, an old copy, or inside the data', () => {
    const id = open().current()
    copyFileSync(kek(), join(scratch, 'kept'))
    rmSync(kek())
    expect(() => open([id])).toThrow(expect.objectContaining({ code: 'key-missing' }))
    expect(existsSync(kek())).toBe(false)
    writeFileSync(kek(), `${Buffer.alloc(32, 9).toString('base64url')}\n`, { mode: 0o600 })
    expect(() => open([id])).toThrow(expect.objectContaining({ code: 'key-wrong' }))
    writeFileSync(kek(), 'not a key\n', { mode: 0o600 })
    expect(() => open([id])).toThrow(expect.objectContaining({ code: 'key-wrong' }))
    copyFileSync(join(scratch, 'kept'), kek())
    expect(() => open(['0192f000-0000-7000-8000-000000000000'])).toThrow(
      expect.objectContaining({ code: 'key-missing' }),
    )
    rmSync(years())
    expect(() => open([id])).toThrow(expect.objectContaining({ code: 'key-missing' }))
    expect(() => open([], join(dataFolder(), 'key'))).toThrow(expect.objectContaining({ code: 'key-inside-data' }))
    expect(existsSync(join(dataFolder(), 'key'))).toBe(false)
  })

  it('are refused with advice where they cannot be written', () => {
    // Nobody makes a file here, not even the superuser.
    expect(() => open([], '/sys/evenkeel.key')).toThrow(expect.objectContaining({ code: 'key-not-writable' }))
  })

  it('are refused when everybody may read them', () => {
    open()
    writeFileSync(join(scratch, 'open.key'), readFileSync(kek()), { mode: 0o644 })
    expect(() => open([], join(scratch, 'open.key'))).toThrow(
      expect.objectContaining({ code: 'key-readable-by-others' }),
    )
  })
})

describe('a new key-encryption key', () => {
  it('opens the same year keys, and an older copy of either file opens nothing', () => {
    const store = open()
    const id = store.current()
    const before = store.wrapping({ yearKey: id, id: 'a' })
    copyFileSync(kek(), join(scratch, 'old.key'))
    copyFileSync(years(), join(scratch, 'old.key.years'))
    const lines: string[] = []
    expect(keysCommand(['rotate'], { dataFolder: dataFolder(), kekFile: kek(), log: (line) => lines.push(line) })).toBe(
      0,
    )
    expect(lines[0]).toContain('1 year key')
    expect(readFileSync(kek(), 'utf8')).not.toBe(readFileSync(join(scratch, 'old.key'), 'utf8'))
    expect(open([id]).wrapping({ yearKey: id, id: 'a' })).toEqual(before)
    copyFileSync(join(scratch, 'old.key.years'), years())
    expect(() => open([id])).toThrow(expect.objectContaining({ code: 'key-wrong' }))
  })

  it('may be cut short after each of its steps: the next start completes it', () => {
    const store = open()
    const id = store.current()
    const before = store.wrapping({ yearKey: id, id: 'a' })
    const old = { kek: readFileSync(kek()), years: readFileSync(years()) }
    rotateKek(kek())
    const next = { kek: readFileSync(kek()), years: readFileSync(years()) }
    const both = Buffer.concat([next.kek, old.kek])
    for (const cut of [
      { kek: both, years: old.years },
      { kek: both, years: next.years },
    ]) {
      writeFileSync(kek(), cut.kek, { mode: 0o600 })
      writeFileSync(years(), cut.years, { mode: 0o600 })
      expect(open([id]).wrapping({ yearKey: id, id: 'a' })).toEqual(before)
      expect(readFileSync(kek())).toEqual(next.kek)
    }
  })

  it('waits for the server to be stopped', () => {
    open().current()
    const kept = readFileSync(kek())
    writeFileSync(join(dataFolder(), 'lock'), JSON.stringify({ pid: process.ppid, born: birthMark(process.ppid) }))
    const rotate = () => keysCommand(['rotate'], { dataFolder: dataFolder(), kekFile: kek(), log: () => {} })
    expect(rotate).toThrow(expect.objectContaining({ code: 'folder-in-use' }))
    expect(readFileSync(kek())).toEqual(kept)
    rmSync(join(dataFolder(), 'lock'))
    expect(rotate()).toBe(0)
    expect(readFileSync(kek())).not.toEqual(kept)
  })
})

describe('a destroyed data key', () => {
  it('is gone from the files before destroy returns, and the others stay', () => {
    const store = open()
    const id = store.current()
    const other = store.wrapping({ yearKey: id, id: 'other' })
    store.destroy([{ yearKey: id, id: 'gone' }])
    for (const one of [store, open([id])]) {
      expect(one.wrapping({ yearKey: id, id: 'gone' })).toBeUndefined()
      expect(one.wrapping({ yearKey: id, id: 'other' })).toEqual(other)
    }
    const kept = readFileSync(years())
    store.destroy([{ yearKey: id, id: 'gone' }])
    expect(readFileSync(years())).toEqual(kept)
  })
})
