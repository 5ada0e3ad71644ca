import { i18n, type Messages } from '@lingui/core'

export type Language = 'en' | 'es'

/** The text of a message in the language on screen. `id` is a literal everywhere, so the catalog test can find it. */
export function say(id: string, values?: Record<string, string | number>): string {
  return i18n._(id, values)
}

/** Puts a catalog on screen and tells assistive technology which language it is. */
export function speak(language: Language, messages: Messages): void {
  i18n.loadAndActivate({ locale: language, messages })
  document.documentElement.lang = language
}

export function languageOnScreen(): Language {
  return i18n.locale === 'es' ? 'es' : 'en'
}
