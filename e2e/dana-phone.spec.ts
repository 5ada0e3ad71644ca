import { expect, picture, signIn, TELLING, test } from './story.ts'

test.use({ viewport: { width: 320, height: 800 } })

test('Dana sees her week on a small phone, in her language', async ({ page }) => {
  await signIn(page, 'Participant', 'Dana')
  await expect(page).toHaveURL(/\/me$/)
  await expect(page).toHaveTitle('Week')
  await expect(page.getByRole('heading', { name: 'Your next meeting' })).toBeVisible()
  await expect(page.getByText(/of 9 h this week/)).toBeVisible()
  await picture(page, 'my-week')
  await page.getByRole('button', { name: 'Español' }).click()
  await expect(page.getByRole('heading', { name: 'Su próxima cita' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  await expect(page).toHaveTitle('Semana')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Su próxima cita' })).toBeVisible()
})

test("Dana's calendar link tells times and nothing else, and ends when she says so", async ({ page, request }) => {
  await signIn(page, 'Participant', 'Dana')
  await page.getByRole('button', { name: /Make a (calendar|new) link/ }).click()
  const url = await page.getByLabel('Your link. We show it only once.').inputValue()
  const feed = await request.get(url)
  expect(feed.status()).toBe(200)
  const calendar = await feed.text()
  const titles = [...calendar.matchAll(/^SUMMARY[^:]*:(.*)$/gm)].map(([, title]) => title?.trim())
  expect(titles.length).toBeGreaterThan(0)
  expect([...new Set(titles)]).toEqual(['Appointment'])
  expect(calendar).not.toMatch(TELLING)
  expect(feed.headers()['content-disposition'] ?? '').not.toMatch(TELLING)

  await page.reload()
  await expect(page.getByRole('button', { name: 'End the link' })).toBeVisible()
  await expect(page.getByText(url)).toHaveCount(0)
  await page.getByRole('button', { name: 'End the link' }).click()
  await expect(page.getByRole('button', { name: 'End the link' })).toBeHidden()
  expect((await request.get(url)).status()).toBe(404)
})

test('quick exit leaves no step back, and signing out ends the session', async ({ page }) => {
  await signIn(page, 'Participant', 'Dana')
  await expect(page.getByRole('heading', { name: 'Your week' })).toBeVisible()
  await page.getByRole('button', { name: 'Quick exit' }).click()
  await page.waitForURL('about:blank')
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Your week' })).toHaveCount(0)

  await page.goto('/me')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible()
  expect((await page.request.get('/api/session')).status()).toBe(401)
})

test('the first load weighs at most 150 KiB', async ({ page, browser }) => {
  await signIn(page, 'Participant', 'Dana')
  // A browser that has never been here: nothing comes from its cache.
  const fresh = await browser.newContext({ storageState: await page.context().storageState() })
  const phone = await fresh.newPage()
  await phone.goto('/me')
  await expect(phone.getByRole('heading', { name: 'Your next meeting' })).toBeVisible()
  const sizes = await phone.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(
      (entry) => (entry as PerformanceResourceTiming).transferSize,
    ),
  )
  await fresh.close()
  const kibibytes = sizes.reduce((sum, size) => sum + size, 0) / 1024
  test.info().annotations.push({ type: 'KiB', description: kibibytes.toFixed(1) })
  expect(sizes.length).toBeGreaterThan(6)
  expect(kibibytes).toBeGreaterThan(50)
  expect(kibibytes).toBeLessThan(150)
})
