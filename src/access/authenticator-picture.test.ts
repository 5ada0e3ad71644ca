import { create } from 'qrcode'
import { expect, it } from 'vitest'
import { pictureOf, type AuthenticatorPicture } from './authenticator-picture.ts'
import { authenticatorAddress } from './second-factor.ts'

/** Paints the path again: the squares it covers, without the white around them. */
function squaresOf({ size, path }: AuthenticatorPicture): string[] {
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => 0))
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    rows[Number(y)]!.fill(1, Number(x), Number(x) + Number(length))
  }
  const white = rows.flatMap((row, y) => row.filter((_, x) => Math.min(x, y, size - 1 - x, size - 1 - y) < 4))
  expect(white.filter((square) => square === 1)).toEqual([])
  return rows.slice(4, -4).map((row) => row.slice(4, -4).join(''))
}

it('shows every square of the address, and no other', () => {
  const address = authenticatorAddress('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'alvarez')
  const { modules } = create(address)
  const shown = squaresOf(pictureOf(modules))
  expect(shown.join('')).toBe([...modules.data].join(''))
  expect(shown).toHaveLength(modules.size)
  expect(shown.map((row) => row.slice(0, 7)).slice(0, 7)).toEqual(FINDER)
  const other = create(authenticatorAddress('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJR', 'alvarez')).modules
  expect(squaresOf(pictureOf(other))).not.toEqual(shown)
})

/** The corner by which a camera finds a QR picture (ISO/IEC 18004, 6.3.3). */
const FINDER = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111']
