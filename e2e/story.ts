import { test as base, expect, type Page } from '@playwright/test'

/** Monday of the demo center's present week and of the next, under the clock of playwright.config.ts. */
export const THIS_WEEK = '2026-11-23'
export const NEXT_WEEK = '2026-11-30'
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

/** One click on the demo center's sign-in page. Without a name, the first person of the role. */
export async function signIn(page: Page, role: string, name?: string): Promise<string> {
  await page.goto('/sign-in')
  const people = page.getByRole('region', { name: role, exact: true }).getByRole('button')
  const person = name === undefined ? people.first() : people.filter({ hasText: name })
  const called = (await person.textContent()) ?? ''
  await person.click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  return called
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
