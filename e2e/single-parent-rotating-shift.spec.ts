import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownServer } from './own-server.ts'
import { expect, NEXT_WEEK, NOW, test, withAuthenticator } from './story.ts'

/**
 * A real center, not the demo: its files come in by the command line, its people by one-time links. A single parent whose
 * shift rotates from week to week gets a week that keeps clear of every shift, school run and evening of child care.
 */
const server = ownServer()

test.use({ baseURL: server.origin })
test.setTimeout(240_000)

test.beforeAll(async () => {
  const folder = join(server.folder, 'center')
  cpSync('demo/harbor-street', folder, { recursive: true })
  const center = readFileSync(join(folder, 'center.csv'), 'utf8')
  writeFileSync(join(folder, 'center.csv'), center.replace('harbor-street,Harbor Street IOP', 'maple,Maple House'))
  await server.start(NOW, '--no-demo')
})

test.afterAll(() => server.remove())

const linkFor = (code: string) => /http:\S+#\S+/.exec(server.command('invite', code))![0]

test("from files to Dana's phone", async ({ page, browser }) => {
  expect(server.command('import', join(server.folder, 'center'), '--as', 'Tessa Brand')).toContain('tored')
  expect((await page.request.get('/api/demo/people')).status()).toBe(404)

  const link = linkFor('brand')
  await withAuthenticator(page)
  await page.goto(link)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Make a passkey' }).click()
  await expect(page).toHaveURL(/\/today$/)
  await page.goto(`/?week=${NEXT_WEEK}`)
  await page.getByRole('button', { name: /^Plan (again|this week)$/ }).click()
  await expect(page.getByText(/of 36 with everything prescribed/)).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Use the best one now' }).click()
  await page.getByRole('button', { name: 'Publish' }).click({ timeout: 60_000 })
  await expect(page.getByText('Published. Everyone sees their week now.')).toBeVisible()

  const phone = await browser.newContext({ viewport: { width: 320, height: 800 }, baseURL: server.origin })
  const own = await phone.newPage()
  await own.clock.setFixedTime(NOW)
  await own.goto(linkFor('dana'))
  await own.getByRole('button', { name: 'Sign in' }).click()
  await expect(own).toHaveURL(/\/me$/)
  await expect(own.getByRole('heading', { name: 'Your week' })).toBeVisible()

  const { participantId } = await (await phone.request.get('/api/session')).json()
  const week = await (await phone.request.get(`/api/participants/${participantId}/weeks/${NEXT_WEEK}`)).json()
  expect(week.published).toBe(true)
  expect(week.plannedMinutes).toBeGreaterThanOrEqual(420)
  expect(week.busy.length).toBeGreaterThan(8)
  for (const { start, end } of week.sessions as { start: string; end: string }[]) {
    const broken = week.busy.filter((busy: { start: string; end: string }) => busy.start < end && start < busy.end)
    expect([start, broken]).toEqual([start, []])
  }

  const used = await page.request.post('/api/invitations/acceptance', {
    data: { token: link.split('#')[1] },
    headers: { origin: server.origin },
  })
  expect(used.status()).toBe(401)
  await phone.close()
})
