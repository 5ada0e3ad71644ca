import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LIMITS, readFolder } from './read-folder.worker.ts'

const TEMPLATES = fileURLToPath(new URL('../../templates/', import.meta.url))
const WINDOW = { from: '2026-11-23', until: '2027-02-22', zone: 'America/New_York' }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-folder-'))
  cpSync(TEMPLATES, folder, { recursive: true, filter: (path) => !path.endsWith('.json') })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (file: string, text: string | Uint8Array) => {
  mkdirSync(join(folder, file, '..'), { recursive: true })
  writeFileSync(join(folder, file), text)
}
const read = (without: string[] = [], limits = LIMITS) => readFolder(folder, without, () => WINDOW, limits)
const calendar = (...lines: string[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    'UID:1',
    'DTSTAMP:20261101T000000Z',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')

describe('a folder', () => {
  it('leaves nothing out without a word: other folders, a folder in place of a file, a misspelled --without', async () => {
    write('Calendars/a.ics', calendar('DTSTART:20261201T100000Z'))
    mkdirSync(join(folder, 'calendars', 'b.ics'), { recursive: true })
    const { findings } = await read(['people.cvs'])
    expect(findings.map(({ severity, file, what }) => [severity, file, what])).toEqual([
      ['warning', 'Calendars', 'the file is not part of the format'],
      ['warning', 'people.cvs', 'the folder holds no file of this name to leave out'],
      ['error', 'calendars/b.ics', 'it is not a plain file'],
    ])
  })

  it('is read whole; its hash changes with any file', async () => {
    const { facts, findings, hash } = await read()
    expect(findings).toEqual([])
    expect(facts['people.csv']).toHaveLength(1)
    expect((await read()).hash).toBe(hash)
    write('obligations.csv', 'person,day,starts,ends,from,until,why\n')
    expect((await read()).hash).not.toBe(hash)
  })

  it('lacks a file only on purpose', async () => {
    rmSync(join(folder, 'rooms.csv'))
    expect((await read()).findings).toMatchObject([
      { severity: 'error', file: 'rooms.csv', fix: expect.stringContaining('--without rooms.csv') },
    ])
    expect((await read(['rooms.csv'])).findings).toEqual([])
    rmSync(join(folder, 'obligations.csv'))
    expect((await read(['rooms.csv'])).findings).toEqual([])
  })

  it('names files it does not know, and follows no link out of the folder', async () => {
    write('peple.csv', 'x')
    write('calendars/notes.txt', 'x')
    symlinkSync('/etc/hostname', join(folder, 'program.json'))
    expect((await read()).findings.map((one) => `${one.severity} ${one.file}`).toSorted()).toEqual([
      'error program.json',
      'warning calendars/notes.txt',
      'warning peple.csv',
    ])
  })
})

describe('bad input costs its limit and no more', () => {
  it('a 50 MB file is refused unread', async () => {
    truncateSync(join(folder, 'people.csv'), 50_000_000)
    const started = performance.now()
    expect((await read()).findings).toMatchObject([
      { severity: 'error', file: 'people.csv', what: expect.stringContaining('50 MB') },
    ])
    expect(performance.now() - started).toBeLessThan(8000)
  })

  it('a million-event recurrence keeps its time busy, is named, and answers in time', async () => {
    write(
      'calendars/p001.ics',
      calendar('DTSTART:20261124T090000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY;COUNT=1000000', 'SUMMARY:x'),
    )
    const started = performance.now()
    const { facts, findings } = await read()
    expect(performance.now() - started).toBeLessThan(8000)
    expect(findings).toMatchObject([{ severity: 'warning', file: 'calendars/p001.ics', line: 3, person: 'p001' }])
    expect(facts.calendars[0]?.busy.length).toBeGreaterThan(0)
    expect(facts.calendars[0]?.busy.length).toBeLessThanOrEqual(5000)
  })

  it('an unreadable calendar item is a warning without its title; an unreadable file an error', async () => {
    write(
      'calendars/p001.ics',
      calendar('DTSTART;TZID=Mars/Olympus:20261124T090000', 'DURATION:PT1H', 'SUMMARY:Secret clinic'),
    )
    const { facts, findings } = await read()
    expect(findings).toMatchObject([{ severity: 'warning', file: 'calendars/p001.ics', person: 'p001' }])
    expect(JSON.stringify(findings)).not.toContain('Secret')
    const [busy] = facts.calendars[0]?.busy ?? []
    expect((busy?.endAt ?? 0) - (busy?.startAt ?? 0)).toBeGreaterThan(3_600_000)
    write('calendars/p001.ics', '<html>')
    expect((await read()).findings).toMatchObject([
      { severity: 'error', fix: expect.stringContaining('--without calendars/p001.ics') },
    ])
    expect((await read(['calendars/p001.ics'])).findings).toEqual([])
  })

  it('a file that takes too long or too much memory is refused, and the others are still read', async () => {
    write('obligations.csv', `person,day,starts,ends,from,until,why\n${'p001,mon,08:00,09:00,,,\n'.repeat(190_000)}`)
    const small = await read([], { ...LIMITS, megabytesAFile: 48 })
    expect(small.findings).toMatchObject([
      { severity: 'error', file: 'obligations.csv', what: expect.stringContaining('memory') },
    ])
    expect(small.facts['people.csv']).toHaveLength(1)
    const hasty = await read([], { ...LIMITS, millisecondsAFile: 1 })
    expect(hasty.findings.every((one) => one.what.includes('takes longer'))).toBe(true)
    const short = await read([], { ...LIMITS, millisecondsARun: 0 })
    expect(short.findings.every((one) => one.what.includes('whole import'))).toBe(true)
    expect(short.facts['center.csv']).toBeUndefined()
  })

  it('a title that cannot be stored loses what cannot, not the item', async () => {
    write(
      'calendars/p001.ics',
      calendar('DTSTART:20261124T090000Z', 'DURATION:PT1H', `SUMMARY:a\u0000b${'😀'.repeat(150)}`),
    )
    const title = (await read()).facts.calendars[0]?.busy[0]?.title ?? ''
    expect(title).toMatch(/^a.?b😀/u)
    expect(title).not.toMatch(/[\p{Surrogate}\p{Cc}]/u)
  })

  it('many findings of one file are counted', async () => {
    write('obligations.csv', `person,day,starts,ends,from,until,why\n${'p001,noday,08:00,09:00,,,\n'.repeat(500)}`)
    const { findings } = await read()
    expect(findings).toHaveLength(201)
    expect(findings.at(-1)).toMatchObject({ severity: 'error', what: '300 more findings in this file' })
  })
})
