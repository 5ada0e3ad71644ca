import { expect, signIn, test } from './story.ts'

test('a director sees counts, never a name', async ({ page }) => {
  const answers: string[] = []
  page.on('response', (response) => {
    if (response.url().includes('/api/')) answers.push(new URL(response.url()).pathname)
  })
  await signIn(page, 'Director')
  await expect(page.getByText('People with a plan')).toBeVisible()
  await expect(page.getByText('At 9 hours planned')).toBeVisible()
  const figures = page.getByRole('definition')
  await expect(figures.first()).toHaveText(/^(\d+|fewer than 11|\d+ or more)( of \d+)?$/)
  await page.getByText('Why?').first().click()
  await expect(page.getByText(/^Week Nov 23 – 29: people in treatment/).first()).toBeVisible()
  expect(answers.filter((path) => path.endsWith('/board') || path.includes('/participants/'))).toEqual([])
  await expect(page.getByText('Dana')).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(4)
})
