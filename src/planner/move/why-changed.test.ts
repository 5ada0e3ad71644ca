import { expect, test } from 'vitest'
import { exampleWeekAndPlan } from '../check/example-week.ts'
import type { Session } from '../model/week.ts'
import { movesOf, withMove } from './moves.ts'
import { whyChanged } from './why-changed.ts'

const { week, plan } = exampleWeekAndPlan()
const standing = { week, sessions: plan.sessions }
const individual = plan.sessions.find(({ service, members }) => service === 'individual' && members.includes('p1'))!

test('what was missing, what is dropped, and a group that is held no more', () => {
  expect(whyChanged(standing, 'p1', { from: null, to: individual })).toEqual({ kind: 'was-missing' })
  expect(whyChanged(standing, 'p1', { from: individual, to: null })).toEqual({ kind: 'dropped' })
  const group = plan.sessions.find(({ service, members }) => service === 'process' && members.includes('p1'))!
  const gone = { ...group, id: 'gone', start: '2026-12-02T09:00' }
  expect(whyChanged(standing, 'p1', { from: gone, to: group })).toEqual({ kind: 'not-held' })
})

test('a session that could not stay names the rule, one that could names what it saves', () => {
  const moves = movesOf(standing, { session: individual.id, person: 'p1' })
  for (const move of moves) {
    const { start, staff, site, room, telehealth } = move
    const from: Session = { ...individual, start, staff, site, room, telehealth }
    const why = whyChanged(standing, 'p1', { from, to: individual })
    expect([start, telehealth, why.kind === 'in-the-way']).toEqual([start, telehealth, !move.fits])
    if (why.kind === 'in-the-way')
      expect(why.because.map(({ rule }) => rule)).toEqual(move.because.map(({ rule }) => rule))
  }
})

test('moved away from the preferred time and back again, the plan says it is for that', () => {
  const fits = movesOf(standing, { session: individual.id, person: 'p1' }).find((move) => move.fits)
  expect(fits).toBeDefined()
  const moved = withMove(standing, { session: individual.id, person: 'p1' }, fits!)
  const from = moved.find(({ id }) => id === individual.id)!
  const there = whyChanged(standing, 'p1', { from, to: individual })
  const back = whyChanged({ week, sessions: moved }, 'p1', { from: individual, to: from })
  expect([there.kind, back.kind].every((kind) => kind === 'saves' || kind === 'room-for-others')).toBe(true)
  expect(there.kind === 'saves' && back.kind === 'saves' && there.cost === back.cost).toBe(false)
})
