/**
 * A command that a rule refuses. The code is stable and declared beside its concept; the message carries the values and
 * advice on what to do ("Dr. Ito's license ended May 3. Maybe choose a covering counselor.").
 * Mapped once, in app.ts, to problem+json (RFC 9457).
 */
export class Refusal extends Error {
  readonly code: string
  /** HTTP status of the refusal: 409 unless the code says otherwise. */
  readonly status: number

  constructor(code: string, message: string, status = 409) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.status = status
  }
}
