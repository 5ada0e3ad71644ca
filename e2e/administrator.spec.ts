import { TOTP } from 'otpauth'
import { create } from 'qrcode'
import { pictureOf } from '../src/access/authenticator-picture.ts'
import { expect, openAccount, otherDevice, signIn, signInWithoutProof, test, withProof } from './story.ts'

test.use({ viewport: { width: 1280, height: 860 } })

const PASSWORD = 'seven quiet herons wade'

test('the administrator invites somebody, who sets up a password and signs in with it', async ({ page, browser }) => {
  await signIn(page, 'Administrator')
  await expect(page.getByRole('heading', { level: 1, name: 'Accounts' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ines Cole')
  await page.getByRole('combobox', { name: 'Role' }).selectOption('Front desk')
  const handed = page.getByRole('status').filter({ hasText: 'Link for Ines Cole' })
  await withProof(
    page,
    () => page.getByRole('button', { name: 'Make an invitation link' }).click(),
    () => handed.waitFor(),
  )
  const link = await page.getByLabel('Shown this one time').inputValue()
  await expect(page.getByRole('region', { name: 'Ines Cole' })).toContainText('Invited')

  const hers = await otherDevice(browser, page)
  await hers.goto(link)
  await hers.getByRole('button', { name: 'Sign in' }).click()
  await expect(hers.getByRole('heading', { level: 1, name: 'Welcome, Ines Cole' })).toBeVisible()
  const early = await hers.request.get('/api/weeks/2026-11-23/board')
  expect(early.status()).toBe(401)
  expect((await early.json()).code).toBe('enrolment-needed')
  await hers.getByRole('textbox', { name: 'New password' }).fill('password')
  await hers.getByLabel('Six digits the authenticator shows now').fill('000000')
  await hers.getByRole('button', { name: 'Set the password' }).click()
  await expect(hers.getByRole('alert')).toBeVisible()
  await expect(hers.getByRole('heading', { level: 1, name: 'Welcome, Ines Cole' })).toBeVisible()

  const picture = hers.getByRole('img', { name: 'QR code' })
  await expect(picture).toBeVisible()
  const address = await hers.getByRole('link', { name: 'Open the authenticator' }).getAttribute('href')
  expect(address).toMatch(/^otpauth:/)
  expect(await picture.locator('path').getAttribute('d')).toBe(pictureOf(create(address ?? '').modules).path)

  const secret = (await hers.locator('.secret-text').innerText()).replaceAll(' ', '')
  await hers.getByRole('textbox', { name: 'New password' }).fill(PASSWORD)
  await hers.getByLabel('Six digits the authenticator shows now').fill(new TOTP({ secret }).generate())
  await hers.getByRole('button', { name: 'Set the password' }).click()
  const codes = hers.getByRole('region', { name: 'Recovery codes' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  const [code = ''] = await codes.allInnerTexts()
  const signInName = await hers.getByText('Your sign-in name:').innerText()
  await hers.getByRole('button', { name: 'I have kept them' }).click()
  await hers.getByRole('link', { name: 'Week', exact: true }).click()
  await expect(hers.getByText(/36 of 36 shown/)).toBeVisible()

  await hers.getByRole('button', { name: 'Sign out' }).click()
  await hers.waitForURL(/\/sign-in$/)
  await hers.getByRole('textbox', { name: 'Sign-in name' }).fill(signInName.replace('Your sign-in name: ', ''))
  await hers.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await hers.getByRole('textbox', { name: 'Code' }).fill('000000')
  await hers.getByRole('button', { name: 'Sign in with password and code' }).click()
  await expect(hers.getByRole('alert')).toContainText('This sign-in did not work')
  await hers.getByRole('textbox', { name: 'Code' }).fill(code)
  await hers.getByRole('button', { name: 'Sign in with password and code' }).click()
  await hers.getByRole('link', { name: 'Week', exact: true }).click()
  await expect(hers.getByText(/36 of 36 shown/)).toBeVisible()
  await hers.context().close()
})

test('the last administrator cannot be ended, and nobody gives themselves a role that reads records', async ({
  page,
}) => {
  const name = await signIn(page, 'Administrator')
  const own = page.getByRole('region', { name })
  await own.getByRole('button', { name: 'Change roles' }).click()
  const refused = own.getByRole('alert')
  await withProof(
    page,
    () => own.getByRole('checkbox', { name: 'Counselor' }).click(),
    () => refused.waitFor(),
  )
  await expect(own.getByRole('checkbox', { name: 'Counselor' })).not.toBeChecked()

  await own.getByRole('button', { name: 'End this account' }).click()
  const dialog = page.getByRole('dialog', { name: `End the account of ${name}` })
  await dialog.getByLabel('Why').fill('A try that must fail')
  await dialog.getByRole('button', { name: 'End it now' }).click()
  await expect(own.getByText(/409 last-administrator/)).toBeVisible()
  expect((await page.request.get('/api/session')).status()).toBe(200)
})

test('an administrator sees accounts and nobody’s record', async ({ page }) => {
  await signIn(page, 'Administrator')
  await expect(page.getByRole('heading', { level: 1, name: 'Accounts' })).toBeVisible()
  await expect(page.getByText('Dana R.')).toHaveCount(0)
  expect((await page.request.get('/api/weeks/2026-11-23/board')).status()).toBe(404)
  const { id } = await openAccount(page, 'Tomas Vale', 'biller')
  await page.reload()
  await expect(page.getByRole('region', { name: 'Tomas Vale' })).toContainText('Invited')
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
})

test('an act of weight asks for proof first; closing the question gives the act up', async ({ page }) => {
  await signInWithoutProof(page, 'Remy Stone')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Hana Weld')
  const invite = page.getByRole('button', { name: 'Make an invitation link' })
  await invite.click()
  const proof = page.getByRole('dialog', { name: 'Is it you?' })
  await proof.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByText(/403 step-up-needed/)).toBeVisible()
  await expect(page.getByText('Hana Weld')).toHaveCount(0)
  await invite.click()
  await proof.getByRole('button', { name: 'Continue the demo' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Link for Hana Weld' })).toBeVisible()
})
