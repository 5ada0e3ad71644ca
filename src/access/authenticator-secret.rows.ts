import { newId } from '../kernel/ids.ts'
import type { KeyStore } from '../kernel/key-store.ts'
import { seal, unreadable, unseal } from '../kernel/seal.ts'

/**
 * The secret of an authenticator as it is stored: sealed under a key that lives outside database and data folder, so
 * that a copy of the database gives nobody a second factor. Form: `year key.own id.sealed bytes`.
 */
export function sealSecret(keys: KeyStore, account: string, secret: string): string {
  const name = { yearKey: keys.current(), id: newId() }
  const wrapping = keys.wrapping(name)
  if (!wrapping) throw unreadable(placeOf(account))
  const sealed = seal(wrapping, placeOf(account), Buffer.from(secret))
  return [name.yearKey, name.id, sealed.toString('base64url')].join('.')
}

/** Refuses with `sealed-unreadable` when it was altered or moved to another account, or its key is another. */
export function openSecret(keys: KeyStore, account: string, stored: string): string {
  const [yearKey = '', id = '', sealed = ''] = stored.split('.')
  const wrapping = keys.wrapping({ yearKey, id })
  if (!wrapping) throw unreadable(placeOf(account))
  return unseal(wrapping, placeOf(account), Buffer.from(sealed, 'base64url')).toString()
}

function placeOf(account: string) {
  return { table: 'auth.authenticator', column: 'secret', row: account, dataClass: 'C12', version: 1 } as const
}
