import { expect, it } from 'vitest'
import { plainText } from './trusted-types.ts'

it('passes the text of a style and refuses markup', () => {
  expect(plainText(':root{--color:#fff}')).toBe(':root{--color:#fff}')
  expect(() => plainText('<img src=x onerror=alert(1)>')).toThrow('no markup')
})
