import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { expect, signIn, test } from './story.ts'

test.use({ viewport: { width: 1280, height: 860 } })

test('a counselor sees the own and the covered people, nobody else, and plans nothing', async ({ page }) => {
  const answer = page.waitForResponse(/\/board/)
  const name = await signIn(page, 'Counselor')
  const board = (await (await answer).json()) as { people: { name: string }[] }
  const expected = caseloadOf(name)
  expect(expected.length).toBeGreaterThan(0)
  expect(expected.length).toBeLessThan(36)
  expect(board.people.map((person) => person.name).toSorted()).toEqual(expected)
  await expect(page.getByText(`${expected.length} of ${expected.length} shown`)).toBeVisible()
  await expect(page.getByRole('button', { name: /Plan|Publish/ })).toHaveCount(0)
})

/** Names of the people whose counselor or cover this is, as the demo center's own files say. */
function caseloadOf(name: string): string[] {
  const code = rowsOf('staff').find((row) => row['name'] === name)?.['code'] ?? ''
  return rowsOf('people')
    .filter((row) => [row['counselor'], ...(row['cover'] ?? '').split(/; ?/)].includes(code))
    .map((row) => row['chosen_name'] ?? '')
    .toSorted()
}

function rowsOf(file: 'people' | 'staff'): Record<string, string>[] {
  const path = new URL(`../demo/harbor-street/${file}.csv`, import.meta.url)
  return parse(readFileSync(path), { columns: true, bom: true })
}
