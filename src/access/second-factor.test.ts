import { TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { authenticatorAddress, newSecret, recoveryCode, stepOfCode, typedRecoveryCode } from './second-factor.ts'

describe('codes of an authenticator', () => {
  it('give the published values (RFC 6238, appendix B, last six digits)', () => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    expect(stepOfCode(secret, '287082', 59_000)).toBe(1)
    expect(stepOfCode(secret, '081804', 1_111_111_109_000)).toBe(37_037_036)
  })

  it('are taken one step early or late, not two', () => {
    const secret = newSecret()
    const at = (seconds: number) => new TOTP({ secret }).generate({ timestamp: seconds * 1000 })
    const now = 1_800_000_015_000
    expect([-30, 0, 30].map((off) => stepOfCode(secret, at(now / 1000 + off), now))).toEqual([
      59_999_999, 60_000_000, 60_000_001,
    ])
    expect(stepOfCode(secret, at(now / 1000 - 60), now)).toBeUndefined()
    expect(stepOfCode(secret, '12345', now)).toBeUndefined()
  })

  it('are set up by an address that names no center', () => {
    const uri = new URL(authenticatorAddress('GEZDGNBVGY3TQOJQ', 'alvarez'))
    expect([uri.protocol, uri.searchParams.get('secret'), uri.searchParams.get('issuer')]).toEqual([
      'otpauth:',
      'GEZDGNBVGY3TQOJQ',
      'Evenkeel',
    ])
    expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/)
  })
})

describe('a recovery code', () => {
  it('holds 80 bits and reads as typed', () => {
    const code = recoveryCode(Uint8Array.from([0, 255, 16, 32, 64, 128, 7, 9, 200, 33]))
    expect(code).toMatch(/^([a-z0-9]{4}-){3}[a-z0-9]{4}$/)
    expect(typedRecoveryCode(` ${code.toUpperCase().replaceAll('-', ' ')} `)).toBe(code.replaceAll('-', ''))
    expect(typedRecoveryCode('123456')).toBeUndefined()
  })
})
