import { expect, NEXT_WEEK, signIn, test } from './story.ts'

test.use({ viewport: { width: 1280, height: 860 } })

test('the front desk sees who waits, and the hours each could have', async ({ page }) => {
  await signIn(page, 'Front desk')
  await page.getByRole('link', { name: 'Waiting list' }).click()
  await expect(page.getByText(/^13 people wait · hours within reach/)).toBeVisible({ timeout: 60_000 })
  const people = page.getByRole('listitem').filter({ hasText: /waits since/ })
  await expect(people).toHaveCount(13)
  for (const person of await people.all()) await expect(person).toContainText(/\d h.* of 9 h from Mon, Nov 30/)
  await expect(people.filter({ hasText: /would make it \d/ }).first()).toBeVisible()
  await expect(people.first()).toContainText(/Counselors with room: \w+/)
})

test('the director asks for two groups and gets a verified answer, without a name', async ({ page }) => {
  const bodies: string[] = []
  page.on('response', (response) => {
    if (response.url().includes('/api/lab-runs/')) void response.text().then((text) => bodies.push(text))
  })
  await signIn(page, 'Director')
  await page.getByRole('link', { name: 'Design lab' }).click()
  await expect(page.getByText('Which 2 groups, at which hours, let most people on the waiting list')).toBeVisible()
  await page.getByRole('button', { name: 'Ask the lab' }).click()
  await expect(page).toHaveURL(/run=[0-9a-f-]{36}/)
  await expect(page.getByRole('heading', { name: 'Answers' })).toBeVisible({ timeout: 90_000 })
  await expect(page.getByText(/Each answer was placed and checked against every rule/)).toBeVisible()
  const best = page.getByRole('table', { name: 'Answers' }).getByRole('row').nth(1)
  const opened = await best.getByRole('listitem').allTextContents()
  expect([1, 2]).toContain(opened.length)
  for (const group of opened) expect(group).toMatch(/, with \w+ \w+, .+ · \d+ people$/)
  await expect(best).toContainText(/\d+ of 13 people/)
  const [now, then] = await page.getByText(/^\d+ of 13 people$/).allTextContents()
  expect(Number.parseInt(then!, 10)).toBeGreaterThanOrEqual(Number.parseInt(now!, 10))
  await expect(page.getByText('Who, with the best answer')).toHaveCount(0)
  await expect(page.getByText('Nadia')).toHaveCount(0)
  expect(bodies.length).toBeGreaterThan(0)
  expect(bodies.join()).not.toMatch(/Nadia|Quentin|participant/)

  await page.getByText('Why does it say that?').click()
  await expect(page.getByText('Nobody who is in the plan is moved', { exact: false })).toBeVisible()
  // The address holds the run, not an answer: the front desk opens it and sees who.
  const path = new URL(page.url()).pathname + new URL(page.url()).search
  await signIn(page, 'Front desk')
  await page.goto(path)
  await expect(page.getByText('Who, with the best answer')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('cell', { name: 'Nadia F.' })).toBeVisible()
})

test('somebody is offered admission from Monday, and somebody leaves the list', async ({ page }) => {
  await signIn(page, 'Front desk')
  await page.goto(`/waiting?week=${NEXT_WEEK}`)
  const zoe = page.getByRole('listitem').filter({ hasText: 'Zoe M.' })
  await zoe.getByRole('button', { name: 'Admit from Mon, Nov 30' }).click()
  const dialog = page.getByRole('dialog', { name: 'Admit Zoe M.' })
  await expect(dialog.getByLabel('Own counselor')).not.toHaveValue('')
  // Admitting is proved over HTTP: the other stories count the people of this week.
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await zoe.getByRole('button', { name: 'Left the list' }).click()
  await page.getByLabel('Why', { exact: true }).selectOption('They were referred elsewhere')
  await page.getByRole('button', { name: 'Take off the list' }).click()
  await expect(page.getByText('Taken off the list.')).toBeVisible()
  await expect(zoe).toHaveCount(0)
  await expect(page.getByText(/^12 people wait/)).toBeVisible()
})
