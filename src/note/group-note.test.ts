import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLONED_FROM, isCloned, likeness } from './clones.ts'
import { type GroupNote, individualNotes, type MemberLine, missingIn, TEMPLATES, type Template } from './group-note.ts'
import { namesIn } from './names.ts'

const NAMES = ['Dana R.', 'José Peña', 'Mary-Ann Li', 'Will', 'Óscar', 'Nia Okafor', 'Al']

const line = (member: string, name: string, more: Partial<MemberLine> = {}): MemberLine => ({
  member,
  name,
  attendance: 'Here',
  absent: false,
  chips: ['spoke up'],
  words: `${member} named two evenings of the week that were hard and one that went well.`,
  plan: 'Call before Friday.',
  before: null,
  clonedOnPurpose: true,
  ...more,
})
const group = (lines: readonly MemberLine[], more: Partial<GroupNote> = {}): GroupNote => ({
  template: 'DAP',
  narrative: 'We practiced how to leave a place where people drink.',
  lines,
  ...more,
})

describe('names', () => {
  const people = NAMES.map((name, id) => ({ id: String(id), name }))

  it.each([
    ['Talked with dana about the bus', 'dana'],
    ['jose PENA came late', 'jose PENA'],
    ["Peña's sister", 'Peña'],
    ['and Oscar, who', 'Oscar'],
    ['mary-ann agreed', 'mary-ann'],
    ['Will agreed', 'Will'],
  ])('are found in %s', (text, written) => {
    expect(namesIn(text, people).map((found) => found.written)).toEqual([written])
  })

  it.each(['bandana', 'We will practice it', 'Al', 'He is a sailor', 'penance'])('are not seen in "%s"', (text) => {
    expect(namesIn(text, people)).toEqual([])
  })

  it('are found wherever they are put into a text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES.slice(0, 6)), fc.string(), fc.string(), (name, before, after) => {
        expect(namesIn(`${before} ${name} ${after}`, [{ id: 'x', name }]).length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('a group note', () => {
  const members = NAMES.map((name, at) => line(`m${at}`, name))

  it('becomes one note for each member, with every part of its template', () => {
    for (const template of Object.keys(TEMPLATES) as Template[]) {
      const notes = individualNotes(group(members, { template }))
      expect(notes.map(({ member }) => member)).toEqual(members.map(({ member }) => member))
      for (const { parts } of notes) expect(Object.keys(parts)).toEqual([...TEMPLATES[template]])
    }
  })

  it('carries no other member into anybody’s note once nothing is missing', () => {
    const words = fc.oneof(
      fc.constantFrom(...NAMES, 'hard', 'evening', 'bus', 'will', 'call'),
      fc.string({ maxLength: 8 }),
    )
    const text = fc.array(words, { maxLength: 8 }).map((parts) => parts.join(' '))
    fc.assert(
      fc.property(text, fc.array(fc.tuple(text, text), { minLength: 2, maxLength: 6 }), (narrative, texts) => {
        const lines = texts.map(([said, plan], at) => line(`m${at}`, NAMES[at]!, { words: said, plan }))
        const note = group(lines, { narrative })
        if (missingIn(note).some(({ what }) => what === 'name')) return
        for (const { member, parts } of individualNotes(note)) {
          const others = lines.filter((one) => one.member !== member).map((one) => ({ id: one.member, name: one.name }))
          expect(namesIn(Object.values(parts).join('\n'), others)).toEqual([])
        }
      }),
    )
  })

  it('tells nobody who was absent what the group did', () => {
    const [first, ...others] = members
    const absent = { ...first!, absent: true, attendance: 'No-show', words: '' }
    const [note] = individualNotes(group([absent, ...others]))
    expect(note).toEqual({
      member: 'm0',
      parts: { data: 'Attendance: No-show.', assessment: '', plan: 'Call before Friday.' },
      chips: [],
    })
  })

  it('lists what is missing in the order it is mended', () => {
    const lines = [
      line('a', 'Dana R.', { attendance: null }),
      line('b', 'José Peña', { words: ' ' }),
      line('c', 'Nia', { words: 'Dana helped her to find another way home.' }),
    ]
    const missing = missingIn(group(lines, { narrative: '' }))
    expect(missing.map(({ what }) => what)).toEqual(['no-narrative', 'unmarked', 'no-line', 'name'])
    expect(missing.at(-1)).toMatchObject({ member: 'c', found: { member: 'a', written: 'Dana', at: 0 } })
  })

  it('asks once about text that was written before, for another or the last time', () => {
    const same = 'Took part in the whole group and spoke about triggers at work.'
    const lines = [
      line('a', 'Dana R.', { words: same, clonedOnPurpose: false }),
      line('b', 'José Peña', { words: `${same} `, clonedOnPurpose: true }),
      line('c', 'Nia', {
        words: 'Spoke about her mother and a plan for Sunday.',
        before: same,
        clonedOnPurpose: false,
      }),
    ]
    expect(missingIn(group(lines))).toEqual([{ what: 'cloned', member: 'a', from: 'another-line' }])
    const again = line('d', 'Al', { words: same, before: same, clonedOnPurpose: false })
    expect(missingIn(group([again]))).toEqual([{ what: 'cloned', member: 'd', from: 'last-note' }])
  })
})

describe('likeness', () => {
  it('is 1 for the same words, 0 for none in common, and the same both ways', () => {
    expect(likeness('one two three four', 'One, two: three four.')).toBe(1)
    expect(likeness('one two three four', 'five six seven eight')).toBe(0)
    fc.assert(fc.property(fc.lorem(), fc.lorem(), (a, b) => likeness(a, b) === likeness(b, a)))
  })

  it('lets short lines be alike', () => {
    expect(isCloned('Listened quietly.', 'Listened quietly.')).toBe(false)
    expect(CLONED_FROM).toBeLessThan(1)
  })
})
