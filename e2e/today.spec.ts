import type { Page } from '@playwright/test'
import type { TodayBoard, TodaySeat, TodaySession } from '../src/attendance/today.ts'
import { arrive, expect, otherDevice, signIn, test } from './story.ts'
import { clockOf, opened, openTablet, stateIn } from './today-board.ts'

test.use({ viewport: { width: 1280, height: 860 } })

/** Between two taps of somebody who reads a name, looks up, and taps. */
const HUMAN_PACE = 900

const boardOf = async (page: Page): Promise<TodayBoard> => (await page.request.get('/api/today')).json()
const headersOf = (page: Page) => ({ origin: new URL(page.url()).origin })

/** Unmarked seats of sessions in the house that have begun. */
async function openSeats(page: Page): Promise<{ session: TodaySession; seat: TodaySeat }[]> {
  const { sessions } = await boardOf(page)
  const unmarked = ({ state }: TodaySeat) => state === 'unmarked' || state === 'missing'
  return sessions
    .filter(({ telehealth }) => !telehealth)
    .flatMap((session) => session.seats.filter(unmarked).map((seat) => ({ session, seat })))
}

/** What other stories have marked is open again: a mark taken back is none. */
async function takeBackMarks(page: Page): Promise<void> {
  const { sessions } = await boardOf(page)
  for (const session of sessions)
    for (const { participant, mark, replaces } of session.seats) {
      if (mark === null) continue
      const data = { id: crypto.randomUUID(), status: 'taken-back', replaces }
      const path = `/api/sessions/${session.id}/attendance/${participant}`
      expect((await page.request.put(path, { headers: headersOf(page), data })).status()).toBe(200)
    }
}

async function openToday(page: Page, role = 'Front desk'): Promise<void> {
  await signIn(page, role)
  await page.goto('/today')
  await expect(page.getByRole('heading', { level: 1, name: 'Monday, November 23' })).toBeVisible()
}

test('two at work see each other, and a mark on the wrong person is taken back', async ({ page, browser }) => {
  await openToday(page)
  const other = await otherDevice(browser, page)
  await openToday(other)
  const [found] = await openSeats(page)
  const { session, seat } = found!
  const mine = await opened(page, session)
  const theirs = await opened(other, session)
  const state = stateIn(theirs, seat.name)
  await mine.getByRole('button', { name: `${seat.name} is here`, exact: true }).click()
  await expect(state).toHaveText('Here')
  await page.getByRole('button', { name: `Undo: ${seat.name}` }).click()
  await expect(state).not.toHaveText('Here')
  await mine.getByRole('button', { name: `${seat.name} is here`, exact: true }).click()
  await expect(state).toHaveText('Here')
  await mine.getByRole('button', { name: `Times of ${seat.name}` }).click()
  await mine.getByLabel('Came').fill('09:40')
  await mine.getByRole('button', { name: 'Save times' }).click()
  await expect
    .poll(async () => {
      const { sessions } = await boardOf(page)
      const now = sessions
        .find(({ id }) => id === session.id)
        ?.seats.find((one) => one.participant === seat.participant)
      return now?.mark?.inAt
    })
    .toBe('2026-11-23T14:40:00Z')
  await other.context().close()
})

test('a tablet at the door notes who comes, and tells nobody who', async ({ page, browser }) => {
  await openToday(page)
  const { sessions } = await boardOf(page)
  // Expected at the door at ten: from 60 minutes before a start until 30 minutes after it, and some room for slow machines.
  const soon = sessions.filter(
    ({ start, telehealth }) => !telehealth && start >= '2026-11-23T09:45' && start <= '2026-11-23T10:50',
  )
  // Somebody whom nobody has marked anywhere today: the tablet leaves alone what staff have said.
  const marked = new Set(
    sessions.flatMap(({ seats }) => seats.filter(({ mark }) => mark !== null).map(({ participant }) => participant)),
  )
  const expected = soon.flatMap((session) =>
    session.seats.filter(({ participant }) => !marked.has(participant)).map((seat) => ({ session, seat })),
  )
  const { session, seat } = expected[0]!
  const tablet = await openTablet(browser, page, session.site)
  await tablet.keyboard.type('000000')
  await tablet.keyboard.press('Enter')
  await expect(tablet.getByText('We did not find this code now.')).toBeVisible()

  const path = `/api/participants/${seat.participant}/arrival-code`
  const { code } = await (await page.request.post(path, { headers: headersOf(page) })).json()
  await page.goto('/today')
  const card = await opened(page, session)
  for (const digit of code) await tablet.getByRole('button', { name: digit, exact: true }).click()
  await tablet.getByRole('button', { name: 'I am here' }).click()
  await expect(tablet.getByText(/^Thank you, 10:\d\d AM$/)).toBeVisible()
  expect(await tablet.locator('body').innerText()).not.toContain(seat.name)
  const state = stateIn(card, seat.name)
  await expect(state).toHaveText(/^(Here|Late)$/)
  await tablet.context().close()
})

test('a person finds the digits on their own page', async ({ page }) => {
  await signIn(page, 'Participant')
  await expect(page.getByRole('heading', { name: 'Your code for the door' })).toBeVisible()
  await page.getByRole('button', { name: /^Make a (new )?code$/ }).click()
  await expect(page.getByText(/^\d{3} \d{3}$/)).toBeVisible()
  await expect(page.getByRole('img', { name: 'Your code as a picture' })).toBeVisible()
})

