import { describe, expect, it } from 'vitest'
import { STATEMENTS } from '../../src/consent/consent.ts'
import en from './en.po?raw'
import es from './es.po?raw'
import staff from './staff/en.po?raw'

/** Words that would tell a bystander what the appointments are for (experience.md 7). */
const TELLING = /recovery|addiction|\biop\b|drug|screen|detox|counsel|recuperaci|adicci|droga|desintox|consejer/i

const sources: Record<string, string> = import.meta.glob(['../**/*.ts', '../**/*.tsx', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
})

const english = messagesIn(en)
const spanish = messagesIn(es)
const staffOnly = messagesIn(staff)

describe('the catalogs', () => {
  it('hold the same participant messages in both languages', () => {
    expect([...spanish.keys()].toSorted()).toEqual([...english.keys()].toSorted())
    expect(english.size).toBeGreaterThan(40)
  })

  it('leave no message empty', () => {
    for (const catalog of [english, spanish, staffOnly]) {
      expect([...catalog].filter(([, text]) => text.trim() === '')).toEqual([])
    }
  })

  it('fill the same values into both languages', () => {
    for (const [id, text] of english) expect(valuesOf(spanish.get(id) ?? ''), id).toEqual(valuesOf(text))
  })

  it('tell a bystander nothing', () => {
    const all = [...english, ...spanish]
    expect(all.filter(([, text]) => TELLING.test(text))).toEqual([])
  })

  it('address participants in Spanish as usted', () => {
    const familiar = /\b(tú|tu|tus|te|ti|contigo)\b/i
    expect([...spanish].filter(([, text]) => familiar.test(text))).toEqual([])
  })

  it('keep participant sentences short: at most 14 words each', () => {
    // Legal wording is exact (experience.md 8); the next test says whose it is.
    const plain = [...english, ...spanish].filter(([id]) => !id.startsWith('legal.'))
    const long = plain.flatMap(([id, text]) =>
      text
        .split(/[.?:;]\s*/)
        .filter((sentence) => sentence.split(/\s+/).length > 14)
        .map((sentence) => [id, sentence]),
    )
    expect(long).toEqual([])
  })

  it('show before signing the very words that are signed', () => {
    expect(english.get('legal.mayRevoke')).toBe(STATEMENTS.en['may-revoke'])
    expect(spanish.get('legal.mayRevoke')).toBe(STATEMENTS.es['may-revoke'])
  })
})

describe('the screens', () => {
  it('of participants use messages that both languages have', () => {
    const used = idsIn((path) => path.includes('/participant/') || path.includes('/ui/'))
    expect(used.size).toBeGreaterThan(40)
    expect([...used].filter((id) => !english.has(id))).toEqual([])
  })

  it('of staff use messages that exist', () => {
    const used = idsIn((path) => path.includes('/staff/'))
    expect(used.size).toBeGreaterThan(80)
    expect([...used].filter((id) => !english.has(id) && !staffOnly.has(id))).toEqual([])
  })

  it('use every message there is', () => {
    const used = idsIn(() => true)
    expect([...english.keys(), ...staffOnly.keys()].filter((id) => !used.has(id))).toEqual([])
  })
})

describe('the reader of catalogs', () => {
  it('sees an empty message and a telling word when there is one', () => {
    const bad = messagesIn('msgid "a.b"\nmsgstr ""\n\nmsgid "c.d"\nmsgstr "Your counselor"\n')
    expect(bad.get('a.b')).toBe('')
    expect(TELLING.test(bad.get('c.d') ?? '')).toBe(true)
  })
})

function messagesIn(catalog: string): Map<string, string> {
  const entries = catalog.matchAll(/^msgid "(.+)"\nmsgstr "(.*)"$/gm)
  return new Map([...entries].map(([, id, text]) => [id ?? '', (text ?? '').replaceAll('\\"', '"')]))
}

function valuesOf(message: string): string[] {
  return [...message.matchAll(/\{(\w+)/g)].map(([, name]) => name ?? '').toSorted()
}

function idsIn(wanted: (path: string) => boolean): Set<string> {
  const texts = Object.entries(sources).filter(([path]) => wanted(path) || (path.startsWith('./') && wanted('/words/')))
  return new Set(texts.flatMap(([, text]) => [...text.matchAll(/\bsay\(\s*'([^']+)'/g)].map(([, id]) => id ?? '')))
}
