import type { Page } from '@playwright/test'
import { expect, openAccount, otherDevice, personPath, signIn, test, THIS_WEEK, withProof } from './story.ts'

test.use({ viewport: { width: 1280, height: 860 } })

const REASON = 'Seizure in the waiting room, medication list needed'

test('an emergency access is seen, explained and reviewed', async ({ page, browser }) => {
  await signIn(page, 'Privacy officer')
  await expect(page).toHaveURL(/\/audit$/)

  const hers = await otherDevice(browser, page)
  const name = await signIn(hers, 'Counselor', 'Renata')
  const stranger = await strangerTo(hers, page)
  await hers.goto(`/people/${stranger.id}`)
  await expect(hers.getByRole('alert')).toContainText('There is nothing here for you')
  await hers.getByRole('button', { name: 'Emergency access' }).click()
  const dialog = hers.getByRole('dialog', { name: 'Emergency access' })
  await expect(dialog).toContainText('The privacy officer and the participant see at once')
  await dialog.getByLabel('What is the emergency?').fill('Too short')
  await expect(dialog.getByText('11 characters are missing')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Open for 30 minutes' })).toBeDisabled()
  await dialog.getByLabel('What is the emergency?').fill(REASON)
  await withProof(
    hers,
    () => dialog.getByRole('button', { name: 'Open for 30 minutes' }).click(),
    () => hers.getByRole('heading', { level: 1, name: stranger.name }).waitFor(),
  )
  await expect(hers.getByText(/Emergency access until/)).toBeVisible()
  await expect(hers.getByRole('button', { name: 'Add', exact: true })).toHaveCount(0)
  await hers.getByRole('button', { name: 'Close it now' }).click()
  await expect(hers.getByRole('alert')).toContainText('There is nothing here for you')
  await hers.context().close()

  await page.reload()
  const opening = page.getByRole('listitem').filter({ hasText: REASON })
  await expect(opening).toContainText(`${name} opened the record of ${stranger.name}`)
  await opening.getByLabel('What you found').fill('Called the nurse, it was so')
  await opening.getByRole('button', { name: 'Justified', exact: true }).click()
  await expect(opening.getByText(/^Justified, says/)).toBeVisible()
})

test('who looks at somebody without an appointment stands out', async ({ page }) => {
  await signIn(page, 'Director')
  await openAccount(page, 'Quinn Visitor', 'prescriber')
  await signIn(page, 'Prescriber', 'Quinn Visitor')
  await page.goto(await personPath(page, 'Dana R.'))
  await expect(page.getByRole('heading', { level: 1, name: 'Dana R.' })).toBeVisible()
  await signIn(page, 'Privacy officer')
  const stands = page.getByRole('table', { name: 'Accesses without a reason' }).getByRole('row')
  await expect(stands.filter({ hasText: 'Quinn Visitor' })).toContainText('Dana R.')
  await expect(stands.filter({ hasText: 'Tessa Brand' })).toHaveCount(0)
})

test('the trail is searched by person, in the address without a name, and taken along as CSV', async ({ page }) => {
  await signIn(page, 'Front desk')
  await page.getByRole('searchbox').fill('dana')
  await page.getByRole('link', { name: 'Dana R.' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Dana R.' })).toBeVisible()
  await signIn(page, 'Privacy officer')
  await page.getByLabel('Whose record').selectOption({ label: 'Dana R.' })
  await expect(page).toHaveURL(/person=[0-9a-f-]{36}/)
  expect(page.url()).not.toMatch(/dana/i)
  const trail = page.getByRole('table', { name: 'The whole trail' })
  await expect(trail.getByRole('row').filter({ hasText: 'Tessa Brand' }).first()).toContainText('Dana R.')
  await expect(page.getByRole('region', { name: 'What was given out' })).toBeVisible()
  const file = await page.getByRole('link', { name: 'Download as CSV' }).getAttribute('href')
  const csv = await page.request.get(file ?? '')
  expect(csv.headers()['content-type']).toContain('text/csv')
  expect(await csv.text()).toContain('Tessa Brand')
})

/** Somebody the counselor does not see. */
async function strangerTo(counselor: Page, officer: Page) {
  const boardOf = async (page: Page) =>
    (await (await page.request.get(`/api/weeks/${THIS_WEEK}/board`)).json()).people as { id: string; name: string }[]
  const own = new Set((await boardOf(counselor)).map((person) => person.id))
  const stranger = (await boardOf(officer)).find((person) => !own.has(person.id))
  if (!stranger) throw new Error('This counselor sees everybody')
  return stranger
}
