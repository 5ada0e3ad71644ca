import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Plan } from '../planner/model/plan.ts'
import { explainedShortfalls } from './relaxation.ts'
import type { HelpfulChange } from './relaxation.ts'
import { relaxationWords } from './relaxation-words.ts'
import type { Reader } from './relaxation-words.ts'

const busy: HelpfulChange = { type: 'busy', start: '2026-12-02T17:00', end: '2026-12-02T21:00' }
const night: HelpfulChange = { type: 'busy', start: '2026-12-06T22:00', end: '2026-12-07T06:30' }
const seat: HelpfulChange = { type: 'seat', service: 'early', start: '2026-12-03T17:30' }
const group = {
  type: 'group' as const,
  service: 'early',
  start: '2026-12-04T09:00',
  staff: 'ana',
  telehealth: false,
}
const duty: HelpfulChange = { type: 'duty', staff: 'ana', start: '2026-12-01T15:00', end: '2026-12-01T16:00' }
const EVERY: HelpfulChange[] = [
  busy,
  night,
  { type: 'telehealth' },
  { type: 'travel', minutes: 15 },
  { type: 'dailyMax', minutes: 30 },
  { type: 'anyCounselor' },
  { type: 'familyBlocks' },
  seat,
  group,
  { ...group, telehealth: true },
  duty,
]
const staff: Reader = {
  audience: 'staff',
  services: new Map([['early', 'Early recovery']]),
  staff: new Map([['ana', 'Ana Ruiz']]),
}
const english: Reader = { audience: 'participant', language: 'en' }
const spanish: Reader = { audience: 'participant', language: 'es' }
const said = (changes: HelpfulChange[], minutes: number, reader: Reader) =>
  relaxationWords({ changes, regainsMinutes: minutes }, reader)

describe('what would help, in words', () => {
  it('says it to participants in both languages', () => {
    expect(EVERY.map((one) => said([one], 90, english))).toMatchInlineSnapshot(`
      [
        "If you were free Wednesday 5:00 pm to 9:00 pm, 1.5 more hours would fit.",
        "If you were free Sunday 10:00 pm to Monday 6:30 am, 1.5 more hours would fit.",
        "If you could join by video, 1.5 more hours would fit.",
        "If your trip were 15 minutes shorter, 1.5 more hours would fit.",
        "If your day could be 30 minutes longer, 1.5 more hours would fit.",
        "If other staff could meet you, 1.5 more hours would fit.",
        "If your family could come at more times, 1.5 more hours would fit.",
        "Your center could open a seat on Thursday evening. Then 1.5 more hours would fit.",
        "Your center could start a group on Friday morning. Then 1.5 more hours would fit.",
        "Your center could start a group on Friday morning. Then 1.5 more hours would fit.",
        "Your center could find a time on Tuesday afternoon. Then 1.5 more hours would fit.",
      ]
    `)
    expect(EVERY.map((one) => said([one], 60, spanish))).toMatchInlineSnapshot(`
      [
        "Si usted estuviera libre el miércoles de 5:00 p. m. a 9:00 p. m., cabría 1 hora más.",
        "Si usted estuviera libre el domingo de 10:00 p. m. al lunes a las 6:30 a. m., cabría 1 hora más.",
        "Si usted pudiera unirse por video, cabría 1 hora más.",
        "Si su viaje durara 15 minutos menos, cabría 1 hora más.",
        "Si su día pudiera durar 30 minutos más, cabría 1 hora más.",
        "Si otra persona del equipo pudiera verle, cabría 1 hora más.",
        "Si su familia pudiera venir a más horas, cabría 1 hora más.",
        "Su centro podría abrir un lugar el jueves por la noche. Así cabría 1 hora más.",
        "Su centro podría abrir un grupo el viernes por la mañana. Así cabría 1 hora más.",
        "Su centro podría abrir un grupo el viernes por la mañana. Así cabría 1 hora más.",
        "Su centro podría buscar una hora el martes por la tarde. Así cabría 1 hora más.",
      ]
    `)
    expect(said([seat, busy], 45, english)).toMatchInlineSnapshot(
      `"Two changes would help together: a seat on Thursday evening and free time Wednesday 5:00 pm to 9:00 pm. Then 45 more minutes would fit."`,
    )
    expect(said([seat, busy], 45, spanish)).toMatchInlineSnapshot(
      `"Dos cambios juntos ayudarían: un lugar el jueves por la noche y tiempo libre el miércoles de 5:00 p. m. a 9:00 p. m. Así cabrían 45 minutos más."`,
    )
  })

  it('says it to staff with the names they may see', () => {
    expect(EVERY.map((one) => said([one], 90, staff))).toMatchInlineSnapshot(`
      [
        "Wednesday 5:00 pm to 9:00 pm free: regains 1.5 h.",
        "Sunday 10:00 pm to Monday 6:30 am free: regains 1.5 h.",
        "Telehealth allowed: regains 1.5 h.",
        "A way 15 minutes shorter: regains 1.5 h.",
        "30 minutes more a day: regains 1.5 h.",
        "Individual sessions with any counselor: regains 1.5 h.",
        "The family at any time: regains 1.5 h.",
        "One more seat in Early recovery, Thursday 5:30 pm: regains 1.5 h.",
        "A new group Early recovery with Ana Ruiz, Friday 9:00 am: regains 1.5 h.",
        "A new group Early recovery with Ana Ruiz, Friday 9:00 am, by telehealth: regains 1.5 h.",
        "Ana Ruiz on duty Tuesday 3:00 pm to 4:00 pm: regains 1.5 h.",
      ]
    `)
    expect(said([seat, busy], 45, staff)).toMatchInlineSnapshot(
      `"One more seat in Early recovery, Thursday 5:30 pm, together with Wednesday 5:00 pm to 9:00 pm free: regains 45 min."`,
    )
    const nameless = { ...staff, staff: new Map<string, string>() }
    expect(said([duty], 60, nameless)).toContain('A staff member on duty')
  })

  it('keeps to reading grade 6, tells a bystander nothing and names nobody', () => {
    const telling = /recovery|addiction|\biop\b|drug|screen|detox|counsel|recuperaci|adicci|droga|desintox|consejer/i
    for (const one of EVERY) {
      for (const other of EVERY) {
        const texts = [said([one], 90, english), said([one, other], 90, english)]
        for (const text of texts) expect([text, gradeOf(text) <= 6]).toEqual([text, true])
        const spoken = [...texts, said([one], 90, spanish), said([one, other], 90, spanish)]
        for (const text of spoken) expect(text).not.toMatch(telling)
        for (const text of spoken) expect(text).not.toMatch(/Ana|early|\b(tú|tu|tus|te|ti|contigo)\b/)
      }
    }
  })
})

