import type { TodayBoard } from '../src/attendance/today.ts'
import { expect, picture, signIn, test, THIS_WEEK } from './story.ts'

test.use({ viewport: { width: 1280, height: 860 } })

/** From a mark to the number, from the number to the mark; then the mark is corrected, and the page shows both. */
test('a number drills to its mark, and a correction shows both', async ({ page }) => {
  await signIn(page, 'Front desk')
  const board: TodayBoard = await (await page.request.get('/api/today')).json()
  const session = board.sessions.find(({ start, telehealth }) => !telehealth && start <= `${board.day}T10:00`)!
  // Other stories may have marked everybody already: then this mark corrects theirs.
  const seat = session.seats.find(({ mark, replaces }) => mark === null && replaces === null) ?? session.seats[0]!
  const before = seat.mark?.id ?? seat.replaces
  const headers = { origin: new URL(page.url()).origin }
  const put = async (data: object) => {
    const path = `/api/sessions/${session.id}/attendance/${seat.participant}`
    const marked = await page.request.put(path, { headers, data: { id: crypto.randomUUID(), ...data } })
    expect(marked.status()).toBe(200)
    return (await marked.json()) as { id: string }
  }
  const first = await put({ status: 'here', ...(before ? { replaces: before, why: 'seen in the hall' } : {}) })

  await page.goto(`/people/${seat.participant}/hours?week=${THIS_WEEK}`)
  const attended = page.getByRole('button', { name: /^Attended, Mon, Nov 23: / })
  await expect(async () => {
    await page.reload()
    await attended.click({ timeout: 1000 })
  }).toPass()
  const why = page.getByRole('region', { name: 'Where “Attended, Mon, Nov 23” comes from' })
  const item = why.getByRole('listitem').filter({ hasText: session.service }).first()
  await expect(item).toContainText('Rule: Marked as here.')
  await expect(item).toContainText(/Marked Here – .+, Mon, Nov 23/)

  const outAt = `${new Date(Date.parse(board.now) - 10 * 60_000).toISOString().slice(0, 19)}Z`
  await put({ status: 'left-early', outAt, replaces: first.id, why: 'left by taxi' })
  await expect(async () => {
    await page.reload()
    await attended.click({ timeout: 1000 })
    await expect(why.getByText('corrects an earlier entry').first()).toBeVisible({ timeout: 1000 })
  }).toPass()
  await expect(why).toContainText('Reason: left by taxi')
  await expect(why).toContainText('corrected since')
  await expect(why).toContainText('Rule: Left early.')
  await expect(why).toContainText('Rule: Marked as here.')
  await picture(page, 'hours')
})

/** The biller enters a version: a wrong field says how to mend it, and the preview counts before anything is entered. */
test('a payer gets a new version', async ({ page }) => {
  await signIn(page, 'Biller')
  await expect(page.getByRole('heading', { level: 1, name: 'Eligible days' })).toBeVisible()
  await page.getByRole('link', { name: 'Payers’ rules' }).click()
  await page.getByRole('button', { name: 'Next version: Medicare' }).click()
  await page.getByLabel('Minutes in a clinical hour').fill('90')
  await page.getByLabel('In force from').fill('2026-11-22')
  await page.getByRole('button', { name: 'See what it would change' }).click()
  await expect(page.getByText('A whole number from 30 to 60.')).toBeVisible()
  await expect(page.getByText('Choose 2026-11-23 or later.')).toBeVisible()
  await page.getByLabel('Minutes in a clinical hour').fill('50')
  await page.getByLabel('In force from').fill('2026-11-30')
  await page.getByRole('button', { name: 'See what it would change' }).click()
  await expect(page.getByText('It counts 6 people this week.')).toBeVisible()
  await page.getByRole('button', { name: 'Enter this version' }).click()
  await expect(page.getByText(/Version 2 from Mon, Nov 30, 2026/)).toBeVisible()
})
