import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { boxesSmallerThan, clippedTexts, sidewaysScroll } from './measure.ts'
import { expect, NEXT_WEEK, personPath, signIn, test } from './story.ts'

/** The gates of experience.md 6 on every screen there is: axe, clipped text, target sizes, reflow. */

interface Screen {
  name: string
  role?: string
  path: string | ((page: Page) => Promise<string>)
  /** Something only the finished screen shows. */
  ready: RegExp
  open?: (page: Page) => Promise<void>
}

const staffScreens: Screen[] = [
  { name: 'sign-in', path: '/sign-in', ready: /Choose who you want to be/ },
  { name: 'week', role: 'Front desk', path: `/?week=${NEXT_WEEK}`, ready: /36 of 36 shown/ },
  { name: 'groups', role: 'Front desk', path: `/?week=${NEXT_WEEK}&rows=groups`, ready: /\d+ of \d+ seats/ },
  { name: 'empty week', role: 'Front desk', path: '/?week=2027-03-01', ready: /No plan for this week yet/ },
  { name: 'person', role: 'Front desk', path: (page) => personPath(page, 'Dana R.'), ready: /Calendar link/ },
  {
    name: 'help',
    role: 'Front desk',
    path: '/',
    ready: /Hatched time/,
    open: (page) => page.getByRole('button', { name: 'Help' }).click(),
  },
  {
    name: 'palette',
    role: 'Front desk',
    path: '/',
    ready: /\d found/,
    open: (page) => page.getByRole('button', { name: 'Go to' }).click(),
  },
  { name: 'figures', role: 'Director', path: '/', ready: /People with a plan/ },
  { name: 'biller', role: 'Biller', path: '/', ready: /Nothing for you yet/ },
]

const ownScreens: Screen[] = [
  { name: 'signed out', path: '/me', ready: /You are signed out|Su sesión terminó/ },
  { name: 'welcome', path: '/me/welcome#0123456789012345678901', ready: /Welcome|Le damos la bienvenida/ },
  { name: 'my week', role: 'Participant', path: '/me', ready: /Your next meeting|Su próxima cita/ },
  { name: 'supporter', role: 'Supporter', path: '/me', ready: /Nothing is shared|Todavía no se comparte/ },
]

const STAFF_TARGET = 24
const OWN_TARGET = 48
const LOOKS = [320, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
)
let scans = 0

for (const screen of staffScreens) {
  test(screen.name, async ({ page }) => {
    await show(page, screen)
    await gate(page, screen, STAFF_TARGET)
  })
}

for (const screen of ownScreens) {
  test(`${screen.name}, both languages`, async ({ page }) => {
    await show(page, screen)
    await gate(page, screen, OWN_TARGET)
    await page.getByRole('button', { name: 'Español' }).click()
    await expect(page.locator('html')).toHaveAttribute('lang', 'es')
    await gate(page, screen, OWN_TARGET)
  })
}

test('every screen was scanned', () => {
  expect(scans).toBe(LOOKS.length * (9 + 2 * 4))
})

test('the gate sees what is wrong', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 600 })
  await page.goto('/me')
  await expect(page.getByText(/You are signed out/)).toBeVisible()
  await page.evaluate(() => {
    const small = document.createElement('button')
    small.textContent = 'A text far too long for its place'
    small.style.cssText =
      'width: 30px; height: 20px; overflow: hidden; white-space: nowrap; color: #bbb; background: #ccc'
    document.querySelector('main')?.append(small)
    const wide = document.createElement('div')
    wide.style.cssText = 'width: 500px; height: 1px'
    document.querySelector('main')?.append(wide)
  })
  expect(await clippedTexts(page)).toHaveLength(1)
  expect(await boxesSmallerThan(page, OWN_TARGET)).toHaveLength(1)
  expect(await sidewaysScroll(page)).toBeGreaterThan(0)
  expect((await violations(page)).join()).toContain('color-contrast')
})

async function show(page: Page, screen: Screen): Promise<void> {
  if (screen.role !== undefined) await signIn(page, screen.role)
  await page.goto(typeof screen.path === 'string' ? screen.path : await screen.path(page))
  await screen.open?.(page)
}

/** All gates in all looks. The page stays open, so changing the look is tried as well. */
async function gate(page: Page, screen: Screen, target: number): Promise<void> {
  for (const { width, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height: 860 })
    await page.emulateMedia({ colorScheme })
    await expect(page.getByText(screen.ready).first()).toBeVisible()
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)))
    const look = `${screen.name} ${width} ${colorScheme}`
    expect.soft(await violations(page), look).toEqual([])
    scans += 1
    expect.soft(await boxesSmallerThan(page, target), look).toEqual([])
    expect.soft(await sidewaysScroll(page), look).toBe(0)
    if (width === 320) expect.soft(await clippedTexts(page), look).toEqual([])
  }
}

async function violations(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']
  const found = await new AxeBuilder({ page }).withTags(tags).analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
}