describe('what is kept with a published shortfall', () => {
  const PLAN: Plan = {
    format: 'evenkeel-plan/1',
    week: 'w',
    planner: 'test',
    seconds: 0,
    cost: 0,
    bound: null,
    sessions: [
      {
        id: 's1',
        service: 'early',
        start: '2026-12-03T17:30',
        staff: 'ana',
        site: 'x',
        room: null,
        telehealth: false,
        members: ['somebody-else'],
      },
    ],
    shortfalls: [],
  }
  const shortfall = { participant: 'p', service: 'early', missing: 1, cause: 'capacity' as const, binding: [] }

  it('holds a seat by its group, pairs after single changes, and nobody else', () => {
    const relaxations = [{ relax: { type: 'seat' as const, session: 's1' }, regainsMinutes: 90 }]
    const pairs = [
      { participant: 'p', service: 'early', relax: [{ type: 'telehealth' }, busy] as never, regainsMinutes: 60 },
      { participant: 'q', service: 'early', relax: [{ type: 'telehealth' }, busy] as never, regainsMinutes: 60 },
    ]
    const [found] = explainedShortfalls({ ...PLAN, pairs, shortfalls: [{ ...shortfall, relaxations }] })
    expect(found?.relaxations).toEqual([
      { changes: [seat], regainsMinutes: 90 },
      { changes: [{ type: 'telehealth' }, busy], regainsMinutes: 60 },
    ])
    expect(JSON.stringify(found?.relaxations)).not.toContain('somebody-else')
  })

  it('never holds a reason, nor a day on which the person is not in treatment', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), (why) => {
        const relaxations = [
          { relax: { type: 'busyWhy' as const, why: `why:${why}` }, regainsMinutes: 90 },
          { relax: { type: 'busy' as const, start: '2026-11-30T00:00', end: '2026-12-01T00:00' }, regainsMinutes: 90 },
        ]
        const pairs = [
          { participant: 'p', service: 'early', relax: [seat, relaxations[0]!.relax] as never, regainsMinutes: 60 },
        ]
        const [found] = explainedShortfalls({ ...PLAN, pairs, shortfalls: [{ ...shortfall, relaxations }] })
        expect(found?.relaxations).toEqual([])
      }),
      { numRuns: 20 },
    )
  })
})

/** Flesch-Kincaid grade; a time such as `5:30 pm` is read as one word of two syllables. */
function gradeOf(text: string): number {
  const plain = text.replaceAll(/\d+:\d\d [ap]m/g, 'o-clock').replaceAll(/\d+(\.\d+)?/g, 'ten')
  const sentences = plain.split(/[.:]\s*/).filter((one) => one.trim() !== '').length
  const words = plain.split(/\s+/).filter((one) => /\w/.test(one))
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word.toLowerCase().replaceAll(/[^a-z-]/g, '')), 0)
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59
}

function syllablesOf(word: string): number {
  return Math.max(1, word.replace(/([^aeiouyl])e$/, '$1').match(/[aeiouy]+/g)?.length ?? 1)
}
