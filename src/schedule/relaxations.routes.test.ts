import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestApp, type TestApp } from './test-app.ts'

const WEEK = '2026-11-30'
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

it('keeps what would help with a published week, and tells staff and the person each in their words', async () => {
  const desk = await app.signIn('front-desk')
  const dana = await app.signIn('participant', 'dana')
  const payload = { start: `${WEEK}T00:30`, end: '2026-12-05T23:30' }
  const url = `/api/participants/${dana.participantId}/obligations`
  expect((await app.ask(desk, { method: 'POST', url, payload })).status).toBe(201)
  const started = await app.ask(desk, { method: 'POST', url: `/api/weeks/${WEEK}/plan-runs`, payload: { seconds: 1 } })
  await expect
    .poll(async () => (await app.ask(desk, { url: `/api/plan-runs/${started.body.id}` })).body.state, {
      timeout: 60_000,
    })
    .toBe('done')

  const proposed = (await app.ask(desk, { url: `/api/weeks/${WEEK}/board` })).body
  const onBoard = shortfallsOf(proposed, dana.participantId)
  const sentence = 'Monday 12:30 am to Saturday 11:30 pm free: regains'
  expect(onBoard.some(({ wouldHelp }) => wouldHelp.en.some((words) => words.startsWith(sentence)))).toBe(true)
  const proposal = { proposal: proposed.proposal.id }
  const publication = { method: 'POST' as const, url: `/api/weeks/${WEEK}/publication`, payload: proposal }
  expect((await app.ask(desk, publication)).status).toBe(201)
  const published = (await app.ask(desk, { url: `/api/weeks/${WEEK}/board` })).body
  expect(shortfallsOf(published, dana.participantId)).toEqual(onBoard)

  const own = `/api/participants/${dana.participantId}/weeks/${WEEK}`
  const forStaff = (await app.ask(desk, { url: own })).body.shortfalls as Shown[]
  expect(byService(forStaff)).toEqual(byService(onBoard))
  const forDana = (await app.ask(dana, { url: own })).body.shortfalls as Shown[]
  expect(spoken(forDana, 'en')).toContain('If you were free Monday 12:30 am to Saturday 11:30 pm')
  expect(spoken(forDana, 'es')).toContain('Si usted estuviera libre el lunes de 12:30 a. m.')
  expect(spoken(forDana, 'en')).not.toContain('regains')
  const somebodyElse = await app.signIn('participant', 'maria')
  expect((await app.ask(somebodyElse, { url: own })).status).toBe(404)
}, 120_000)

interface Shown {
  readonly service: string
  readonly wouldHelp: { readonly en: string[]; readonly es: string[] }
}

function shortfallsOf(board: { people: { id: string; shortfalls: Shown[] }[] }, person: string | null): Shown[] {
  return board.people.find(({ id }) => id === person)!.shortfalls
}

function spoken(shortfalls: readonly Shown[], language: 'en' | 'es'): string {
  return shortfalls.flatMap(({ wouldHelp }) => wouldHelp[language]).join(' ')
}

function byService(shortfalls: readonly Shown[]): Shown[] {
  return shortfalls.toSorted((a, b) => (a.service < b.service ? -1 : 1))
}
