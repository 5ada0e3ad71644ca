import { speak, type Language } from '../ui/words.ts'
import { messages as en } from '../words/en.po'
import { messages as es } from '../words/es.po'

const KEY = 'language'

/** Puts a language on screen and keeps the choice on this device. */
export function chooseLanguage(language: Language): void {
  speak(language, language === 'es' ? es : en)
  try {
    window.localStorage.setItem(KEY, language)
  } catch {
    // A browser that keeps nothing asks for the language again next time.
  }
}

/** The choice made here before, else what the browser prefers. */
export function rememberedLanguage(): Language {
  const kept = readKept()
  if (kept === 'en' || kept === 'es') return kept
  return navigator.language.startsWith('es') ? 'es' : 'en'
}

function readKept(): string | null {
  try {
    return window.localStorage.getItem(KEY)
  } catch {
    return null
  }
}
