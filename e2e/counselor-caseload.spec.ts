import { expect, signIn, test } from './story.ts'

test.use({ viewport: { width: 1280, height: 860 } })

test('a counselor sees only the own caseload and plans nothing', async ({ page }) => {
  const answer = page.waitForResponse(/\/board/)
  const name = await signIn(page, 'Counselor')
  const board = (await (await answer).json()) as { people: { counselor: string }[] }
  expect(board.people.length).toBeGreaterThan(0)
  expect(board.people.length).toBeLessThan(36)
  expect([...new Set(board.people.map((person) => person.counselor))]).toEqual([name])
  await expect(page.getByText(`${board.people.length} of ${board.people.length} shown`)).toBeVisible()
  await expect(page.getByRole('button', { name: /Plan|Publish/ })).toHaveCount(0)
})
