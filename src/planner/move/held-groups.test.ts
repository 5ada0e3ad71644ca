import { expect, test } from 'vitest'
import { newBreaches } from '../choices/plan-with.ts'
import { drawWeek } from '../drawn-week.ts'
import type { Session, Week } from '../model/week.ts'
import { solve } from '../solve.ts'
import { heldGroups } from './held-groups.ts'

function planned(week: Week, pinned: readonly Session[] = []): Session[] {
  let steps = 0
  return solve(week, { seed: 2, pinned, keepGoing: () => steps++ < 60 }).sessions
}

test.each([1, 3, 4, 6])(
  'week %i: a group of one plan is held by the next with its leader, room and members',
  (seed) => {
    const week = drawWeek(seed, { people: 9, staff: 4, sites: 1, blocks: 6 })
    const groups = new Set(week.services.filter(({ kind }) => kind === 'group').map(({ id }) => id))
    const found = planned(week).filter(({ service }) => groups.has(service))
    for (const group of found.slice(0, 2)) {
      const held = heldGroups(week, [], [group])
      expect(held).toEqual({ groups: [group], objections: [] })
      const after = planned(week, held.groups)
      const same = after.find(
        (one) => one.service === group.service && one.start === group.start && one.room === group.room,
      )
      expect(same).toMatchObject({ staff: group.staff, site: group.site, telehealth: group.telehealth })
      expect(same!.members).toEqual(expect.arrayContaining(group.members))
      expect(newBreaches(week, [], after)).toEqual([])
    }
  },
)

test('what cannot be held is told and left out, and the rest is held', () => {
  const week = drawWeek(1, { people: 9, staff: 4, sites: 1, blocks: 6 })
  const groups = new Set(week.services.filter(({ kind }) => kind === 'group').map(({ id }) => id))
  const group = planned(week).find(({ service }) => groups.has(service))!
  const [first = ''] = group.members
  const away = { ...week, staff: week.staff.map((one) => (one.id === group.staff ? { ...one, duty: [] } : one)) }
  expect(heldGroups(away, [], [group]).objections).toMatchObject([{ member: null, because: [{ rule: 'H3' }] }])
  const day = { start: `${group.start.slice(0, 10)}T00:00`, end: `${group.start.slice(0, 10)}T23:59` }
  const busy = (one: Week['participants'][number]) => (one.id === first ? { ...one, busy: [day] } : one)
  const shift = heldGroups({ ...week, participants: week.participants.map(busy) }, [], [group])
  expect(shift.objections).toMatchObject([{ member: first, because: [{ rule: 'H11', people: [first] }] }])
  expect(shift.groups).toEqual([{ ...group, members: group.members.filter((one) => one !== first) }])
  const gone = heldGroups({ ...week, participants: week.participants.filter(({ id }) => id !== first) }, [], [group])
  expect(gone.objections).toMatchObject([{ member: first, because: [{ rule: 'away' }] }])
  const twice = heldGroups(week, [], [group, { ...group, id: 'second' }])
  expect(twice.objections.map(({ member, because }) => [member, because[0]!.rule])).toEqual([[null, 'H4']])
  const began = { frozenBefore: `${group.start.slice(0, 10)}T23:59`, sessions: [] }
  expect(heldGroups({ ...week, previous: began }, [], [group])).toEqual({ groups: [], objections: [] })
})
