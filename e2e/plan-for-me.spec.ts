import { expect, NEXT_WEEK, picture, signIn, test } from './story.ts'
import type { Locator, Page } from '@playwright/test'

test.use({ viewport: { width: 1280, height: 860 } })

const PLANNING = { timeout: 60_000 }

test('plan, look at what changes, keep one session as it was, move another by keyboard, undo, publish', async ({
  page,
}) => {
  await signIn(page, 'Front desk')
  await plan(page)
  const diff = page.getByRole('region', { name: /^(Against|The first plan)/ })
  await expect(diff).toContainText(/below (their|the) weekly hours/)
  await diff.getByText('What the plan weighs').click()
  await expect(diff.getByText(/for each half hour of a session that is missing/)).toBeVisible()

  // By keyboard alone: a cell of the board, Enter, and "Move to ..." with what fits first and why the rest does not.
  const { cell, dialog } = await openMovable(page)
  const was = await cell.getAttribute('aria-label')
  await expect(dialog.getByRole('region', { name: 'Not possible' }).getByRole('listitem').first()).toContainText(
    /\w\.$/,
  )
  await picture(page, 'move-to')
  const first = dialog.getByRole('region', { name: 'Times that fit' }).getByRole('button').first()
  await first.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Nothing is published yet.' })).toBeVisible()
  await expect(diff).toContainText(/moved [1-9]/)
  await expect(page.getByRole('button', { name: was ?? '', exact: true })).toHaveCount(0)

  await diff.getByText(/^What changes for/).click()
  await picture(page, 'plan-diff')
  await diff
    .getByRole('button', { name: /^Keep .* as it was$/ })
    .first()
    .click()
  await finish(page)
  await expect(page.getByRole('button', { name: was ?? '', exact: true })).toHaveCount(1)
  await expect(diff.getByText('1 session is kept when the week is planned again')).toBeVisible()

  const again = await openMovable(page, 1)
  const stays = await again.cell.getAttribute('aria-label')
  await again.dialog.getByRole('region', { name: 'Times that fit' }).getByRole('button').first().press('Enter')
  await expect(again.dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await expect(page.getByRole('button', { name: stays ?? '', exact: true })).toHaveCount(0)
  await page.locator('body').press('u')
  await expect(page.getByText('Taken back. The plan is as it was before.')).toBeVisible()
  await expect(page.getByRole('button', { name: stays ?? '', exact: true })).toHaveCount(1)

  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('Published. Everyone sees their week now.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Publish' })).toBeHidden()
})

test('dragging shows where it fits, and a drop where it does not says why and offers the nearest place', async ({
  page,
}) => {
  await signIn(page, 'Front desk')
  await page.goto(`/?week=${NEXT_WEEK}`)
  const chip = page.locator('.chip-individual.chip-held').first()
  await expect(chip).toBeVisible()
  const row = chip.locator('xpath=ancestor::div[contains(@class, "person-row")]')
  await chip.hover()
  const from = (await chip.boundingBox())!
  await page.mouse.down()
  await page.mouse.move(from.x + 50, from.y + 20, { steps: 4 })
  await expect(row.locator('.drop-not, .drop-fits').first()).toBeVisible()
  const refused = row.locator('.drop-not').first()
  const to = (await refused.boundingBox())!
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 6 })
  const words = page.locator('.drag-words')
  await expect(words).toContainText(/: .+\.$/)
  const why = ((await words.textContent()) ?? '').split(': ')[1] ?? ''
  await page.keyboard.press('Escape')
  await expect(words).toBeHidden()
  await page.mouse.up()
  await expect(page.getByRole('dialog')).toBeHidden()

  await chip.hover()
  await page.mouse.down()
  await page.mouse.move(from.x + 50, from.y + 20, { steps: 4 })
  await expect(row.locator('.drop-not').first()).toBeVisible()
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 6 })
  await expect(words).toContainText(why)
  await page.mouse.up()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(why)
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Nearest that fits: / })).toBeFocused()
})

test('at 320 pixels the dialog alone moves a session', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 })
  await signIn(page, 'Front desk')
  await page.goto(`/?week=${NEXT_WEEK}`)
  await page
    .getByRole('button', { name: /^Move .* of / })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(page.getByRole('dialog').getByRole('button').first()).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
})

async function plan(page: Page): Promise<void> {
  await page.goto(`/?week=${NEXT_WEEK}`)
  await page.getByRole('button', { name: /^Plan (again|this week)$/ }).click()
  await finish(page)
}

/** Waits for a first plan, takes it, and waits until it is on the board. */
async function finish(page: Page): Promise<void> {
  await expect(page).toHaveURL(/run=/)
  await page.getByRole('button', { name: 'Use the best one now' }).click(PLANNING)
  await expect(page).not.toHaveURL(/run=/, PLANNING)
  await expect(page.getByRole('heading', { level: 2, name: /^(Against|The first plan)/ })).toBeVisible(PLANNING)
}

/** Opens "Move to ..." by keyboard for a cell with one individual session that has somewhere to go. */
async function openMovable(page: Page, skip = 0): Promise<{ cell: Locator; dialog: Locator }> {
  const cells = page.getByRole('button', { name: /^Move individual.* of /i })
  await expect(cells.first()).toBeVisible()
  for (let at = skip; at < (await cells.count()); at++) {
    const cell = page.getByRole('button', { name: (await cells.nth(at).getAttribute('aria-label')) ?? '', exact: true })
    await cell.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('region', { name: /^(Times that fit|Not possible)$/ }).first()).toBeVisible()
    if ((await dialog.getByRole('region', { name: 'Times that fit' }).count()) > 0) return { cell, dialog }
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  }
  throw new Error('No individual session has anywhere to go.')
}
