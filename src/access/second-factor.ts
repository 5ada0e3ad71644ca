import { Secret, TOTP } from 'otpauth'

/** Seconds of a time step, digits and hash as every authenticator app has them (RFC 6238). */
const PERIOD = 30
const SETTINGS = { issuer: 'Evenkeel', algorithm: 'SHA1', digits: 6, period: PERIOD } as const

/** A new secret of 160 bits, in base32. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** The address an authenticator app reads. Neutral: the app shows `label` and the product's name, no center. */
export function authenticatorAddress(secret: string, label: string): string {
  return new TOTP({ ...SETTINGS, label, secret }).toString()
}

/**
 * The time step a code belongs to, or undefined; one step early or late is taken for clocks that differ.
 * The caller has each step used once (`auth.use_code_step`). `now` in epoch milliseconds.
 */
export function stepOfCode(secret: string, code: string, now: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const delta = new TOTP({ ...SETTINGS, secret }).validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD) + delta
}

/** Sixteen letters and digits without look-alikes (80 bits), in fours; `bytes`: 10 random ones. */
export function recoveryCode(bytes: Uint8Array): string {
  const letters = 'abcdefghjkmnpqrstvwxyz0123456789'
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const code = (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join('')
  return (code.match(/.{4}/g) ?? []).join('-')
}

/** As typed, without dashes, blanks and capitals; undefined when it cannot be a recovery code. */
export function typedRecoveryCode(typed: string): string | undefined {
  const plain = typed.toLowerCase().replaceAll(/[\s-]/g, '')
  return /^[a-z0-9]{16}$/.test(plain) ? plain : undefined
}
