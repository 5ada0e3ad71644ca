import { z } from 'zod'

/** A tablet at the door, as the front desk lists it. `open`: a device holds its secret. */
const Kiosk = z.object({
  id: z.uuid(),
  name: z.string(),
  site: z.string(),
  madeAt: z.string(),
  madeBy: z.string(),
  open: z.boolean(),
})

export const Kiosks = z.object({
  kiosks: z.array(Kiosk),
  sites: z.array(z.object({ id: z.uuid(), name: z.string() })),
})
export type Kiosks = z.infer<typeof Kiosks>

/** Neutral words only: everybody at the door reads the name. */
export const MakeKiosk = z.strictObject({ name: z.string().trim().min(2).max(60), site: z.uuid() })
export type MakeKiosk = z.infer<typeof MakeKiosk>

/** The one-time code for the device, good for ten minutes. */
export const MadeKiosk = z.object({ id: z.uuid(), code: z.string() })
export type MadeKiosk = z.infer<typeof MadeKiosk>

export const OpenKiosk = z.strictObject({ code: z.string().trim().min(8).max(20) })
export const OwnKiosk = z.object({ open: z.boolean(), name: z.string().nullable() })
export type OwnKiosk = z.infer<typeof OwnKiosk>

/** What a hand types or a scanner reads: six digits, spaces allowed. */
export const ShowCode = z.strictObject({
  code: z
    .string()
    .trim()
    .max(20)
    .transform((typed) => typed.replaceAll(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{6}$/)),
})

/** The same for everybody: no name, only when (`2026-11-23T18:02`, the center's clock). */
export const Thanks = z.object({ at: z.string() })
export type Thanks = z.infer<typeof Thanks>

/** Letters and digits that nobody mistakes for each other. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** Ten letters, 50 random bits, from at least ten random bytes. */
export function openingCode(random: ArrayLike<number>): string {
  const letters = Array.from({ length: 10 }, (_, place) => ALPHABET[(random[place] ?? 0) % ALPHABET.length])
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`
}

/** As it was made, however it was typed. */
export function plainCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
}
