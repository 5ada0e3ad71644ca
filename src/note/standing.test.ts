import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TEMPLATES, type Template } from './group-note.ts'
import { licenseTrouble, mergeNotes, missingInNote, type NoteDraft } from './single-note.ts'
import { mayDo, NOTE_STATES, type NoteState, stateOf } from './standing.ts'
import { inTemplate, wordsOf } from './template.ts'

const page = readFileSync(new URL('../../docs/states/note.md', import.meta.url), 'utf8')
/** The rows of the table under a heading, as trimmed cells. */
function tableOf(heading: string): string[][] {
  const [, section = ''] = page.split(`## ${heading}`)
  const lines = section
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}
const listed = (cell = '') => cell.split(', ').filter((one) => one !== '')
const at = (cell = '') => (cell === '-' ? null : `2026-11-23T1${cell}:00:00Z`)

describe('where a note stands (docs/states/note.md)', () => {
  const standing = tableOf('Where it stands')
  it.each(standing)('signed %s, needs %s, back %s, added %s, co-signed %s: %s', (...cells) => {
    const [signed, needs, back, added, coSigned, state] = cells
    const events = { signedAt: at(signed), sentBackAt: at(back), addedAt: at(added), coSignedAt: at(coSigned) }
    expect(stateOf({ ...events, needsCoSignature: needs === 'yes' })).toBe(state)
  })

  it.each(tableOf('Who may do what'))('%s: author %s, writer %s, supervisor %s, reader %s', (state, ...acts) => {
    for (const [n, who] of (['author', 'writer', 'supervisor', 'reader'] as const).entries())
      expect([who, mayDo(state as NoteState, who)]).toEqual([who, listed(acts[n])])
  })

  it('is said of every state', () => {
    expect(new Set(standing.map((cells) => cells.at(-1)))).toEqual(new Set(NOTE_STATES))
    expect(tableOf('Who may do what').map(([state]) => state)).toEqual([...NOTE_STATES])
  })
})

const LAST = 'Came on time and spoke of the new job and of what the first month of it will be like.'
const note = (parts: NoteDraft['parts'], more: Partial<NoteDraft> = {}): NoteDraft => ({
  kind: 'individual',
  template: 'DAP',
  session: null,
  addendumTo: null,
  parts,
  chips: [],
  copiedFrom: null,
  ...more,
})

describe('what is missing before a note is signed', () => {
  it.each(tableOf('What is missing before one person'))('%s, over %s, %s, parts %s, like %s: %s', (...cells) => {
    const [about, over, marked, parts, like, missing] = cells
    const words = like?.startsWith('yes') ? LAST : 'Own words of today, none of them from another day.'
    const written = Object.fromEntries(listed(parts).map((part) => [part, part === 'data' ? words : `${part}.`]))
    const found = missingInNote(note(written, { addendumTo: about === 'addendum' ? 'another' : null }), {
      session:
        about === 'session'
          ? { over: over === 'yes', attendance: marked === '-' ? null : marked!, absent: marked === 'absent' }
          : null,
      lastWords: LAST,
      clonedOnPurpose: like === 'yes, and it is right',
    })
    expect(found.map((one) => (one.what === 'no-part' ? `no-part ${one.part}` : one.what))).toEqual(listed(missing))
  })

  it('says of a license what ended when', () => {
    const held = (until: string | null, from = '2026-01-01') => ({ valid_from: from, valid_until: until })
    const asked = { service: 'Individual', day: '2026-11-23', today: '2026-11-24' }
    expect(licenseTrouble([held(null)], asked)).toBeNull()
    expect(licenseTrouble([held('2026-11-24')], asked)).toBeNull()
    expect(licenseTrouble([held('2026-11-23')], asked)).toMatch(/ended on 2026-11-23; the session was on 2026-11-23/)
    expect(licenseTrouble([held('2026-11-20')], asked)).toMatch(/ended on 2026-11-20.*Maybe record the renewed/)
    expect(licenseTrouble([held(null, '2026-11-24')], asked)).toMatch(/begins on 2026-11-24/)
    expect(licenseTrouble([], asked)).toMatch(/No license for Individual/)
  })
})

describe('words of a note', () => {
  const template = fc.constantFrom(...(Object.keys(TEMPLATES) as Template[]))
  const words = fc.constantFrom('', 'one', 'two', 'three', 'four')
  const written = fc.record(Object.fromEntries(TEMPLATES.SOAP.map((part) => [part, words])))

  it('all follow into another template', () => {
    fc.assert(
      fc.property(written, template, (parts, other) => {
        const moved = inTemplate(note(parts, { template: 'SOAP' }), other)
        expect(Object.keys(moved.parts)).toEqual([...TEMPLATES[other]])
        const sorted = (text: string) =>
          text
            .split(/\s+/)
            .filter((one) => one !== '')
            .toSorted()
        expect(sorted(wordsOf(moved))).toEqual(sorted(Object.values(parts).join(' ')))
      }),
    )
  })

  it('of two screens are all in the merged note or named as a conflict', () => {
    fc.assert(
      fc.property(written, written, written, (was, mine, theirs) => {
        const soap = (parts: NoteDraft['parts']) => note(parts, { template: 'SOAP' })
        const { draft, conflicts } = mergeNotes(soap(was), soap(mine), soap(theirs))
        for (const [part, text] of [...Object.entries(mine), ...Object.entries(theirs)])
          if (text !== was[part])
            expect([draft.parts[part], ...conflicts.flatMap((one) => [one.mine, one.theirs])]).toContain(text)
      }),
    )
  })
})
