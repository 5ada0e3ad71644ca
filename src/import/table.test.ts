import { describe, expect, it } from 'vitest'
import { SiteRow } from '../center/center.ts'
import { TABLES } from './facts.ts'
import { readTable } from './table.ts'
import { readText } from './text.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const sites = (text: string) => readTable('sites.csv', text, SiteRow)
const HEADER = 'code,name,telehealth_pool'
const one = { code: 'a', name: 'A', telehealth_pool: 'p' }

describe('a table', () => {
  it.each([
    ['LF', `${HEADER}\na,A,p\n`],
    ['CRLF and no last line end', `${HEADER}\r\na,A,p`],
    ['CR alone', `${HEADER}\ra,A,p\r`],
    ['semicolons', 'code;name;telehealth_pool\na;A;p\n'],
    ['another order, spaces and capitals', ' Name , CODE,telehealth_pool\n A , a , p \n'],
    ['quotes', `${HEADER}\n"a","A","p"\n`],
    ['empty lines', `${HEADER}\n\n  \na,A,p\n\n`],
  ])('is read with %s', (_, text) => {
    const { rows, findings } = sites(text)
    expect(findings).toEqual([])
    expect(rows).toEqual([expect.objectContaining(one)])
  })

  it('keeps quoted line breaks, doubled quotes and delimiters, and still counts lines', () => {
    const { rows } = sites(`${HEADER}\na,"A ""east"", old\r\nhouse",p\r\nb,B,\n`)
    expect(rows).toEqual([
      { code: 'a', name: 'A "east", old\nhouse', telehealth_pool: 'p', line: 2 },
      { code: 'b', name: 'B', telehealth_pool: '', line: 4 },
    ])
  })

  it('may lack an optional column, and keeps formulas as text', () => {
    expect(sites('code,name\na,=1+1\n').rows).toEqual([{ code: 'a', name: '=1+1', telehealth_pool: '', line: 2 }])
  })

  const wrong: [what: string, text: string, line: number, column: string, words: RegExp][] = [
    ['an empty file', '', 1, '', /empty/],
    ['a misspelled column', 'code,name,telehelth_pool\na,A,p\n', 1, 'telehelth_pool', /no such column/],
    ['a needed column missing', 'code\na\n', 1, 'name', /missing/],
    ['a column twice', 'code,name,name\na,A,A\n', 1, 'name', /twice/],
    ['a prototype as column', 'code,name,__proto__\na,A,x\n', 1, '__proto__', /no such column/],
    ['a cell too many', `${HEADER}\na,A,p,q\n`, 2, '', /4 cells, the header 3/],
    ['an unclosed quote', `${HEADER}\na,"A,p\nb,B,\n`, 2, '', /never closed/],
    ['a quote in a cell', `${HEADER}\nb,B,\na,A"x,p\n`, 3, '', /middle of a cell/],
    ['text after a quote', `${HEADER}\na,"A"x,p\n`, 2, '', /closing quote/],
    ['an empty cell', `${HEADER}\na,,p\n`, 2, 'name', /empty/],
    ['no code', `${HEADER}\na b,A,p\n`, 2, 'code', /not a code/],
  ]
  it.each(wrong)('names %s with line, column and advice', (_, text, ...[line, column, words]) => {
    const { findings } = sites(text)
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ severity: 'error', file: 'sites.csv', line, column })
    expect(findings[0]?.what).toMatch(words)
    expect(findings[0]?.fix).not.toBe('')
  })

  it('offers the nearest column', () => {
    expect(sites('code,nmae\na,A\n').findings.map((finding) => finding.fix)).toContain('Maybe "name".')
  })

  it('refuses more than 200,000 rows before parsing; line breaks in quotes are none', () => {
    expect(sites(`${HEADER}\n${'a,A,p\n'.repeat(200_001)}`).findings[0]?.what).toMatch(/more than 200,000 rows/)
    expect(sites(`${HEADER}\na,"${'\n'.repeat(150)}A",p\n`).rows).toHaveLength(1)
  })

  it('says the reader’s own words for an optional cell', () => {
    const columns = 'staff,service,valid_from,valid_until'
    const { findings } = readTable('licenses.csv', `${columns}\na,b,2026-01-01,2026-02-30\n`, TABLES['licenses.csv'])
    expect(findings[0]).toMatchObject({ column: 'valid_until', what: '"2026-02-30" is not a date' })
  })
})

describe('the text of a file', () => {
  it('is UTF-8, with or without a byte order mark', () => {
    expect(readText(utf8('\ufeffnaïve 東 😀'))).toEqual({ text: 'naïve 東 😀' })
    const long = 'aé東😀\n'.repeat(20_000)
    expect(readText(utf8(long))).toEqual({ text: long })
  })

  const bytes = (...parts: (string | number)[]) =>
    new Uint8Array(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...utf8(part)])))
  const wrong: [what: string, bytes: Uint8Array, line: number, words: RegExp][] = [
    ['Latin-1', bytes('a\nb\nJos', 0xe9, ',x'), 3, /byte E9 is not UTF-8/],
    ['Windows-1252', bytes('a', 0x93, 'b', 0x94), 1, /byte 93/],
    ['UTF-16, little end first', bytes(0xff, 0xfe, 'a', 0), 1, /UTF-16/],
    ['UTF-16, big end first', bytes(0xfe, 0xff, 0, 'a'), 1, /UTF-16/],
    ['a spreadsheet', bytes('PK', 3, 4), 1, /spreadsheet/],
    ['NUL', bytes('a\nb', 0, 'c'), 2, /NUL/],
    ['half of a character', bytes('a', 0xed, 0xa0, 0x80), 1, /byte ED/],
    ['an overlong form', bytes('a', 0xc0, 0xaf), 1, /byte C0/],
    ['an end in the middle of a character', bytes('a', 0xe6, 0x9d), 1, /byte E6/],
    ['more than Unicode holds', bytes(0xf4, 0x90, 0x80, 0x80), 1, /byte F4/],
  ]
  it.each(wrong)('is refused as %s, with the line and what to do', (_, file, line, words) => {
    const read = readText(file)
    expect(read).toMatchObject({ line })
    expect('wrong' in read && read.wrong).toMatch(words)
    expect('fix' in read && read.fix).toMatch(/UTF-8|Remove/)
  })
})
