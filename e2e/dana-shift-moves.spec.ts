import type { Browser, Page } from '@playwright/test'
import { expect, NEXT_WEEK, otherDevice, picture, signIn, test } from './story.ts'

test.use({ viewport: { width: 1280, height: 900 } })

/** What of a week this story looks at. */
interface Week {
  sessions: { start: string; end: string }[]
  busy: { id: string; start: string }[]
}

test("Dana's shift moves to an evening: a repair is accepted, and only those it touches are told", async ({
  page,
  browser,
}) => {
  await signIn(page, 'Front desk')
  await publishNextWeek(page)
  const dana = await openPhone(browser, page, 'Dana')
  await dana.phone.getByRole('button', { name: /^Next week/ }).click()
  const before = await weeksOnBoard(page)
  const week: Week = await ask(page, `/api/participants/${dana.id}/weeks/${NEXT_WEEK}`)
  const evening = week.sessions.toSorted((a, b) => (a.start.slice(11) < b.start.slice(11) ? 1 : -1))[0]!
  const day = evening.start.slice(0, 10)

  await page.goto(`/?week=${NEXT_WEEK}&view=published`)
  await page.getByRole('button', { name: 'Life changed' }).click()
  await page.getByLabel('Which person?').selectOption({ label: 'Dana R.' })
  await page.getByText('A shift moves', { exact: true }).click()
  await page.getByLabel('Which busy time?').selectOption({ index: 1 })
  await page.getByLabel('Moves to').fill(day)
  await page.getByLabel(/^From/).fill('16:00')
  await page.getByLabel(/^Until/).fill('22:30')
  await page.getByRole('button', { name: 'Find a new week' }).click()
  const card = page.getByRole('region', { name: /Fewest people moved|The best in every way/ })
  await expect(card).toContainText('Dana R.', { timeout: 30_000 })
  await expect(page).toHaveURL(/run=/)
  await expect(page.getByText(/^[123] proposals?$/)).toBeVisible({ timeout: 60_000 })
  await picture(page, 'life-changed')
  await card.getByRole('button', { name: 'Accept' }).click()
  await expect(page.getByText(/Published\. \d+ (person is|people are) told\./)).toBeVisible()

  // The phone was open all along.
  await expect(dana.phone.getByRole('heading', { name: 'Your week has changed' })).toBeVisible()
  const now: Week = await ask(page, `/api/participants/${dana.id}/weeks/${NEXT_WEEK}`)
  expect(now.sessions.filter(({ start, end }) => start < `${day}T22:30` && end > `${day}T16:00`)).toEqual([])
  await picture(dana.phone, 'changed-week')
  await dana.phone.getByRole('button', { name: 'Ask for another time' }).click()
  await expect(dana.phone.getByText('Thank you. Your team can see your answer.')).toBeVisible()
  await replyToDana(page)
  await dana.phone.reload()
  await expect(dana.phone.getByText('Your team says: The other evening group is full.')).toBeVisible()
  await picture(dana.phone, 'changed-week-answered')
  await dana.phone.getByRole('button', { name: 'Yes, I can come' }).click()
  await expect(dana.phone.getByText('Thank you. Your team can see your answer.')).toBeVisible()
  await dana.phone.reload()
  await expect(dana.phone.getByRole('heading', { name: 'Your week', exact: true })).toBeVisible()
  await expect(dana.phone.getByRole('heading', { name: 'Your week has changed' })).toHaveCount(0)

  await page.reload()
  const told = page.getByRole('region', { name: 'Told that this week changed' })
  await expect(told.getByRole('listitem').filter({ hasText: 'Dana R.' }).first()).toContainText('can come')
  const { notices } = await ask(page, `/api/weeks/${NEXT_WEEK}/notices`)
  const people: string[] = notices.map((notice: { person: { id: string } }) => notice.person.id)
  expect(people).toContain(dana.id)
  const after = await weeksOnBoard(page)
  const changed = [...after.keys()].filter((id) => after.get(id) !== before.get(id))
  expect(changed.filter((id) => !people.includes(id))).toEqual([])
  expect(changed.length).toBeLessThan(after.size / 4)

  const maria = await openPhone(browser, page, 'Maria')
  const own = await ask(maria.phone, `/api/participants/${maria.id}/week-notices`)
  expect(own.notices.length > 0).toBe(people.includes(maria.id))
  await dana.phone.context().close()
  await maria.phone.context().close()
})

/** The front desk looks where another time could be, and finds none. */
async function replyToDana(page: Page): Promise<void> {
  await page.goto('/requests')
  const card = page.getByRole('region', { name: /^Dana R\. asks for another time/ })
  await expect(card.getByRole('link', { name: 'Find another time' })).toHaveAttribute('href', /^\/change\?.*of=/)
  await picture(page, 'other-time')
  await card.getByLabel(/^Why the time stays/).fill('The other evening group is full.')
  await card.getByRole('button', { name: 'The time stays, with this reason' }).click()
  await expect(card).toHaveCount(0)
  await page.goto(`/change?week=${NEXT_WEEK}`)
}

/** What the wizard's reader may ask the server directly. */
async function ask(page: Page, path: string) {
  const answer = await page.request.get(path)
  expect(answer.status(), path).toBe(200)
  return answer.json()
}

/** Next week in force, as the front desk makes it on a Monday; planned anew when a life changed since it was proposed. */
async function publishNextWeek(page: Page): Promise<void> {
  const headers = { origin: new URL(page.url()).origin }
  const publish = async () => {
    const { proposal, publication } = await ask(page, `/api/weeks/${NEXT_WEEK}/board?view=proposed`)
    if (publication !== null) return true
    const data = { proposal: proposal.id }
    return (await page.request.post(`/api/weeks/${NEXT_WEEK}/publication`, { data, headers })).status() === 201
  }
  if (await publish()) return
  const run = await page.request.post(`/api/weeks/${NEXT_WEEK}/plan-runs`, { data: { seconds: 2 }, headers })
  const { id } = await run.json()
  await expect.poll(async () => (await ask(page, `/api/plan-runs/${id}`)).state, { timeout: 60_000 }).toBe('done')
  expect(await publish()).toBe(true)
}

/** Somebody's own phone, and who they are. */
async function openPhone(browser: Browser, page: Page, name: string): Promise<{ phone: Page; id: string }> {
  const phone = await otherDevice(browser, page, 320)
  await signIn(phone, 'Participant', name)
  await phone.waitForURL(/\/me$/)
  const { participantId } = await ask(phone, '/api/session')
  return { phone, id: participantId }
}

/** Times of everybody's sessions, by person. */
async function weeksOnBoard(page: Page): Promise<Map<string, string>> {
  const board = await ask(page, `/api/weeks/${NEXT_WEEK}/board?view=published`)
  const times = new Map<string, string>(
    board.sessions.map((one: { id: string; service: string; start: string }) => [
      one.id,
      `${one.service} ${one.start}`,
    ]),
  )
  return new Map(
    board.people.map((one: { id: string; sessions: string[] }) => [
      one.id,
      one.sessions
        .map((id) => times.get(id))
        .toSorted()
        .join(),
    ]),
  )
}
