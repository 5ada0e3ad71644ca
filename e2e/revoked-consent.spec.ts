import { expect, otherDevice, signIn, test, THIS_WEEK } from './story.ts'

test.use({ viewport: { width: 320, height: 860 } })

test('what a sister sees ends the moment consent ends, on her open page too', async ({ page, browser }) => {
  await signIn(page, 'Participant', 'Maria')
  await page.getByRole('link', { name: 'My sharing' }).click()
  await expect(page.getByText('You share with nobody.')).toBeVisible()
  await page.getByRole('button', { name: 'Share with someone' }).click()
  await page.getByLabel('Who? Write the name.').fill('Lucia')
  await page.getByRole('button', { name: 'See what Lucia sees' }).click()
  const preview = page.getByRole('group', { name: 'Lucia sees this and nothing else:' })
  await expect(preview.getByText('Appointment').first()).toBeVisible()
  const promised = await preview.getByRole('listitem').allInnerTexts()
  await page.getByLabel('I have read this.').check()
  await page.getByLabel('Sign with your name').fill('Maria S.')
  await page.getByRole('button', { name: 'Sign and share' }).click()
  const card = page.getByRole('region', { name: 'Lucia' })
  await expect(card.getByText('The times of your week and the way there')).toBeVisible()

  const hers = await otherDevice(browser, page, 320)
  await signIn(hers, 'Supporter', 'Lucia')
  await expect(hers.getByRole('heading', { name: 'The week of Maria S.' })).toBeVisible()
  // The preview was the truth: the very same lines, and no service, place or name of staff.
  await expect(hers.getByRole('listitem').first()).toBeVisible()
  expect(await hers.getByRole('listitem').allInnerTexts()).toEqual(promised)
  await expect(hers.getByText(/relapse|group|Harbor|Alvarez/i)).toHaveCount(0)
  const { people } = await (await hers.request.get('/api/shared')).json()
  const week = `/api/shared/${people[0].id}/weeks/${THIS_WEEK}`
  expect((await hers.request.get(week)).status()).toBe(200)

  await card.getByRole('button', { name: 'Stop sharing with Lucia' }).click()
  await card.getByRole('button', { name: 'Yes, stop now' }).click()
  await expect(page.getByText('You share with nobody.')).toBeVisible()
  expect((await hers.request.get(week)).status()).toBe(404)
  expect((await hers.request.get(`${week}/events`)).status()).toBe(404)
  await expect(hers.getByText('Nothing is shared with you yet.')).toBeVisible()
  await expect(hers.getByText('Appointment')).toHaveCount(0)
  await hers.reload()
  await expect(hers.getByText('Nothing is shared with you yet.')).toBeVisible()

  // She may still tell the team something; Maria does not read it, but sees that her week was given out.
  await hers.getByLabel('Your message').fill('Her bus is not running this week.')
  await hers.getByRole('button', { name: 'Send' }).click()
  await expect(hers.getByText('Sent. Thank you.')).toBeVisible()
  await hers.context().close()
  await page.reload()
  await expect(page.getByRole('region', { name: 'What was given out' }).getByText('Lucia').first()).toBeVisible()
  await page.getByRole('button', { name: 'Show who looked' }).click()
  await expect(page.getByText('looked at what you share with them').first()).toBeVisible()
  await expect(page.getByText('bus')).toHaveCount(0)
})

test('the form asks for every element and says what is missing', async ({ page }) => {
  await signIn(page, 'Participant', 'Maria')
  const { participantId } = await (await page.request.get('/api/session')).json()
  await page.goto('/me/sharing')
  await page.getByRole('button', { name: 'Share with someone' }).click()
  for (const label of ['Who? Write the name.', 'What for?', 'Sign with your name']) {
    await expect(page.getByLabel(label)).toHaveAttribute('required', '')
  }
  const asked = await page.request.post(`/api/participants/${participantId}/consents`, {
    data: { kind: 'supporter', recipient: { name: 'Lucia' }, classes: ['C1'] },
    headers: { origin: new URL(page.url()).origin },
  })
  expect(asked.status()).toBe(400)
  expect((await asked.json()).detail).toContain('right to revoke')
})
