import { Readable } from 'node:stream'

/**
 * An answer that is made while it is sent. Nothing is made ahead: the next piece is asked for only when the one before
 * has left, so a right that is checked before each piece is checked a moment before its bytes leave. An error cuts the
 * connection, so that half an answer never looks like a whole one.
 */
export function liveAnswer(pieces: AsyncIterable<string>): Readable {
  return Readable.from(pieces, { highWaterMark: 0 })
}
