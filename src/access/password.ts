import { z } from 'zod'
import { AuthenticatorPicture } from './authenticator-picture.ts'

/** NIST SP 800-63B-4, 3.1.1.2: at least 15 characters where a password stands alone, 8 beside a second factor. */
const LEAST_ALONE = 15
const LEAST_WITH_SECOND_FACTOR = 8
const MOST = 256

export const SignInWithPassword = z.strictObject({
  name: z.string().trim().min(1).max(100),
  password: z.string().min(1).max(MOST),
  /** Six digits of the authenticator, or a recovery code. */
  code: z.string().trim().min(6).max(40),
})

export const SetPassword = z.strictObject({
  password: z.string().min(1).max(MOST),
  /** From `POST /api/password/preparation`; only left out while the authenticator stays. */
  ceremony: z.uuid().optional(),
  code: z.string().trim().min(6).max(6).optional(),
})

export const AuthenticatorOffer = z.object({
  ceremony: z.uuid(),
  secret: z.string(),
  uri: z.string(),
  picture: AuthenticatorPicture,
})
export const PasswordSet = z.object({ signInName: z.string(), recoveryCodes: z.array(z.string()).nullable() })
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })

/** Words a password must not consist of: those of the person and the place. */
export interface OwnWords {
  readonly names: readonly string[]
  readonly secondFactor: boolean
}

/**
 * Why a password is too weak, as a sentence with advice, or undefined. No composition rules (NIST SP 800-63B-4,
 * 3.1.1.2): length, and a blocklist of what is guessed first: common passwords, repetitions, rows of keys, own names.
 */
export function weaknessOf(password: string, own: OwnWords): string | undefined {
  const least = own.secondFactor ? LEAST_WITH_SECOND_FACTOR : LEAST_ALONE
  const length = [...password.normalize('NFKC')].length
  if (length < least) return `The password has ${length} characters and needs ${least}. Maybe use a short sentence.`
  const plain = undisguised(password)
  if (isRow(password) || isRow(plain)) return 'This password repeats itself or follows the keys. Maybe use four words.'
  if (COMMON.some((word) => restOf(plain, [word]).length < 4)) {
    return 'This password is among the first ones tried. Maybe use four words that do not belong together.'
  }
  const words = own.names.flatMap((name) => undisguised(name).split(/[^\p{L}]+/u)).filter((word) => word.length >= 3)
  if (words.length > 0 && restOf(plain, words).length < 6) {
    return 'This password is mostly your name or the name of the place. Maybe use four other words.'
  }
  return undefined
}

/** Lower case, accents and the usual disguises (`p@ssw0rd`) taken off. */
function undisguised(text: string): string {
  const swaps: Record<string, string> = {
    '0': 'o',
    '1': 'l',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
    '!': 'i',
  }
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return [...plain].map((letter) => swaps[letter] ?? letter).join('')
}

/** What is left of a password when the given words and everything but letters are taken out. */
function restOf(plain: string, words: readonly string[]): string {
  const longestFirst = words.toSorted((a, b) => b.length - a.length)
  const without = longestFirst.reduce((text, word) => text.replaceAll(word, ' '), plain)
  return without === plain ? `${plain}${' '.repeat(8)}` : without.replaceAll(/[^\p{L}]/gu, '')
}

/** One piece over and over (`abcabcabc`), or keys in a row (`12345678`, `qwertyui`). */
function isRow(text: string): boolean {
  const lower = text.toLowerCase()
  if (/^(.{1,4})\1+.{0,3}$/su.test(lower)) return true
  return ROWS.some((row) => row.includes(lower) || [...row].toReversed().join('').includes(lower))
}

const ROWS = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn',
]

/** Stems of the most used passwords in published leaks, undisguised; digits and signs around them do not count. */
const COMMON = (
  'password passwort passphrase contrasena qwerty qwertyuiop asdfgh asdfghjkl zxcvbn letmein welcome welcometo changeme ' +
  'changethis default secret secretpassword admin administrator root login access master superman batman spiderman dragon ' +
  'monkey sunshine princess football baseball basketball hockey soccer iloveyou loveyou lovely whatever trustno trustnol ' +
  'starwars pokemon computer internet samsung iphone google facebook microsoft summer winter autumn spring monday friday ' +
  'january february november december michael jennifer jordan hunter shadow ashley jessica charlie thomas andrew daniel ' +
  'michelle matthew freedom flower cheese chocolate cookie pepper ginger killer hello hellothere helloworld testtest ' +
  'testing testuser temppass temporary temporal guest user username clinic hospital counselor treatment recovery sobriety ' +
  'sober evenkeel blessed jesus jesuschrist godisgood liverpool chelsea arsenal barcelona abcdef abcdefgh correcthorsebatterystaple'
).split(' ')
