import type { Page } from '@playwright/test'
import { expect, NEXT_WEEK, otherDevice, picture, signIn, test } from './story.ts'

/** The planner proposes, the participant chooses: at once inside the center's rules, by staff outside of them. */

test.use({ viewport: { width: 320, height: 800 } })

const NINE_HOURS = 9 * 60

/** Minutes of `9 h`, `9 h 30 min` at the beginning of a text. */
function minutesIn(words: string): number {
  const [, hours = '0', , minutes = '0'] = /^(\d+) h( (\d+) min)?/.exec(words) ?? []
  return Number(hours) * 60 + Number(minutes)
}

const cards = (page: Page) => page.getByRole('region', { name: 'Other weeks that fit' }).locator('.choice')

async function openNextWeek(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Next week/ }).click()
  await expect(page.getByRole('heading', { name: 'Monday, November 30' })).toBeVisible()
}

async function showOtherWeeks(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show other weeks' }).click()
  await expect(cards(page).first()).toBeVisible()
}

/** The cards go when the answer is there. */
async function chooseFirst(page: Page, button: string): Promise<void> {
  await cards(page).first().getByRole('button', { name: button }).click()
  await expect(cards(page)).toHaveCount(0)
}

/** The days and times on a card, and those of the week itself. */
async function timesOf(card: ReturnType<typeof cards>): Promise<string[]> {
  return card.locator('.choice-days li').allTextContents()
}

async function ownTimes(page: Page): Promise<string> {
  const { participantId } = await (await page.request.get('/api/session')).json()
  const week = await (await page.request.get(`/api/participants/${participantId}/weeks/${NEXT_WEEK}`)).json()
  return week.sessions.map((one: { start: string; service: string }) => `${one.start} ${one.service}`).join(', ')
}

/** The front desk publishes next week, where no other story has. */
async function publishNextWeek(desk: Page): Promise<void> {
  const { proposal } = await (await desk.request.get(`/api/weeks/${NEXT_WEEK}/board?view=proposed`)).json()
  if (proposal.published) return
  const published = await post(desk, `/api/weeks/${NEXT_WEEK}/publication`, { proposal: proposal.id })
  expect(published.status()).toBe(201)
}

/** A sign-in link for somebody who has nine hours next week and three other weeks to choose from. */
async function linkForSomebody(desk: Page): Promise<string> {
  const { people } = await (await desk.request.get(`/api/weeks/${NEXT_WEEK}/board`)).json()
  for (const { id } of people.filter((one: { plannedMinutes: number }) => one.plannedMinutes >= NINE_HOURS)) {
    const { choices } = await (await post(desk, `/api/participants/${id}/weeks/${NEXT_WEEK}/choices`)).json()
    if (choices.length < 3 || choices.some((one: { needs: unknown[] }) => one.needs.length > 0)) continue
    return (await (await post(desk, `/api/participants/${id}/invitation`)).json()).link
  }
  throw new Error('Nobody of the demo center has nine hours and three other weeks')
}

const post = (page: Page, path: string, data: object = {}) =>
  page.request.post(path, { data, headers: { origin: new URL(page.url()).origin } })

test('a participant chooses a whole week, and staff look only at what is outside the rules', async ({
  page,
  browser,
}) => {
  await signIn(page, 'Front desk')
  await publishNextWeek(page)
  await page.goto(await linkForSomebody(page))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await openNextWeek(page)
  await showOtherWeeks(page)
  await picture(page, 'other-weeks')

  const before = await ownTimes(page)
  const hours = await cards(page)
    .getByText(/ in all$/)
    .allTextContents()
  expect(hours).toHaveLength(3)
  for (const words of hours) expect(minutesIn(words)).toBeGreaterThanOrEqual(NINE_HOURS)
  expect(
    new Set(await Promise.all((await cards(page).all()).map(async (one) => (await timesOf(one)).join()))).size,
  ).toBe(hours.length)

  // One tap, and ten seconds to undo it.
  await chooseFirst(page, 'Choose this week')
  await expect(page.getByText('Your week has changed.')).toBeVisible()
  const chosen = await ownTimes(page)
  expect(chosen).not.toBe(before)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Your week is as it was.')).toBeVisible()
  expect(await ownTimes(page)).toBe(before)

  // Two changes a week take effect by themselves; the third needs a person.
  for (let change = 0; change < 2; change += 1) {
    await showOtherWeeks(page)
    await chooseFirst(page, 'Choose this week')
    await expect(page.getByText('Your week has changed.')).toBeVisible()
  }
  const present = await ownTimes(page)
  await showOtherWeeks(page)
  await expect(
    cards(page)
      .first()
      .getByText(/Changes so far: 2/),
  ).toBeVisible()
  await chooseFirst(page, 'Ask for this week')
  await expect(page.getByText('Your team will look at your wish.')).toBeVisible()
  expect(await ownTimes(page)).toBe(present)

  const desk = await otherDevice(browser, page)
  await signIn(desk, 'Front desk')
  await desk.getByRole('link', { name: 'Requests (1)' }).click()
  await expect(desk.getByRole('heading', { name: /would like another week/ })).toBeVisible()
  await expect(desk.getByText('They chose another week 2 times already this week.')).toBeVisible()
  await picture(desk, 'requests')
  await desk.getByRole('button', { name: 'Approve and change the week' }).click()
  await expect(desk.getByText('Nothing waits for you.')).toBeVisible()
  await desk.context().close()

  await page.reload()
  await openNextWeek(page)
  await expect(page.getByText('Your team said yes. This is your week now.')).toBeVisible()
  expect(await ownTimes(page)).not.toBe(present)
})
