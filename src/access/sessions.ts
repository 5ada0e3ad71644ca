import { z } from 'zod'
import { Role } from './sign-in.ts'

export const Way = z.enum(['passkey', 'password', 'email-code', 'demo'])
export type Way = z.infer<typeof Way>

export const OwnSessions = z.object({
  sessions: z.array(
    z.object({
      id: z.uuid(),
      /** Words for the person, such as "Firefox on Windows". */
      device: z.string(),
      role: Role,
      openedBy: z.string(),
      createdAt: z.string(),
      lastSeenAt: z.string(),
      here: z.boolean(),
    }),
  ),
})

export const Reentry = z.object({ locked: z.boolean(), ways: z.array(Way) })
export const Ways = z.object({ ways: z.array(Way) })
export const SwitchRole = z.strictObject({ role: Role })

const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(?:e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
  [/\bCrOS\b/, 'Chromebook'],
  [/\bLinux\b/, 'Linux'],
]

/** A device in words a person recognizes; of the browser's own text nothing else is kept. */
export function deviceWords(userAgent: string | undefined): string {
  const first = (list: readonly [RegExp, string][]) => list.find(([sign]) => sign.test(userAgent ?? ''))?.[1]
  const browser = first(BROWSERS)
  const system = first(SYSTEMS)
  if (browser && system) return `${browser} on ${system}`
  return browser ?? system ?? 'Unknown device'
}
