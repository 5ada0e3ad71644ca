import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BoardPerson, BoardSession, WeekBoard } from './week-board.ts'
import type { MoveCell, Moves } from './move.ts'
import { type AuditedApp, openAuditedApp } from '../audit/test-audited-app.ts'

/** The planner's page: a plan looked at, moved in, pinned, taken back and published. */

const WEEK = '2026-11-30'
let app: AuditedApp
let desk: AuditedApp['who']['desk']

beforeAll(async () => {
  app = await openAuditedApp()
  desk = app.who.desk
  await plan()
})
afterAll(() => app.close())

const get = async <T>(path: string) => (await app.ask(desk, { url: `/api/weeks/${WEEK}/${path}` })).body as T
const post = (path: string, payload: object = {}) =>
  app.ask(desk, { method: 'POST', url: `/api/weeks/${WEEK}/${path}`, payload })
const board = () => get<WeekBoard>('board?view=proposed')

async function plan(wish: object = {}) {
  const started = await post('plan-runs', { seconds: 1, ...wish })
  expect([started.status, started.body.detail]).toEqual([201, undefined])
  for (;;) {
    const run = (await app.ask(desk, { url: `/api/plan-runs/${started.body.id}` })).body
    if (run.state !== 'working') return expect(run).toMatchObject({ state: 'done' })
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Somebody whose session of this kind fits elsewhere, with the places. */
async function movable(kind: BoardSession['kind']) {
  const { people, sessions, proposal } = await board()
  for (const person of people) {
    for (const id of person.sessions) {
      const session = sessions.find((one) => one.id === id)
      if (session?.kind !== kind) continue
      const wish = { participant: person.id, from: proposal!.id }
      const moves = await get<Moves>(`sessions/${id}/moves?participant=${person.id}&from=${proposal!.id}`)
      const [fits, no] = [moves.cells.find((cell) => cell.fits), moves.cells.find((cell) => !cell.fits)]
      if (fits && no) return { person, session, wish, fits, no, moves }
    }
  }
  throw new Error(`no ${kind} session can move`)
}

const at = ({ start, staff, telehealth, joins }: MoveCell) => ({ start, staff, telehealth, joins })

describe('a session of a proposal', () => {
  it('moves where it fits, as a new proposal that nobody is told of', async () => {
    const { session, wish, fits, no, moves } = await movable('individual')
    expect(moves.service).toBe(session.service)
    for (const cell of moves.cells) expect(cell.because.length > 0).toBe(!cell.fits)
    expect(JSON.stringify(moves.cells.map(({ because }) => because))).not.toMatch(/work shift|school|undefined|\bH\d/)

    const refused = await post(`sessions/${session.id}/moves`, { ...wish, to: at(no) })
    expect(refused).toMatchObject({ status: 409, body: { code: 'does-not-fit' } })
    expect(refused.body.detail).toContain(no.because[0])
    expect((await board()).proposal!.id).toBe(wish.from)

    const moved = await post(`sessions/${session.id}/moves`, { ...wish, to: at(fits) })
    expect(moved.status).toBe(201)
    const after = await board()
    expect(after.proposal).toMatchObject({ id: moved.body.proposal, published: false })
    expect(after.sessions.find(({ id }) => id === session.id)).toMatchObject({
      start: fits.start,
      staff: fits.staffName,
    })

    const late = await post(`sessions/${session.id}/moves`, { ...wish, to: at(fits) })
    expect(late).toMatchObject({ status: 409, body: { code: 'plan-outdated' } })
    expect(await post(`proposals/${moved.body.proposal}/withdrawal`)).toMatchObject({ status: 204 })
    expect((await board()).proposal!.id).toBe(wish.from)
  })

  it('of a group: one seat moves to another group, or the whole group with everybody in it', async () => {
    const { proposal, sessions } = await board()
    const group = sessions.find(({ kind }) => kind === 'group')!
    const { cells } = await get<Moves>(`sessions/${group.id}/moves?from=${proposal!.id}`)
    expect(cells.length).toBeGreaterThan(5)
    const blocked = cells.filter((cell) => cell.because.some((sentence) => sentence.endsWith('cannot come then.')))
    expect(blocked.length).toBeGreaterThan(0)
    expect(JSON.stringify(blocked.map(({ because }) => because))).not.toMatch(/busy/)
  })

  it('is not moved by whoever may not plan, nor for somebody who is not in it', async () => {
    const { session, wish, person } = await movable('individual')
    const counselor = await app.signIn('counselor', 'alvarez')
    const url = `/api/weeks/${WEEK}/sessions/${session.id}/moves?participant=${person.id}&from=${wish.from}`
    expect((await app.ask(counselor, { url })).status).toBe(404)
    const other = (await board()).people.find(({ id }) => id !== person.id)!
    expect((await app.ask(desk, { url: url.replace(person.id, other.id) })).status).toBe(404)
  })
})

describe('the audit trail', () => {
  it('names whoever the places or the difference were about, in one entry each', async () => {
    const { person, session, wish, fits } = await movable('individual')
    const read = `sessions/${session.id}/moves?participant=${person.id}&from=${wish.from}`
    const looked = await app.entriesOf(() => get(read))
    expect(looked).toMatchObject([{ what: 'week.plan', verb: 'read', people: [person.id] }])
    const { body } = await post(`sessions/${session.id}/moves`, { ...wish, to: at(fits) })
    const compared = await app.entriesOf(() => get(`proposals/${body.proposal}/diff`))
    expect(compared).toMatchObject([{ what: 'week.plan', verb: 'read' }])
    expect(compared[0]!.people).toContain(person.id)
    expect(await app.entriesOf(() => post(`proposals/${body.proposal}/withdrawal`))).toMatchObject([{ verb: 'write' }])
  })
})

describe('what a proposal changes', () => {
  it('is told change by change with a reason, and a change that is pinned back is kept by the next plan', async () => {
    const { person, session, wish, fits } = await movable('individual')
    const moved = await post(`sessions/${session.id}/moves`, { ...wish, to: at(fits) })
    const diff = await get<any>(`proposals/${moved.body.proposal}/diff`)
    expect(diff).toMatchObject({ against: 'previous', moved: 1, added: 0, dropped: 0, people: 1 })
    const [change] = diff.changes
    expect(change).toMatchObject({ person: { id: person.id }, change: { from: { start: session.start } } })
    expect(change.because).not.toBe('')

    expect(await post('pins', change.keep)).toMatchObject({ status: 204 })
    expect(await post('pins', change.keep)).toMatchObject({ status: 204 })
    const pins = await get<any>('pins')
    expect(pins).toMatchObject({ pins: [{ person: { id: person.id }, start: session.start }], contradictions: [] })
    await plan()
    const kept = await ownSessions(person)
    expect(kept.map(({ service, start, staff }) => [service, start, staff])).toContainEqual([
      session.service,
      session.start,
      session.staff,
    ])
  })

  it('contradictory pins are told before anything is planned, and left out when somebody says so', async () => {
    const [first] = (await get<any>('pins')).pins
    const busy = { start: first.start, end: `${first.start.slice(0, 11)}23:30` }
    const url = `/api/participants/${first.person.id}/obligations`
    expect((await app.ask(desk, { method: 'POST', url, payload: busy })).status).toBe(201)
    const told = await post('plan-runs', { seconds: 1 })
    expect(told).toMatchObject({ status: 409, body: { code: 'pins-contradict' } })
    expect(told.body.detail).toContain('cannot be kept')
    await plan({ leaveOutPins: true })
    const { proposal } = await board()
    expect((await get<any>(`proposals/${proposal!.id}/diff`)).brokenPins).toHaveLength(1)
    const gone = await app.ask(desk, { method: 'DELETE', url: `/api/weeks/${WEEK}/pins/${first.id}` })
    expect(gone.status).toBe(204)
    expect(await get('pins')).toEqual({ pins: [], contradictions: [] })
  })
})

describe('a published week', () => {
  it('can be moved in, published again, and taken back to the one before', async () => {
    const first = (await board()).proposal!.id
    expect((await post('publication', { proposal: first })).status).toBe(201)
    expect(await post('publication/withdrawal')).toMatchObject({ status: 409, body: { code: 'nothing-before' } })
    const before = await get<WeekBoard>('board?view=published')
    const { session, person, cell } = await movableInPublished(before)
    const wish = { participant: person.id, from: null, to: at(cell) }
    const moved = await post(`sessions/${session.id}/moves`, wish)
    expect([moved.status, moved.body.detail]).toEqual([201, undefined])
    const diff = await get<any>(`proposals/${moved.body.proposal}/diff`)
    expect(diff).toMatchObject({ against: 'published', moved: 1, people: 1 })
    expect((await post('publication', { proposal: moved.body.proposal })).status).toBe(201)
    expect(timesOf(await get<WeekBoard>('board?view=published'))).not.toEqual(timesOf(before))
    expect(await post('publication/withdrawal')).toMatchObject({ status: 204 })
    expect(timesOf(await get<WeekBoard>('board?view=published'))).toEqual(timesOf(before))
  })
})

async function ownSessions({ id }: BoardPerson): Promise<BoardSession[]> {
  const { people, sessions } = await board()
  const own = people.find((person) => person.id === id)!.sessions
  return sessions.filter((session) => own.includes(session.id))
}

async function movableInPublished({ people, sessions }: WeekBoard) {
  for (const person of people)
    for (const session of sessions.filter(({ id, kind }) => kind === 'individual' && person.sessions.includes(id))) {
      const { cells } = await get<Moves>(`sessions/${session.id}/moves?participant=${person.id}`)
      const cell = cells.find(({ fits }) => fits)
      if (cell) return { person, session, cell }
    }
  throw new Error('nothing can move')
}

function timesOf({ sessions, people }: WeekBoard): string[] {
  const nameOf = (id: string) => people.filter((person) => person.sessions.includes(id)).map(({ name }) => name)
  const placed = (one: BoardSession) => [one.service, one.start, one.staff, one.site, one.telehealth, ...nameOf(one.id)]
  return sessions.map((one) => placed(one).join(' ')).toSorted()
}
