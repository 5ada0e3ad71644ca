import { expect } from 'vitest'
import type { TestApp } from './test-app.ts'

/** The week that tests plan and publish; the demo's clock stands a week before it. */
export const TEST_WEEK = '2026-11-30'

/** Plans and publishes a week as the front desk does. */
export async function publishTestWeek(app: TestApp, week = TEST_WEEK): Promise<void> {
  const desk = await app.signIn('front-desk')
  const post = (url: string, payload: object) => app.ask(desk, { method: 'POST', url, payload })
  const { body } = await post(`/api/weeks/${week}/plan-runs`, { seconds: 1 })
  while ((await app.ask(desk, { url: `/api/plan-runs/${body.id}` })).body.state === 'working')
    await new Promise((resolve) => setTimeout(resolve, 100))
  const { proposal } = (await app.ask(desk, { url: `/api/weeks/${week}/board?view=proposed` })).body
  expect(await post(`/api/weeks/${week}/publication`, { proposal: proposal.id })).toMatchObject({ status: 201 })
}
