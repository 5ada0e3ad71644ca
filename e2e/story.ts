import { type Browser, test as base, expect, type Page } from '@playwright/test'

/** Monday of the demo center's present week and of the next, under the clock of playwright.config.ts. */
export const THIS_WEEK = '2026-11-23'
export const NEXT_WEEK = '2026-11-30'
/** Where the server hands its mails over; a story that wants them opens a mailbox there. */
export const MAIL_PORT = Number(process.env['EVENKEEL_E2E_MAIL_PORT'] ?? 4299)
/** Words that would tell a bystander what the appointments are for. */
export const TELLING = /recovery|addiction|\bIOP\b|drug|screen|detox|counsel|relapse|harbor/i
export const NOW = new Date('2026-11-23T15:00:00Z')

/**
 * Every story runs with the center's clock in the browser, and fails on any complaint of the browser (errors, refused
 * styles or scripts) and on any request to another host.
 */
export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = []
      page.on('console', (message) => {
        // The browser reports every refusal (4xx) of our own server; to the screens it is an answer like any other.
        const refusal = /status of 4\d\d/.test(message.text()) && message.location().url.startsWith(`${baseURL}/api/`)
        if (['error', 'warning'].includes(message.type()) && !refusal) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('request', (request) => {
        if (!/^(data|blob|about):/.test(request.url()) && new URL(request.url()).origin !== baseURL) {
          complaints.push(`request to ${request.url()}`)
        }
      })
      await page.clock.setFixedTime(NOW)
      await use(complaints)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

/** Roles whose first screen is not the week, from where most stories go on. */
const ELSEWHERE_FIRST = ['Front desk', 'Counselor', 'Supervisor']

/** Signs in and goes to the week, for roles that have one. */
export async function signIn(page: Page, role: string, name?: string): Promise<string> {
  const called = await arrive(page, role, name)
  if (ELSEWHERE_FIRST.includes(role)) await page.getByRole('link', { name: 'Week', exact: true }).click()
  return called
}

/** One click on the demo center's sign-in page. Without a name, the first person of the role. */
export async function arrive(page: Page, role: string, name?: string): Promise<string> {
  await page.goto('/sign-in')
  const people = page.getByRole('region', { name: role, exact: true }).getByRole('button')
  const person = name === undefined ? people.first() : people.filter({ hasText: name })
  const called = (await person.textContent()) ?? ''
  await person.click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  return called
}

/** A page of its own with the center's clock: another device, or another person's. */
export async function otherDevice(browser: Browser, page: Page, width = 1280): Promise<Page> {
  const baseURL = new URL(page.url()).origin
  const context = await browser.newContext({ baseURL, viewport: { width, height: 860 } })
  const other = await context.newPage()
  await other.clock.setFixedTime(NOW)
  return other
}

/** What the accounts page does, without its screen; the present session must be a director's or administrator's. */
export async function openAccount(page: Page, name: string, ...roles: string[]): Promise<{ id: string; link: string }> {
  const headers = { origin: new URL(page.url()).origin }
  await page.request.post('/api/session/step-up', { data: { demo: true }, headers })
  const opened = await page.request.post('/api/accounts', { data: { name, roles }, headers })
  expect(opened.status()).toBe(201)
  return opened.json()
}

/** Somebody with two roles, who has just changed to director: a sign-in long ago, as far as proof goes. */
export async function signInWithoutProof(page: Page, name: string): Promise<void> {
  await signIn(page, 'Director')
  await openAccount(page, name, 'director', 'biller')
  await signIn(page, 'Biller', name)
  await page.goto('/account')
  await page.getByRole('button', { name: 'Act as Director' }).click()
  await page.getByRole('link', { name: 'Accounts' }).click()
}

/** Presses `act` and, where the proof is older than five minutes, proves it as demo people do. */
export async function withProof(page: Page, act: () => Promise<void>, done: () => Promise<void>): Promise<void> {
  await act()
  const proof = page.getByRole('button', { name: 'Continue the demo' })
  const asked = await Promise.race([proof.waitFor().then(() => true), done().then(() => false)])
  if (!asked) return
  await proof.click()
  await done()
}

/** Chromium's own virtual authenticator: a platform passkey with user verification. */
export async function withAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** The path of a person's page, as the board links to it. */
export async function personPath(page: Page, name: string): Promise<string> {
  await page.goto(`/?week=${THIS_WEEK}`)
  await page.getByRole('searchbox').fill(name)
  const path = await page.getByRole('link', { name }).getAttribute('href')
  if (path === null) throw new Error(`The board does not link to ${name}`)
  return path
}

/** A picture for the documentation; ordinary runs leave the tree as it is. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['EVENKEEL_PICTURES'] !== '1') return
  await page.screenshot({ path: `docs/pictures/${name}.png` })
}
