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
let scans = 0

for (const width of [320, 1280]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${width} px, ${colorScheme}`, () => {
      test.use({ viewport: { width, height: 860 }, colorScheme })
      for (const screen of staffScreens) {
        test(screen.name, async ({ page }) => {
          await show(page, screen)
          await gate(page, STAFF_TARGET, width)
        })
      }
      for (const language of ['en', 'es'] as const) {
        for (const screen of ownScreens) {
          test(`${screen.name} ${language}`, async ({ page }) => {
            await page.addInitScript((chosen) => localStorage.setItem('language', chosen), language)
            await show(page, screen)
            await expect(page.locator('html')).toHaveAttribute('lang', language)
            await gate(page, OWN_TARGET, width)
          })
        }
      }
    })
  }
}

test('every screen was scanned', () => {
  expect(scans).toBe(4 * (9 + 2 * 4))
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
  await expect(page.getByText(screen.ready).first()).toBeVisible()
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)))
}

async function gate(page: Page, target: number, width: number): Promise<void> {
  expect.soft(await violations(page)).toEqual([])
  scans += 1
  expect.soft(await boxesSmallerThan(page, target)).toEqual([])
  if (width > 320) return
  expect.soft(await clippedTexts(page)).toEqual([])
  expect.soft(await sidewaysScroll(page)).toBe(0)
}

async function violations(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']
  const found = await new AxeBuilder({ page }).withTags(tags).analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
}
