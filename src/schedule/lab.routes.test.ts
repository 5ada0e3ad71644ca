import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from './test-app.ts'

const WEEK = '2026-11-30'
const WAITING = 13
type Who = Awaited<ReturnType<TestApp['signIn']>>

let app: TestApp
let desk: Who
let director: Who
beforeAll(async () => {
  app = await openTestApp()
  desk = await app.signIn('front-desk')
  director = await app.signIn('director')
})
afterAll(() => app.close())

const list = (who: Who, week = WEEK) => app.ask(who, { url: `/api/weeks/${week}/waiting-list` })
const post = (who: Who, url: string, payload: object = {}) => app.ask(who, { method: 'POST', url, payload })

/** The last answer of a run that is looked at until it ends. */
async function ended(who: Who, url: string): Promise<any> {
  for (;;) {
    const { body } = await app.ask(who, { url })
    if (body.state !== 'working') return body
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function planWeek(): Promise<void> {
  const started = await post(desk, `/api/weeks/${WEEK}/plan-runs`, { seconds: 1 })
  expect(await ended(desk, `/api/plan-runs/${started.body.id}`)).toMatchObject({ state: 'done' })
}

describe('the waiting list', () => {
  it('has everybody by waiting time and no fits while there is no plan, or the week has begun', async () => {
    const { status, body } = await list(desk)
    expect([status, body.plan, body.people.length, body.mayChange]).toEqual([200, 'none', WAITING, true])
    const waits = body.people.map((person: { since: string }) => person.since)
    expect(waits).toEqual(waits.toSorted())
    expect(body.people.every((person: { fit: unknown }) => person.fit === null)).toBe(true)
    expect((await list(desk, '2026-11-23')).body.plan).toBe('begun')
  })

  it('is closed to everybody but the front desk and supervisors', async () => {
    for (const role of ['director', 'counselor', 'privacy-officer', 'participant'] as const)
      expect([role, (await list(await app.signIn(role))).status]).toEqual([role, 404])
    const supervisor = await list(await app.signIn('supervisor'))
    expect([supervisor.status, supervisor.body.mayChange]).toEqual([200, false])
  })

  it('is no part of a plan', async () => {
    await planWeek()
    const board = await app.ask(desk, { url: `/api/weeks/${WEEK}/board?view=proposed` })
    const planned = board.body.people.map((person: { id: string }) => person.id)
    expect(planned).toHaveLength(36)
    const waiting = (await list(desk)).body.people.map((person: { id: string }) => person.id)
    expect(waiting.filter((id: string) => planned.includes(id))).toEqual([])
  })

  it('says what the plan has for each person, with whom, and what would help', async () => {
    const { body } = await list(desk)
    expect(body.plan).toBe('proposed')
    const fits = body.people.map((person: { fit: { minutes: number } }) => person.fit)
    expect(fits.every((fit: { minutes: number; counselors: object[] } | null) => fit !== null && fit.minutes > 0)).toBe(
      true,
    )
    expect(fits.every((fit: { counselors: object[] }) => fit.counselors.length > 0)).toBe(true)
    const short = body.people.filter((one: any) => one.fit.minutes < one.targetMinutes)
    expect(short.length).toBeGreaterThan(0)
    for (const { fit } of short) if (fit.oneMore) expect(fit.oneMore.minutes).toBeGreaterThan(fit.minutes)
  })
})

describe('the design lab', () => {
  it('finds groups for the director, in counts, without a name or an id of anybody', async () => {
    const facts = await app.ask(director, { url: `/api/weeks/${WEEK}/lab` })
    expect(facts.body).toMatchObject({ plan: 'proposed', waiting: WAITING })
    const started = await post(director, `/api/weeks/${WEEK}/lab-runs`, { groups: 2 })
    expect(started).toMatchObject({ status: 201, body: { state: 'working', question: { groups: 2, services: [] } } })
    const run = await ended(director, `/api/lab-runs/${started.body.id}`)
    expect(run).toMatchObject({ state: 'done', result: { waiting: WAITING, complete: true, who: [] } })
    const [best] = run.result.answers
    expect(best.reached * 1e4 + best.minutes).toBeGreaterThan(run.result.now.reached * 1e4 + run.result.now.minutes)
    expect(run.result.atMost).toBeGreaterThanOrEqual(best.reached)
    expect(best.groups[0]).toMatchObject({ staff: expect.stringMatching(/\w+ \w+/), site: 'Harbor Street' })
    const { people } = (await list(desk)).body
    for (const { id, name } of people) expect(JSON.stringify(run)).not.toMatch(new RegExp(`${id}|${name}`))

    const who = (await app.ask(desk, { url: `/api/lab-runs/${started.body.id}` })).body.result.who
    expect(who.map((one: { name: string }) => one.name)).toEqual(people.map((one: { name: string }) => one.name))
    expect(who.filter((one: any) => one.minutes[1] >= one.targetMinutes)).toHaveLength(best.reached)
  })

  it('opens only the services it is asked about, and stops when it is told to', async () => {
    const { services } = (await app.ask(desk, { url: `/api/weeks/${WEEK}/lab` })).body
    const core = services.find((service: { name: string }) => service.name === 'Core process group')
    const asked = { groups: 3, services: [core.id] }
    const started = await post(desk, `/api/weeks/${WEEK}/lab-runs`, asked)
    expect((await post(desk, `/api/lab-runs/${started.body.id}/cancellation`)).status).toBe(200)
    const run = await ended(desk, `/api/lab-runs/${started.body.id}`)
    expect(['canceled', 'done']).toContain(run.state)
    const opened = run.result.answers.flatMap((answer: any) => answer.groups.map((group: any) => group.service))
    expect(opened.filter((name: string) => name !== 'Core process group')).toEqual([])
  })

  it('says why it cannot answer', async () => {
    expect(await post(director, '/api/weeks/2026-12-14/lab-runs', { groups: 1 })).toMatchObject({
      status: 409,
      body: { code: 'no-plan' },
    })
    expect((await post(director, '/api/weeks/2026-11-23/lab-runs', { groups: 1 })).body.code).toBe('week-begun')
    expect((await post(await app.signIn('counselor'), `/api/weeks/${WEEK}/lab-runs`, { groups: 1 })).status).toBe(404)
    const absent = '0192f000-0000-7000-8000-000000000000'
    expect((await app.ask(director, { url: `/api/lab-runs/${absent}` })).status).toBe(404)
  })
})

describe('leaving the list', () => {
  it('by admission makes an episode, a prescription and a caseload from that Monday on', async () => {
    const before = (await list(desk)).body
    const [person] = before.people
    const url = `/api/participants/${person.id}/admission`
    const wrong = { from: WEEK, counselor: person.id }
    expect((await post(desk, url, wrong)).body.code).toBe('counselor-unknown')
    expect((await post(desk, url, { ...wrong, from: '2026-12-01' })).status).toBe(400)
    expect((await post(director, url, wrong)).status).toBe(404)
    const counselor = person.fit.counselors[0]
    expect((await post(desk, url, { from: WEEK, counselor: counselor.id })).status).toBe(201)
    expect((await post(desk, url, { from: WEEK, counselor: counselor.id })).body.code).toBe('not-waiting')
    const after = (await list(desk)).body.people
    expect(after.map((one: { id: string }) => one.id)).not.toContain(person.id)
    expect(after).toHaveLength(WAITING - 1)

    await planWeek()
    const board = (await app.ask(desk, { url: `/api/weeks/${WEEK}/board?view=proposed` })).body
    const admitted = board.people.find((one: { id: string }) => one.id === person.id)
    expect(admitted).toMatchObject({ name: person.name, counselor: counselor.name, targetMinutes: 540 })
    expect(admitted.sessions.length).toBeGreaterThan(0)
  })

  it('without admission is said with its reason, once', async () => {
    const { people } = (await list(desk)).body
    const url = `/api/participants/${people[0].id}/waiting-list/departure`
    expect((await post(desk, url, { because: 'admitted' })).status).toBe(400)
    expect((await post(desk, url, { because: 'withdrew' })).status).toBe(204)
    expect((await post(desk, url, { because: 'withdrew' })).body.code).toBe('not-waiting')
    expect((await list(desk)).body.people).toHaveLength(WAITING - 2)
  })

  it('leaves a director without counts once fewer than 11 people wait', async () => {
    const { people } = (await list(desk)).body
    await post(desk, `/api/participants/${people[0].id}/waiting-list/departure`, { because: 'referred' })
    expect((await app.ask(director, { url: `/api/weeks/${WEEK}/lab` })).body.waiting).toBe(null)
    expect((await app.ask(desk, { url: `/api/weeks/${WEEK}/lab` })).body.waiting).toBe(10)
    const started = await post(director, `/api/weeks/${WEEK}/lab-runs`, { groups: 1 })
    const run = await ended(director, `/api/lab-runs/${started.body.id}`)
    expect(run.result).toMatchObject({ waiting: null, now: { reached: null, minutes: null }, atMost: null, who: [] })
    for (const answer of run.result.answers) expect([answer.reached, answer.minutes]).toEqual([null, null])
    const seen = (await app.ask(desk, { url: `/api/lab-runs/${started.body.id}` })).body.result
    // Where no group could be opened there is no answer, and nobody is counted.
    expect([10, null]).toContain(seen.waiting)
  })
})

describe('joining the list by the form', () => {
  it('is the same as a row of a file: judged, planned for, on record, and the front desk’s alone', async () => {
    const { sites, services } = (await app.ask(desk, { url: '/api/waiting-list/form' })).body
    const codeOf = (name: RegExp) => services.find((one: { code: string }) => name.test(one.code)).code
    const typed = {
      name: 'Ines V.',
      since: '2026-11-23',
      site: sites[0].code,
      travelMinutes: 20,
      services: [{ code: codeOf(/core-process/), sessions: 2 }],
      weeklyMinutes: 540,
      dailyMostMinutes: 240,
      prefers: 'evening',
      telehealth: false,
    }
    const put = (more: object, who = desk) => post(who, '/api/waiting-list', { ...typed, ...more })
    for (const who of [director, await app.signIn('counselor'), await app.signIn('supervisor')]) {
      expect((await put({}, who)).status).toBe(404)
      expect((await app.ask(who, { url: '/api/waiting-list/form' })).status).toBe(404)
    }
    for (const wrong of [{ name: ' ' }, { since: '' }, { travelMinutes: -1 }, { counselor: 'alvarez' }])
      expect((await put(wrong)).status).toBe(400)
    const impossible = [{ site: 'nowhere' }, { services: [{ code: 'nothing', sessions: 1 }] }, { dailyMostMinutes: 15 }]
    for (const wrong of impossible) expect((await put(wrong)).body.code).toBe('cannot-wait-so')
    expect((await list(desk)).body.people).toHaveLength(WAITING - 3)

    const { status, body } = await put({})
    expect(status).toBe(201)
    expect(body.warnings.join()).toMatch(/give \d+ of the 540 minutes/)
    const ines = (await list(desk)).body.people.find((one: { id: string }) => one.id === body.participant)
    expect(ines).toMatchObject({ name: 'Ines V.', since: '2026-11-23', targetMinutes: 540, prefers: 'evening' })
    expect(ines.fit.minutes).toBeGreaterThan(0)
    expect((await put({})).body.participant).not.toBe(body.participant)
  })
})
