import { expect, otherDevice, signIn, test, THIS_WEEK, withProof } from './story.ts'

test.use({ viewport: { width: 1280, height: 860 } })

test('somebody who leaves is out at once, with the week still on the screen', async ({ page, browser }) => {
  await signIn(page, 'Administrator')
  const leaving = await otherDevice(browser, page)
  const name = await signIn(leaving, 'Counselor', 'Ben Okafor')
  await expect(leaving.getByText(/\d+ of \d+ shown/)).toBeVisible()
  expect((await leaving.request.get(`/api/weeks/${THIS_WEEK}/board`)).status()).toBe(200)

  const card = page.getByRole('region', { name })
  await card.getByRole('button', { name: 'End this account' }).click()
  const dialog = page.getByRole('dialog', { name: `End the account of ${name}` })
  await expect(dialog).toContainText('This cannot be undone')
  await dialog.getByLabel('Why').fill('Left the program today')
  await withProof(
    page,
    () => dialog.getByRole('button', { name: 'End it now' }).click(),
    () => expect(card.getByText('Ended', { exact: true })).toBeVisible(),
  )

  // The very next question is refused; the open page follows without a touch, because its stream was cut.
  expect((await leaving.request.get(`/api/weeks/${THIS_WEEK}/board`)).status()).toBe(401)
  await expect(leaving).toHaveURL(/\/sign-in$/)
  await expect(leaving.getByText(/\d+ of \d+ shown/)).toHaveCount(0)
  await expect(leaving.getByRole('button', { name })).toHaveCount(0)
  await leaving.context().close()

  await card.getByRole('button', { name: 'Let in anew' }).click()
  await page.getByRole('dialog').getByLabel('Why').fill('Came back')
  await page.getByRole('dialog').getByRole('button', { name: 'Let in anew' }).click()
  await expect(page.getByRole('status').filter({ hasText: `Link for ${name}` })).toBeVisible()
})
