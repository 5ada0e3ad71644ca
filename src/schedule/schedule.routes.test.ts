import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from './test-app.ts'

const WEEK = '2026-11-30'
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

type Who = { token: string; participantId: string | null }
const board = (who: Who, query = '') => app.ask(who, { url: `/api/weeks/${WEEK}/board${query}` })

async function plan(who: Who, seconds = 1) {
  const started = await app.ask(who, { method: 'POST', url: `/api/weeks/${WEEK}/plan-runs`, payload: { seconds } })
  expect(started.status).toBe(201)
  for (;;) {
    const run = await app.ask(who, { url: `/api/plan-runs/${started.body.id}` })
    if (run.body.state !== 'working') return run.body
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

describe('a week from facts to phones', () => {
  it('is planned, shown as proposed, published, and then seen by everybody in their part', async () => {
    const desk = await app.signIn('front-desk')
    expect((await board(desk)).body.state).toBe('empty')
    expect(await plan(desk)).toMatchObject({ state: 'done', failure: null })

    const proposed = (await board(desk)).body
    expect(proposed).toMatchObject({ state: 'proposed', publication: null, mayPublish: true })
    expect(proposed.people).toHaveLength(36)
    expect(proposed.summary.peopleAtTarget).toBeGreaterThan(20)
    const counselor = await app.signIn('counselor', 'alvarez')
    expect((await board(counselor)).body).toMatchObject({ state: 'empty', proposal: null, mayPlan: false })

    const published = await app.ask(desk, {
      method: 'POST',
      url: `/api/weeks/${WEEK}/publication`,
      payload: { proposal: proposed.proposal.id },
    })
    expect(published).toMatchObject({ status: 201, body: { kept: 0, withdrawn: 0 } })
    expect(published.body.added).toBe(proposed.sessions.length)
    const shown = (await board(desk)).body
    expect(shown).toMatchObject({ state: 'published', publication: { publishedBy: 'Tessa Brand' } })
    expect(shown.summary).toMatchObject({ groups: proposed.summary.groups, individual: proposed.summary.individual })

    const caseload = (await board(counselor)).body
    expect(caseload.people.length).toBeGreaterThan(0)
    expect(caseload.people.length).toBeLessThan(36)
    const dana = await app.signIn('participant', 'dana')
    const own = (await app.ask(dana, { url: `/api/participants/${dana.participantId}/weeks/${WEEK}` })).body
    expect(own.published).toBe(true)
    expect(own.plannedMinutes).toBe(
      shown.people.find((person: { id: string }) => person.id === dana.participantId).plannedMinutes,
    )
    expect(own.sessions.length).toBeGreaterThan(4)
  })

  it('keeps sessions that stay when the week is planned and published again', async () => {
    const desk = await app.signIn('front-desk')
    await plan(desk)
    const { proposal } = (await board(desk, '?view=proposed')).body
    const again = await app.ask(desk, {
      method: 'POST',
      url: `/api/weeks/${WEEK}/publication`,
      payload: { proposal: proposal.id },
    })
    expect(again.status).toBe(201)
    expect(again.body.kept).toBeGreaterThan(again.body.added + again.body.withdrawn)
    const twice = await app.ask(desk, {
      method: 'POST',
      url: `/api/weeks/${WEEK}/publication`,
      payload: { proposal: proposal.id },
    })
    expect(twice).toMatchObject({ status: 409, body: { code: 'already-published' } })
  })

  it('publishes nothing that was taken back, and of two who publish at once one wins', async () => {
    const desk = await app.signIn('front-desk')
    const ask = (url: string, payload?: object) =>
      app.ask(desk, { method: 'POST', url, ...(payload ? { payload } : {}) })
    const proposed = async () => {
      await plan(desk)
      return (await board(desk, '?view=proposed')).body.proposal.id as string
    }
    const publish = (proposal: string) => ask(`/api/weeks/${WEEK}/publication`, { proposal })
    const unwanted = await proposed()
    expect((await ask(`/api/weeks/${WEEK}/proposals/${unwanted}/withdrawal`)).status).toBe(204)
    expect(await publish(unwanted)).toMatchObject({ status: 409, body: { code: 'taken-back' } })
    const wanted = await proposed()
    const both = await Promise.all([publish(wanted), publish(wanted)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409])
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('already-published')
  })

  it('refuses to publish over a life that changed, and leaves the week as it was', async () => {
    const desk = await app.signIn('front-desk')
    await plan(desk)
    const { proposal, people, sessions } = (await board(desk, '?view=proposed')).body
    const session = sessions.find((one: { id: string }) => one.id === people[0].sessions[0])
    const added = await app.ask(desk, {
      method: 'POST',
      url: `/api/participants/${people[0].id}/obligations`,
      payload: { start: session.start, end: session.end },
    })
    expect(added.status).toBe(201)
    const before = (await board(desk)).body
    const refused = await app.ask(desk, {
      method: 'POST',
      url: `/api/weeks/${WEEK}/publication`,
      payload: { proposal: proposal.id },
    })
    expect(refused).toMatchObject({ status: 409, body: { code: 'week-changed' } })
    expect((await board(desk)).body.publication).toEqual(before.publication)
  })
})

describe('who may ask', () => {
  it.each([
    ['front-desk', 200],
    ['counselor', 200],
    ['supervisor', 200],
    ['prescriber', 200],
    ['privacy-officer', 200],
    ['director', 404],
    ['biller', 404],
    ['administrator', 404],
    ['supporter', 404],
    ['participant', 404],
  ] as const)('%s gets %i for the board', async (role, status) => {
    expect((await board(await app.signIn(role))).status).toBe(status)
  })

  it('answers nobody with 401 and says nothing', async () => {
    const reply = await app.ask(null, { url: `/api/weeks/${WEEK}/board` })
    expect(reply).toMatchObject({ status: 401, body: { code: 'sign-in-needed' } })
  })

  it('lets only the front desk plan and publish', async () => {
    for (const role of ['counselor', 'supervisor', 'prescriber', 'director', 'participant'] as const) {
      const who = await app.signIn(role)
      expect((await app.ask(who, { method: 'POST', url: `/api/weeks/${WEEK}/plan-runs`, payload: {} })).status).toBe(
        404,
      )
    }
  })

  it('gives the same answer for somebody else and for nobody', async () => {
    const dana = await app.signIn('participant', 'dana')
    const maria = await app.signIn('participant', 'maria')
    const other = await app.ask(dana, { url: `/api/participants/${maria.participantId}/weeks/${WEEK}` })
    const nobody = await app.ask(dana, { url: `/api/participants/0192f000-0000-7000-8000-000000000000/weeks/${WEEK}` })
    expect(other.status).toBe(404)
    expect(other.body).toEqual(nobody.body)
  })

  it('shows the reason of a busy time to the person and the counselor only', async () => {
    const dana = await app.signIn('participant', 'dana')
    const url = `/api/participants/${dana.participantId}/weeks/${WEEK}`
    const whys = async (who: Who) =>
      (await app.ask(who, { url })).body.busy?.map((busy: { why: string | null }) => busy.why)
    expect((await whys(dana)).some((why: string | null) => why !== null)).toBe(true)
    expect((await whys(await app.signIn('front-desk'))).every((why: string | null) => why === null)).toBe(true)
  })

  it('gives a director counts and no names', async () => {
    const figures = await app.ask(await app.signIn('director'), { url: `/api/weeks/${WEEK}/figures` })
    expect(figures.status).toBe(200)
    expect(figures.body).toMatchObject({ weekStart: WEEK, people: 36 })
    expect(JSON.stringify(figures.body)).not.toMatch(/Dana|Maria/)
  })
})

describe('requests that are not right', () => {
  it.each([
    ['a Tuesday', { url: '/api/weeks/2026-12-01/board' }, 400],
    ['no date', { url: '/api/weeks/soon/board' }, 400],
    ['SQL in the view', { url: `/api/weeks/${WEEK}/board?view=' OR 1=1` }, 400],
    ['a run that is none', { url: '/api/plan-runs/0192f000-0000-7000-8000-000000000000' }, 404],
  ])('%s', async (_name, request, status) => {
    expect((await app.ask(await app.signIn('front-desk'), request)).status).toBe(status)
  })

  it('from another site are refused', async () => {
    const desk = await app.signIn('front-desk')
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }
    const reply = await app.ask(desk, { method: 'POST', url: `/api/weeks/${WEEK}/plan-runs`, payload: {}, headers })
    expect(reply).toMatchObject({ status: 403, body: { code: 'foreign-origin' } })
  })

  it.each(['application/json\ta', 'application/json;;', 'text/plain', 'application/x-www-form-urlencoded'])(
    'content type %j is not parsed',
    async (type) => {
      const desk = await app.signIn('front-desk')
      const headers = { 'content-type': type }
      const reply = await app.ask(desk, {
        method: 'POST',
        url: `/api/weeks/${WEEK}/plan-runs`,
        payload: '{"seconds":-1}',
        headers,
      })
      expect(reply.status).toBeGreaterThanOrEqual(400)
      expect(reply.status).toBeLessThan(500)
    },
  )
})

it.each(['0001-01-01', '9999-12-27'])('the week of %s is not understood', async (weekStart) => {
  const desk = await app.signIn('front-desk')
  expect(await app.ask(desk, { url: `/api/weeks/${weekStart}/board` })).toMatchObject({ status: 400 })
})
