import type { Browser, Locator, Page } from '@playwright/test'
import type { TodaySession } from '../src/attendance/today.ts'
import { expect, otherDevice } from './story.ts'

/** `2026-11-23T09:00` as the board says it. */
export function clockOf(wall: string): string {
  const hour = Number(wall.slice(11, 13))
  return `${hour % 12 || 12}:${wall.slice(14, 16)} ${hour < 12 ? 'AM' : 'PM'}`
}

/** The card's list of people, opened. */
export async function opened(page: Page, session: TodaySession): Promise<Locator> {
  const clock = clockOf(session.start)
  const card = page.getByRole('article', { name: `${session.service}, ${session.staff}, ${clock}`, exact: true })
  await card.waitFor()
  const closed = card.getByRole('button', { name: /^\d+ (person|people)$/ })
  if ((await closed.count()) > 0) await closed.click()
  return card
}

/** The state of somebody's seat, as the opened card says it. */
export function stateIn(card: Locator, name: string): Locator {
  return card.locator('.seat-list li').filter({ hasText: name }).locator('.seat-state')
}

/** The front desk, whose page stands on Today, opens a tablet at the door of a site. */
export async function openTablet(browser: Browser, page: Page, site: string): Promise<Page> {
  await page.getByRole('link', { name: 'Door tablets' }).click()
  await page.getByLabel('Name of the tablet').fill('Front door')
  await page.getByLabel('Site', { exact: true }).first().click()
  await page.getByRole('option', { name: site }).click()
  await page.getByRole('button', { name: 'Make a one-time code' }).click()
  const once = (await page.locator('.kiosk-code').textContent()) ?? ''

  const tablet = await otherDevice(browser, page, 800)
  await tablet.goto('/kiosk')
  await tablet.getByLabel('One-time code').fill(once)
  await tablet.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(tablet.getByRole('heading', { name: 'Say that you are here' })).toBeVisible()
  return tablet
}

/** Somebody types their digits at the door, and is thanked. */
export async function arriveAtDoor(tablet: Page, code: string): Promise<void> {
  await tablet.getByLabel('Your six numbers').fill(code)
  const thanked = tablet.waitForResponse((answer) => answer.url().endsWith('/api/kiosk/arrivals'))
  await tablet.keyboard.press('Enter')
  expect((await thanked).status()).toBe(200)
  await expect(tablet.getByText(/^Thank you, \d+:\d\d PM$/)).toBeVisible()
}