test('the keyboard alone marks, moves and takes back', async ({ page }) => {
  await signIn(page, 'Front desk')
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await expect(page).toHaveURL(/\/today/)
  const [found] = await openSeats(page)
  const { session, seat } = found!
  const card = await opened(page, session)
  const row = card.locator('.seat-list li').filter({ hasText: seat.name })
  await card.getByRole('button', { name: `${seat.name} is here`, exact: true }).focus()
  await page.keyboard.press('l')
  await expect(row.locator('.seat-state')).toHaveText('Late')
  await page.keyboard.press('u')
  await expect(row.locator('.seat-state')).not.toHaveText('Late')
  await expect
    .poll(async () => (await openSeats(page)).some((one) => one.seat.participant === seat.participant))
    .toBe(true)
})

test('a network cut in the middle of a mark loses and doubles nothing', async ({ page, browser }) => {
  await openToday(page)
  const cut = await otherDevice(browser, page)
  await openToday(cut)
  const [found] = await openSeats(page)
  const { session, seat } = found!
  const sent: string[] = []
  await cut.route('**/attendance/**', async (route) => {
    sent.push(route.request().postDataJSON().id)
    // Stored, but the answer never comes.
    if (sent.length === 1) await route.fetch()
    if (sent.length < 3) return route.abort('connectionreset')
    return route.continue()
  })
  const card = await opened(cut, session)
  await card.getByRole('button', { name: `${seat.name} is here`, exact: true }).click()
  await expect(cut.getByText(/waits? for the network/)).toBeVisible()
  await expect(cut.getByText(/waits? for the network/)).toBeHidden({ timeout: 20_000 })
  expect(sent.length).toBe(3)
  expect(new Set(sent).size).toBe(1)
  const { sessions } = await boardOf(page)
  const now = sessions.find(({ id }) => id === session.id)?.seats.find((one) => one.participant === seat.participant)
  expect(now?.mark).toMatchObject({ id: sent[0], status: 'here' })
  await cut.context().close()
})

test('the wall shows initials and no name', async ({ page }) => {
  await openToday(page)
  const names = (await boardOf(page)).sessions.flatMap(({ seats, service }) => [
    service,
    ...seats.map(({ name }) => name),
  ])
  await page.getByRole('link', { name: 'Wall screen' }).click()
  await expect(page.locator('.wall-sessions li').first()).toBeVisible()
  const words = await page.locator('.wall').innerText()
  for (const name of new Set(names)) expect(words).not.toContain(name)
})

test('the front desk marks everybody under way at a human pace', async ({ page }) => {
  await openToday(page)
  await takeBackMarks(page)
  await page.reload()
  const seats = await openSeats(page)
  expect(seats.length).toBeGreaterThan(3)
  for (const { session } of seats) await opened(page, session)
  const began = Date.now()
  for (const { session, seat } of seats) {
    const card = await opened(page, session)
    await card.getByRole('button', { name: `${seat.name} is here`, exact: true }).click()
    await page.waitForTimeout(HUMAN_PACE)
  }
  const seconds = (Date.now() - began) / 1000
  const twelve = ((seconds / seats.length) * 12).toFixed(1)
  test.info().annotations.push({ type: 'marks', description: `${seats.length} in ${seconds} s, twelve in ${twelve} s` })
  await expect.poll(async () => (await openSeats(page)).length).toBe(0)
})

test('somebody else with the group open is shown, until they close it', async ({ page, browser }) => {
  await openToday(page)
  const other = await otherDevice(browser, page)
  const name = await arrive(other, 'Supervisor')
  await expect(other).toHaveURL(/\/team$/)
  await expect(other.getByRole('heading', { name: 'Hours at risk' })).toBeVisible()
  await other.keyboard.press('g')
  await other.keyboard.press('t')
  const group = (await boardOf(page)).sessions.find(({ kind, seats }) => kind === 'group' && seats.length > 1)!
  const mine = await opened(page, group)
  const theirs = await opened(other, group)
  await expect(mine.getByText(`${name} has this group open`)).toBeVisible()
  await expect(theirs.getByText('Tessa Brand has this group open')).toBeVisible()
  await theirs.getByRole('button', { name: 'Hide people' }).click()
  await expect(mine.getByText(/has this group open/)).toBeHidden()
  await expect(theirs.getByText('Tessa Brand has this group open')).toBeVisible()
  await page.goto('/outreach')
  await expect(theirs.getByText(/has this group open/)).toBeHidden()
  await other.context().close()
})

test('cover for somebody who is away stands on the board', async ({ page }) => {
  await openToday(page)
  const { now, sessions } = await boardOf(page)
  const away = sessions
    .filter(({ kind, startsAt, seats }) => kind === 'group' && startsAt > now && seats.length > 1)
    .at(-1)!
  const card = await opened(page, away)
  await card.getByRole('link', { name: `${away.staff} cannot come? Find cover` }).click()
  await expect(page.getByLabel('Away from')).toHaveValue(away.start)
  await page.getByRole('button', { name: 'Find a new week' }).click()
  await page.getByRole('button', { name: 'Accept' }).first().click()
  await page.getByRole('link', { name: 'Back to Today' }).click()
  const held = (await boardOf(page)).sessions.filter(({ start }) => start >= away.start)
  expect(held.filter(({ staffId }) => staffId === away.staffId)).toEqual([])
  const covered = held.find(({ service, start }) => service === away.service && start === away.start)
  const words = covered
    ? `${covered.service}, ${covered.staff}, ${clockOf(covered.start)}`
    : `${away.service}, ${away.staff}, ${clockOf(away.start)}`
  await expect(page.getByRole('article', { name: words, exact: true })).toHaveCount(covered ? 1 : 0)
})
