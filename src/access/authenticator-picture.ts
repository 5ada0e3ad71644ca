import { z } from 'zod'

/** Squares of white on every side of a QR picture, without which cameras do not find it (ISO/IEC 18004, 9.1). */
const QUIET = 4

/** A QR picture as the one path of an SVG: black squares of one unit in a white picture `size` units wide and high. */
export const AuthenticatorPicture = z.object({ size: z.int().positive(), path: z.string() })
export type AuthenticatorPicture = z.infer<typeof AuthenticatorPicture>

/** `data`: row by row, 1 where a square is black, as QR encoders give it. */
export interface Squares {
  readonly size: number
  readonly data: ArrayLike<number>
}

/** Neighboring black squares of a row become one bar, so that no seams show between them. */
export function pictureOf({ size, data }: Squares): AuthenticatorPicture {
  const bars: string[] = []
  for (let row = 0; row < size; row += 1) {
    const line = Array.from({ length: size }, (_, column) => data[row * size + column]).join('')
    for (const { index, 0: bar } of line.matchAll(/1+/g)) {
      bars.push(`M${QUIET + index} ${QUIET + row}h${bar.length}v1h-${bar.length}z`)
    }
  }
  return { size: size + 2 * QUIET, path: bars.join('') }
}
