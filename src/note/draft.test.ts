import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY_DRAFT, GroupDraft, mergeDrafts } from './draft.ts'

const A = '11111111-1111-4111-8111-111111111111'
const B = '22222222-2222-4222-8222-222222222222'
const words = fc.constantFrom('', 'one', 'two', 'three')
const line = fc.record({ words, plan: words, chips: fc.uniqueArray(words), clonedOnPurpose: fc.boolean() })
const draft = fc.record({
  template: fc.constantFrom('DAP' as const, 'BIRP' as const),
  narrative: words,
  lines: fc.record({ [A]: line, [B]: line }, { requiredKeys: [] }) as fc.Arbitrary<GroupDraft['lines']>,
})

describe('two who write at once', () => {
  it('keep both what they wrote in different places', () => {
    const base = { ...EMPTY_DRAFT, narrative: 'begun' }
    const mine = { ...base, lines: { [A]: { words: 'mine', plan: '', chips: [], clonedOnPurpose: false } } }
    const theirs = { ...base, narrative: 'begun and ended' }
    expect(mergeDrafts(base, mine, theirs)).toEqual({
      draft: { template: 'DAP', narrative: 'begun and ended', lines: mine.lines },
      conflicts: [],
    })
  })

  it('are shown both texts where they wrote in the same place', () => {
    const base = { ...EMPTY_DRAFT, narrative: 'begun' }
    const merged = mergeDrafts(base, { ...base, narrative: 'mine' }, { ...base, narrative: 'theirs' })
    expect(merged.conflicts).toEqual([{ field: 'narrative', mine: 'mine', theirs: 'theirs' }])
  })

  it('lose no word: what either changed is in the merged draft or named as a conflict', () => {
    fc.assert(
      fc.property(draft, draft, draft, (base, mine, theirs) => {
        const { draft: merged, conflicts } = mergeDrafts(base, mine, theirs)
        const named = conflicts.flatMap(({ mine: my, theirs: their }) => [my, their])
        for (const side of [mine, theirs])
          if (side.narrative !== base.narrative) expect([merged.narrative, ...named]).toContain(side.narrative)
        for (const member of [A, B])
          for (const side of [mine, theirs]) {
            const text = side.lines[member]?.words ?? ''
            if (text !== (base.lines[member]?.words ?? ''))
              expect([merged.lines[member]?.words, ...named]).toContain(text)
          }
      }),
    )
  })

  it('come to the same whoever saves first, where they do not contradict', () => {
    fc.assert(
      fc.property(draft, draft, draft, (base, mine, theirs) => {
        const one = mergeDrafts(base, mine, theirs)
        if (one.conflicts.length > 0) return
        expect(mergeDrafts(base, theirs, mine)).toEqual(one)
      }),
    )
  })
})
