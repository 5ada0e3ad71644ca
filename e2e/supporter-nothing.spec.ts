import { expect, signIn, test } from './story.ts'

test('a supporter is told that nothing is shared, and nothing is', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/')) asked.push(new URL(request.url()).pathname)
  })
  await signIn(page, 'Supporter')
  await expect(page).toHaveURL(/\/me$/)
  await expect(page.getByText('Nothing is shared with you yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Español' }).click()
  await expect(page.getByText('Todavía no se comparte nada con usted.')).toBeVisible()
  expect(asked.filter((path) => path.includes('weeks') || path.includes('participants'))).toEqual([])
})
