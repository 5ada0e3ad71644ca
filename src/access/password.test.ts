import { describe, expect, it } from 'vitest'
import { weaknessOf } from './password.ts'

const own = { names: ['Ana Alvarez', 'Harbor Street', 'alvarez'], secondFactor: true }

describe('a password is refused', () => {
  it.each([
    ['seven characters', 'k3v!9xq', /7 characters and needs 8/],
    ['a common one', 'password', /first ones tried/],
    ['a disguised common one', 'P@ssw0rd2026!', /first ones tried/],
    ['a season and a year', 'Summer2026!!', /first ones tried/],
    ['one letter', 'aaaaaaaaaaaa', /repeats/],
    ['a repeated piece', 'abc1abc1abc1', /repeats/],
    ['a row of keys', 'qwertyuiop', /follows the keys/],
    ['a row backward', '987654321', /follows the keys/],
    ['the own name', 'AnaAlvarez2026', /your name/],
    ['the center', 'h4rborstreet!!', /name of the place/],
  ])('for %s', (_what, password, reason) => {
    expect(weaknessOf(password, own)).toMatch(reason)
  })

  it('under 15 characters where it stands alone', () => {
    expect(weaknessOf('gull kettle nine', { ...own, secondFactor: false })).toBeUndefined()
    expect(weaknessOf('gull kettle ni', { ...own, secondFactor: false })).toMatch(/14 characters and needs 15/)
  })
})

describe('a password is taken', () => {
  it.each([
    'gullkettle',
    'wet slate & noon',
    'ñandú violeta corre',
    '  spaces count ',
    'tr0ub4dor-fen',
    '8301947265',
    '密码不好猜的八字',
  ])('%s', (password) => {
    expect(weaknessOf(password, own)).toBeUndefined()
  })
})
