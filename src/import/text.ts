/** Bytes of a file as text, strictly UTF-8: a wrong guess about the encoding would quietly change people's names. */
export type ReadText =
  | { readonly text: string }
  | { readonly wrong: string; readonly fix: string; readonly line: number }

const SAVE_AS_UTF8 = 'Save the file as UTF-8 (in a spreadsheet program: "CSV UTF-8") and import it again.'
const CHUNK = 8192

/**
 * Decodes UTF-8, dropping a byte order mark. Refuses other encodings, lone surrogates and NUL, naming the line (from
 * 1).
 */
export function readText(bytes: Uint8Array): ReadText {
  const other = otherEncoding(bytes)
  if (other !== undefined) return { wrong: `the file is written in ${other}`, fix: SAVE_AS_UTF8, line: 1 }
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const pieces: string[] = []
  let units: number[] = []
  for (let index = start; index < bytes.length;) {
    const { point, length } = pointAt(bytes, index)
    if (length === 0) return { ...wrongByte(bytes, index), line: lineAt(bytes, index) }
    if (point > 0xffff) units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff))
    else units.push(point)
    index += length
    if (units.length >= CHUNK) {
      pieces.push(String.fromCharCode(...units))
      units = []
    }
  }
  pieces.push(String.fromCharCode(...units))
  return { text: pieces.join('') }
}

/**
 * The code point that begins at `index` and its length in bytes; length 0 when no well-formed one does (RFC 3629), or
 * it is NUL.
 */
function pointAt(bytes: Uint8Array, index: number): { point: number; length: number } {
  const none = { point: 0, length: 0 }
  const first = bytes[index] ?? 0
  if (first < 0x80) return first === 0 ? none : { point: first, length: 1 }
  const length =
    first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0
  let point = first & (0xff >> (length + 1))
  for (let offset = 1; offset < length; offset += 1) {
    const next = bytes[index + offset] ?? 0
    if ((next & 0xc0) !== 0x80) return none
    point = (point << 6) | (next & 0x3f)
  }
  const tooShort = (length === 3 && point < 0x800) || (length === 4 && point < 0x10000)
  const noCharacter = (point >= 0xd800 && point < 0xe000) || point > 0x10ffff
  return length === 0 || tooShort || noCharacter ? none : { point, length }
}

function otherEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16'
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03)
    return 'ZIP (a spreadsheet or an archive), not in text'
  return undefined
}

function wrongByte(bytes: Uint8Array, index: number): { wrong: string; fix: string } {
  const byte = bytes[index] ?? 0
  if (byte === 0) return { wrong: 'it holds a NUL character', fix: 'Remove it; a text file has none.' }
  const hex = byte.toString(16).toUpperCase().padStart(2, '0')
  return { wrong: `byte ${hex} is not UTF-8; the file is written in another encoding`, fix: SAVE_AS_UTF8 }
}

function lineAt(bytes: Uint8Array, index: number): number {
  let line = 1
  for (let at = 0; at < index; at += 1) if (bytes[at] === 0x0a) line += 1
  return line
}
