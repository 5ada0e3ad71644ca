import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { minutesIn } from './entry.ts'
import { ledgerOf } from './ledger.ts'
import { PayerPack } from './payer-pack.ts'
import type { SessionEvents, WeekEvents } from './week-events.ts'
import { payerWords, whatWouldHelp } from './verdict-words.ts'
import { verdictOf } from './week-verdict.ts'

const PACKS = new URL('../../payers/', import.meta.url)
const packs = new Map(
  readdirSync(PACKS).map((file) => {
    const pack = PayerPack.parse(JSON.parse(readFileSync(new URL(file, PACKS), 'utf8')))
    return [pack.id, pack] as const
  }),
)

const table = readFileSync(new URL('../../docs/states/payer-days.md', import.meta.url), 'utf8')
const rows = [...table.matchAll(/^\| (\d.*?) *\| ([a-z0-9-]+) *\|(.*)\|$/gm)].map(([, week, pack, rest]) => ({
  week: week ?? '',
  pack: pack ?? '',
  cells: (rest ?? '').split('|').map((cell) => cell.trim()),
}))

describe("a payer's days (docs/states/payer-days.md)", () => {
  it('has golden weeks for every pack', () => {
    expect(new Set(rows.map(({ pack }) => pack))).toEqual(new Set(packs.keys()))
    expect(rows).toHaveLength(18)
  })

  it.each(rows)('$week under $pack', ({ week, pack, cells }) => {
    const events = weekOf(week, pack)
    const entries = ledgerOf(events)
    const verdict = verdictOf(events, entries)
    const found = [
      String(minutesIn(entries, 'attended')),
      String(minutesIn(entries, 'countable')),
      verdict.clinical.met ? 'yes' : 'no',
      String(verdict.payer?.payableDays),
      verdict.payer?.missing.map(({ rule }) => rule).join(', '),
    ]
    expect(found).toEqual(cells)
  })

  it('says why six short days are clinically right and not payable', () => {
    const events = weekOf('90, 90, 90, 90, 90, 90', 'h0015-per-day')
    const verdict = verdictOf(events, ledgerOf(events))
    expect(verdict.clinical).toEqual({ minutes: 540, needs: 540, met: true })
    expect(verdict.payer?.days[0]).toMatchObject({
      paid: 'discrete',
      minutes: 90,
      missing: [{ rule: 'day-too-short', needs: 180, has: 90 }],
    })
    expect(verdict.payer?.missing).toEqual([{ rule: 'too-few-days', needs: 3, has: 0 }])
  })

  it('pays no day before the note is signed, the plan signed, the need certified', () => {
    const signed = weekOf('3x50, 3x50, 3x50', 'medicare-iop')
    const [first, ...others] = signed.sessions
    const unsigned = { ...signed, sessions: [{ ...first!, signature: null }, ...others] }
    const firstDay = (week: WeekEvents) => verdictOf(week, ledgerOf(week)).payer?.days[0]
    expect(firstDay(signed)?.paid).toBe('per-day')
    expect(firstDay(unsigned)?.missing.map(({ rule }) => rule)).toEqual(['note-not-signed', 'too-few-services'])
    expect(firstDay({ ...signed, papers: [] })).toMatchObject({
      paid: 'none',
      missing: [{ rule: 'plan-not-signed' }, { rule: 'not-certified' }],
    })
  })

  it('asks for a signature first, and for more minutes only where signing is not enough', () => {
    const helped = (minutes: string, pack: string) => {
      const week = weekOf(minutes, pack)
      const unsigned = week.sessions.map((one) => ({ ...one, signature: null }))
      const events = { ...week, sessions: unsigned }
      return whatWouldHelp(verdictOf(events, ledgerOf(events)))
    }
    expect(helped('180, 120', 'h0015-per-day')).toEqual([
      'Tue 11/24: 1 h more that count.',
      'Sign the notes of Mon 11/23, Tue 11/24.',
    ])
    expect(helped('3x50, 3x50, 3x50', 'medicare-iop')).toEqual(['Sign the notes of Mon 11/23, Tue 11/24, Wed 11/25.'])
  })

  it('does not ask for a minute of an empty day where a payer asks for none', () => {
    const week = weekOf('60', 'program-hours')
    const mark = { ...week.sessions[0]!.mark!, status: 'excused' as const }
    const events = { ...week, sessions: [{ ...week.sessions[0]!, mark }] }
    const verdict = verdictOf(events, ledgerOf(events))
    expect(payerWords(verdict)).toBe('Not payable: 1 day without minutes that count.')
    expect(whatWouldHelp(verdict)).toEqual([])
  })
})

/** A week of the table's words, attended, with every note signed and every paper in force. */
function weekOf(words: string, pack: string): WeekEvents {
  const sessions = words
    .split(', ')
    .flatMap((blocks, day) =>
      blocks.split('+').flatMap((block, part) => sessionsOf(block, `2026-11-${30 - 7 + day}`, part)),
    )
  return {
    weekStart: '2026-11-23',
    prescription: { event: 'rx', weeklyMinutes: 540 },
    sessions,
    packs: [packs.get(pack)!],
    papers: (['plan', 'certification', 'authorization'] as const).map((kind) => ({
      kind,
      event: kind,
      from: '2026-11-01',
      until: '2026-12-20',
    })),
  }
}

function sessionsOf(words: string, day: string, part: number): SessionEvents[] {
  const [, times = '1', minutes = '0', pause = '0', early = '0'] =
    /^(?:(\d+)x)?(\d+)(?:b(\d+))?(?:-(\d+))?$/.exec(words) ?? []
  const begin = Date.parse(`${day}T${part === 0 ? '09:00' : '17:30'}:00Z`)
  return Array.from({ length: Number(times) }, (_, at) => {
    const startsAt = begin + at * Number(minutes) * 60_000
    const endsAt = startsAt + Number(minutes) * 60_000
    const session = `${day} ${part} ${at}`
    const left = Number(early) > 0
    return {
      session,
      service: 'relapse-prevention',
      kind: 'group',
      day,
      block: `${day} ${part}`,
      startsAt,
      endsAt,
      breaks: [{ startsAt: startsAt + 3_600_000, endsAt: startsAt + 3_600_000 + Number(pause) * 60_000 }],
      countsTowardHours: true,
      licensed: true,
      telehealth: false,
      attendedBy: 8,
      seat: `seat ${session}`,
      mark: {
        event: `mark ${session}`,
        status: left ? 'left-early' : 'here',
        inAt: null,
        outAt: left ? endsAt - Number(early) * 60_000 : null,
      },
      signature: `signature ${session}`,
    }
  })
}
