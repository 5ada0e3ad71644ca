/** From the bytes of a calendar file to its content lines (RFC 5545 section 3.1). */

/** A content line with its folds undone, and the number of the file's line it begins on (from 1). */
export interface ContentLine {
  readonly text: string
  readonly line: number
}

/** Windows-1252 gives letters and marks to the 32 bytes that Latin-1 leaves to control characters. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const CHUNK = 8192

/**
 * The text of a file: UTF-16 where a byte-order mark says so, else UTF-8, else Windows-1252, of which Latin-1 is a part.
 * Byte-order marks are removed. Nothing is lost: every byte becomes a character.
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return fromUnits(sixteenBits(bytes, 0))
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return fromUnits(sixteenBits(bytes, 1))
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const content = marked ? bytes.subarray(3) : bytes
  return fromUtf8(content) ?? fromUnits(Uint16Array.from(content)).replace(/[\u0080-\u009f]/g, windowsLetter)
}

/**
 * Content lines of a text with CRLF, LF or CR line ends; lines that begin with a blank or tab continue the one before.
 * One at a time, so that a file of a million lines is never held twice.
 */
export function* contentLines(text: string): Generator<ContentLine> {
  let parts: string[] = []
  let begun = 1
  let line = 0
  for (const piece of filePieces(text)) {
    line += 1
    if (parts.length > 0 && (piece.startsWith(' ') || piece.startsWith('\t'))) parts.push(piece.slice(1))
    else if (piece !== '') {
      if (parts.length > 0) yield { text: parts.join(''), line: begun }
      parts = [piece]
      begun = line
    }
  }
  if (parts.length > 0) yield { text: parts.join(''), line: begun }
}

function* filePieces(text: string): Generator<string> {
  const ends = /\r\n|\n|\r/g
  let from = 0
  for (let end = ends.exec(text); end; end = ends.exec(text)) {
    yield text.slice(from, end.index)
    from = ends.lastIndex
  }
  yield text.slice(from)
}

function windowsLetter(control: string): string {
  return WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80)
}

function sixteenBits(bytes: Uint8Array, highAt: 0 | 1): Uint16Array {
  const units = new Uint16Array(bytes.length >> 1).map((_, i) => {
    const [first, second] = [bytes[2 * i] ?? 0, bytes[2 * i + 1] ?? 0]
    return highAt === 0 ? first | (second << 8) : (first << 8) | second
  })
  return units[0] === 0xfeff ? units.subarray(1) : units
}

/** `undefined` when the bytes are not UTF-8 (overlong forms and surrogates included, RFC 3629). */
function fromUtf8(bytes: Uint8Array): string | undefined {
  const units = new Uint16Array(bytes.length)
  let length = 0
  for (let i = 0; i < bytes.length;) {
    const size = sizeOfLead(bytes[i]!)
    const point = size === 1 ? bytes[i]! : pointAt(bytes, i, size)
    if (point === undefined) return undefined
    if (point < 0x10000) units[length++] = point
    else {
      units[length++] = 0xd800 + ((point - 0x10000) >> 10)
      units[length++] = 0xdc00 + ((point - 0x10000) & 0x3ff)
    }
    i += size
  }
  return fromUnits(units.subarray(0, length))
}

/** Bytes of the character that a first byte begins; 0 for a byte that begins none. */
function sizeOfLead(lead: number): number {
  if (lead < 0x80) return 1
  if (lead < 0xc2 || lead > 0xf4) return 0
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}

function pointAt(bytes: Uint8Array, at: number, size: number): number | undefined {
  if (size === 0 || at + size > bytes.length) return undefined
  let point = bytes[at]! & (0x7f >> size)
  for (let i = at + 1; i < at + size; i++) {
    if ((bytes[i]! & 0xc0) !== 0x80) return undefined
    point = (point << 6) | (bytes[i]! & 0x3f)
  }
  if (size === 3 && (point < 0x800 || (point >= 0xd800 && point < 0xe000))) return undefined
  return size === 4 && (point < 0x10000 || point > 0x10ffff) ? undefined : point
}

function fromUnits(units: Uint16Array): string {
  const chunks: string[] = []
  for (let i = 0; i < units.length; i += CHUNK) {
    chunks.push(Reflect.apply(String.fromCharCode, undefined, units.subarray(i, i + CHUNK)))
  }
  return chunks.join('')
}
