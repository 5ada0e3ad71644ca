import type { Browser, Page } from '@playwright/test'
import { expect, NOW, signIn, test } from './story.ts'

test('ten idle minutes hide a phone’s page and keep what was typed', async ({ browser, baseURL }) => {
  const phone = await pageWithClock(browser, baseURL)
  await signIn(phone, 'Participant', 'Dana')
  await phone.goto('/me/sharing')
  await phone.getByRole('button', { name: 'Share with someone' }).click()
  await phone.getByLabel('Who? Write the name.').fill('Uncle Ray')
  await phone.clock.fastForward('09:00')
  await expect(phone.getByRole('heading', { name: 'Locked' })).toHaveCount(0)
  await phone.clock.fastForward('02:00')
  await expect(phone.getByRole('heading', { name: 'Locked' })).toBeVisible()
  await expect(phone.getByRole('heading', { name: 'Share with someone' })).toBeHidden()
  expect((await phone.request.get('/api/session')).status()).toBe(401)

  await phone.getByRole('button', { name: 'Continue the demo' }).click()
  await expect(phone.getByLabel('Who? Write the name.')).toHaveValue('Uncle Ray')
  await phone.context().close()
})

test('a desk locks too, and a key goes on where one was', async ({ browser, baseURL }) => {
  const desk = await pageWithClock(browser, baseURL)
  await signIn(desk, 'Counselor')
  const search = desk.getByRole('searchbox')
  await search.fill('Mari')
  await desk.clock.fastForward('16:00')
  await expect(desk.getByRole('heading', { name: 'Locked' })).toBeVisible()
  await expect(search).toBeHidden()
  await expect(desk.getByRole('button', { name: 'Continue the demo' })).toBeVisible()
  await desk.keyboard.press('Tab')
  await expect(desk.getByRole('button', { name: 'Continue the demo' })).toBeFocused()
  await desk.keyboard.press('Enter')
  await expect(search).toHaveValue('Mari')
  await desk.context().close()
})

/** A browser whose minutes the test can pass. */
async function pageWithClock(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), viewport: { width: 1280, height: 860 } })
  const page = await context.newPage()
  await page.clock.install({ time: NOW })
  return page
}
