import { codeIn, type Mailbox, openMailbox } from '../src/access/test-mailbox.ts'
import { expect, MAIL_PORT, signIn, TELLING, test } from './story.ts'

test.use({ viewport: { width: 320, height: 860 } })

const ADDRESS = 'maria.s@example.org'
let box: Mailbox
test.beforeAll(async () => {
  box = await openMailbox(MAIL_PORT)
})
test.afterAll(() => box.close())

test('Maria has codes sent to her address and signs in with one', async ({ page }) => {
  await signIn(page, 'Participant', 'Maria')
  await page.getByRole('link', { name: 'My sign-in' }).click()
  const section = page.getByRole('region', { name: 'E-mail for codes' })
  await section.getByRole('button', { name: 'Add an address' }).click()
  await section.getByLabel('Your e-mail address').fill(ADDRESS)
  await section.getByRole('button', { name: 'Send me a code' }).click()
  const first = codeIn(await box.mailTo(ADDRESS))
  await section
    .getByLabel('The 6 digits from the message')
    .fill(String((Number(first) + 1) % 1_000_000).padStart(6, '0'))
  await section.getByRole('button', { name: 'Go on' }).click()
  await expect(section.getByRole('alert')).toContainText('This code did not work')
  await section.getByLabel('The 6 digits from the message').fill(first)
  await section.getByRole('button', { name: 'Go on' }).click()
  await expect(section.getByText(`Codes go to ${ADDRESS}.`)).toBeVisible()

  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible()
  const byMail = page.getByRole('region', { name: 'With a code by e-mail' })
  await byMail.getByLabel('Your e-mail address').fill(ADDRESS)
  await byMail.getByRole('button', { name: 'Send me a code' }).click()
  await expect(byMail.getByRole('status')).toContainText('If we know this address')
  await byMail.getByLabel('The 6 digits from the message').fill(codeIn(await box.mailTo(ADDRESS, 2)))
  await byMail.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByRole('heading', { name: 'Your week' })).toBeVisible()
  expect((await (await page.request.get('/api/session')).json()).name).toBe('Maria S.')

  // Whoever reads the mailbox over her shoulder learns that somebody signs in somewhere. Her own address is hers.
  const own = box.mails.filter(({ to }) => to === ADDRESS)
  expect(own).toHaveLength(2)
  for (const { text } of own) expect(text.replaceAll(ADDRESS, '')).not.toMatch(/evenkeel|maria/i)
  for (const { text } of box.mails) expect(text).not.toMatch(TELLING)
})

test('an address nobody has is answered alike, and no mail leaves', async ({ page }) => {
  await page.goto('/me')
  const to = 'nobody@example.org'
  const byMail = page.getByRole('region', { name: 'With a code by e-mail' })
  await byMail.getByLabel('Your e-mail address').fill('nobody@example.org')
  await byMail.getByRole('button', { name: 'Send me a code' }).click()
  await expect(byMail.getByRole('status')).toContainText('If we know this address')
  await byMail.getByLabel('The 6 digits from the message').fill('123456')
  await byMail.getByRole('button', { name: 'Go on' }).click()
  await expect(byMail.getByRole('alert')).toContainText('This sign-in did not work')
  expect(box.mails.filter((mail) => mail.to === to)).toEqual([])
})
