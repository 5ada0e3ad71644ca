import { AxeBuilder } from '@axe-core/playwright'
import type { Cookie, Page } from '@playwright/test'
import { boxesSmallerThan, clippedTexts, sidewaysScroll } from './measure.ts'
import { expect, NEXT_WEEK, openAccount, personPath, signIn, signInWithoutProof, test, THIS_WEEK } from './story.ts'

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
  {
    name: 'move a session',
    role: 'Front desk',
    path: `/?week=${NEXT_WEEK}`,
    ready: /Not possible/,
    open: (page) =>
      page
        .getByRole('button', { name: /^Move individual/i })
        .first()
        .click(),
  },
  {
    name: 'what a plan changes',
    role: 'Front desk',
    path: `/?week=${NEXT_WEEK}&view=proposed`,
    ready: /for each group that is held/,
    open: (page) => page.getByText('What the plan weighs').click(),
  },
  { name: 'empty week', role: 'Front desk', path: '/?week=2027-03-01', ready: /No plan for this week yet/ },
  { name: 'person', role: 'Front desk', path: (page) => personPath(page, 'Dana R.'), ready: /Calendar link/ },
  { name: 'life changed', role: 'Front desk', path: `/change?week=${THIS_WEEK}`, ready: /What changed\?/ },
  {
    name: 'repair',
    role: 'Front desk',
    path: `/change?week=${THIS_WEEK}`,
    ready: /Every session still holds|Not this/,
    open: (page) => page.getByRole('button', { name: 'Repair the week as it is' }).click(),
  },
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
  {
    name: 'my day',
    role: 'Counselor',
    path: '/my-day',
    ready: /will reach their hours/,
    open: (page) => page.getByText('Why?').first().click(),
  },
  {
    name: 'team',
    role: 'Supervisor',
    path: '/team',
    ready: /Sessions without attendance/,
    open: (page) =>
      page
        .getByRole('link', { name: 'Make-ups and all reasons' })
        .or(page.getByText('All clear').first())
        .first()
        .waitFor(),
  },
  { name: 'today', role: 'Front desk', path: '/today', ready: /Reviews due/ },
  { name: 'requests', role: 'Front desk', path: '/requests', ready: /Nothing waits for you|requests? waits?/ },
  { name: 'limits of choices', role: 'Supervisor', path: '/choices', ready: /Who changed them/ },
  { name: 'wall', role: 'Front desk', path: '/today/wall', ready: /Leave the wall screen/ },
  { name: 'door tablets', role: 'Front desk', path: '/today/kiosks', ready: /Make a one-time code/ },
  { name: 'figures', role: 'Director', path: '/', ready: /People with a plan/ },
  { name: 'waiting list', role: 'Front desk', path: `/waiting?week=${NEXT_WEEK}`, ready: /\d+ people wait/ },
  {
    name: 'admit',
    role: 'Front desk',
    path: `/waiting?week=${NEXT_WEEK}`,
    ready: /Treatment begins on/,
    open: (page) =>
      page
        .getByRole('button', { name: /Admit from/ })
        .first()
        .click(),
  },
  { name: 'design lab', role: 'Director', path: `/lab?week=${NEXT_WEEK}`, ready: /\d+ people wait/ },
  {
    name: 'answers of the lab',
    role: 'Front desk',
    path: `/lab?week=${NEXT_WEEK}`,
    ready: /Who, with the best answer/,
    open: async (page) => {
      await page.getByRole('button', { name: 'Ask the lab' }).click()
      await page.getByText('Who, with the best answer').waitFor({ timeout: 60_000 })
    },
  },
  {
    name: 'eligible days',
    role: 'Biller',
    path: '/',
    ready: /Certifications, authorizations and plans that end/,
    open: (page) => page.getByRole('switch').click(),
  },
  {
    name: 'hours of a person',
    role: 'Biller',
    path: hoursPath,
    ready: /Record the paper/,
    open: async (page) => {
      for (const why of await page.getByRole('button', { name: /^Why\?/ }).all()) await why.click()
      await page.getByRole('button', { name: /^Planned, Mon/ }).click()
    },
  },
  {
    name: 'a new version',
    role: 'Biller',
    path: '/payer-packs',
    ready: /Payable days a week/,
    open: async (page) => {
      await page.getByRole('button', { name: 'Next version: Medicare' }).click()
      await page.getByLabel('Minutes in a clinical hour').fill('90')
      await page.getByRole('button', { name: 'See what it would change' }).click()
    },
  },
  { name: 'note of one person', role: 'Counselor', path: notePath, ready: /Sign the note/ },
  { name: 'second signatures', role: 'Supervisor', path: '/co-sign', ready: /Whose notes need your signature too/ },
  { name: 'own sign-in', role: 'Front desk', path: '/account', ready: /Ways to sign in/ },
  { name: 'locked', path: firstPageOf('Front desk'), ready: /nobody used this page/i, open: lock },
  {
    name: 'set-up',
    path: async (page) => {
      await signIn(page, 'Director')
      return (await openAccount(page, 'Ola Berg', 'biller')).link
    },
    ready: /A password and an authenticator/,
    open: (page) => page.getByRole('button', { name: 'Sign in' }).click(),
  },
  { name: 'accounts', role: 'Administrator', path: '/accounts', ready: /\d+ accounts/ },
  {
    name: 'end an account',
    role: 'Administrator',
    path: '/accounts',
    ready: /cannot be undone/,
    open: async (page) => {
      await page.getByRole('button', { name: 'Change roles' }).first().click()
      await page.getByRole('button', { name: 'End this account' }).first().click()
    },
  },
  { name: 'recurring groups', role: 'Front desk', path: '/series', ready: /recurs?/ },
  { name: 'who looked', role: 'Privacy officer', path: '/audit', ready: /entries shown/ },
  {
    name: 'calls',
    role: 'Front desk',
    path: '/outreach',
    ready: /Hours at risk/,
    open: async (page) => {
      await page.getByRole('button', { name: 'Call', exact: true }).first().click()
      await page.getByRole('button', { name: 'Enter a new version' }).click()
    },
  },
  {
    name: 'emergency access',
    role: 'Counselor',
    path: '/people/00000000-0000-7000-8000-000000000000',
    ready: /characters are missing/,
    open: (page) => page.getByRole('button', { name: 'Emergency access' }).click(),
  },
  {
    name: 'proof',
    path: async (page) => {
      await signInWithoutProof(page, 'Kit Moss')
      return '/accounts'
    },
    ready: /proof from the last five minutes/,
    open: async (page) => {
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Nobody yet')
      await page.getByRole('button', { name: 'Make an invitation link' }).click()
    },
  },
]

const ownScreens: Screen[] = [
  { name: 'signed out', path: '/me', ready: /You are signed out|Su sesión terminó/ },
  { name: 'tablet', path: '/kiosk', ready: /Open this tablet|Abrir esta tableta/ },
  { name: 'welcome', path: '/me/welcome#0123456789012345678901', ready: /Welcome|Le damos la bienvenida/ },
  { name: 'my week', role: 'Participant', path: '/me', ready: /Your next meeting|Su próxima cita/ },
  {
    name: 'other weeks',
    role: 'Participant',
    path: '/me',
    ready: /Keep my week|Dejar mi semana/,
    open: (page) => page.getByRole('button', { name: /Show other weeks|Mostrar otras semanas/ }).click(),
  },
  { name: 'supporter', role: 'Supporter', path: '/me', ready: /Nothing is shared|Todavía no se comparte/ },
  { name: 'my notes', role: 'Participant', path: '/me/notes', ready: /There are no notes yet|Todavía no hay notas/ },
  { name: 'my sharing', role: 'Participant', path: '/me/sharing', ready: /You decide who|Usted decide quién/ },
  {
    name: 'share with someone',
    role: 'Participant',
    path: '/me/sharing',
    ready: /May they see|this and nothing else|esto y nada más/,
    open: async (page) => {
      await page.getByRole('button', { name: /Share with someone|Compartir con alguien/ }).click()
      await page.getByLabel(/Who\?|¿Con quién\?/).fill('Lucia')
      await page.getByRole('button', { name: /See what Lucia sees|Ver lo que ve Lucia/ }).click()
      await page.getByRole('button', { name: /Show who looked|Mostrar quién miró/ }).click()
    },
  },
  {
    name: 'my sign-in',
    role: 'Participant',
    path: '/me/account',
    ready: /Where you are signed in|Dónde tiene su página/,
  },
  {
    name: 'my lock',
    path: firstPageOf('Participant'),
    ready: /Nobody used this page|Nadie usó esta página/,
    open: lock,
  },
  { name: 'shared week', path: sharedWeek, ready: /The week of Dana|La semana de Dana/ },
]

const STAFF_TARGET = 24
const OWN_TARGET = 48
const LOOKS = [320, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
)
const sessions = new Map<string, Cookie[]>()
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
  expect(scans).toBe(LOOKS.length * (staffScreens.length + 2 * ownScreens.length))
  expect([staffScreens.length, ownScreens.length]).toEqual([38, 12])
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
    const inline = (text: string, overflow: string) => {
      const box = document.createElement('div')
      box.style.cssText = `width: 60px; overflow: ${overflow}; white-space: nowrap`
      box.append(document.createElement('em'))
      box.firstElementChild?.append(text)
      document.querySelector('main')?.append(box)
    }
    inline('An inline text far too long for the box around it', 'hidden')
    inline('A text one can scroll to the end of', 'auto')
  })
  expect(await clippedTexts(page)).toEqual([
    'A text far too long for its place',
    'An inline text far too long for the box around it',
  ])
  expect(await boxesSmallerThan(page, OWN_TARGET)).toHaveLength(1)
  expect(await sidewaysScroll(page)).toBeGreaterThan(0)
  expect((await violations(page)).join()).toContain('color-contrast')
})

async function show(page: Page, screen: Screen): Promise<void> {
  if (screen.role !== undefined) await signInOnce(page, screen.role)
  await page.goto(typeof screen.path === 'string' ? screen.path : await screen.path(page))
  await screen.open?.(page)
}

/** The first screen of a role signs in, the others go on in its session. */
async function signInOnce(page: Page, role: string): Promise<void> {
  const kept = sessions.get(role)
  if (kept) return page.context().addCookies(kept)
  await signIn(page, role)
  sessions.set(role, await page.context().cookies())
}

/** As after idle minutes: the server locks, and the page learns it from the next answer. */
async function lock(page: Page): Promise<void> {
  await page.evaluate(() => fetch('/api/session/lock', { method: 'POST' }))
  await page.reload()
}

/** In a session of its own, which the screen may spoil. */
function firstPageOf(role: string) {
  return async (page: Page) => {
    await signIn(page, role)
    return new URL(page.url()).pathname
  }
}

/** Hours of somebody who has a seat this Monday. */
async function hoursPath(page: Page): Promise<string> {
  const { people } = await (await page.request.get(`/api/weeks/${THIS_WEEK}/eligible-days`)).json()
  for (const { participant } of people) {
    const hours = await (await page.request.get(`/api/participants/${participant}/weeks/${THIS_WEEK}/hours`)).json()
    if (hours.entries.some((one: { day: string | null }) => one.day === THIS_WEEK))
      return `/people/${participant}/hours?week=${THIS_WEEK}`
  }
  throw new Error('Nobody has a seat on this Monday')
}

/** A new note about somebody of the own caseload. */
async function notePath(page: Page): Promise<string> {
  const { people } = await (await page.request.get(`/api/weeks/${THIS_WEEK}/board`)).json()
  return `/people/${people[0].id}/notes/${crypto.randomUUID()}`
}

/** Dana shares her week with an aunt, who then opens it. */
async function sharedWeek(page: Page): Promise<string> {
  await signIn(page, 'Participant', 'Dana')
  const { participantId } = await (await page.request.get('/api/session')).json()
  const given = await page.request.post(`/api/participants/${participantId}/consents`, {
    data: {
      kind: 'supporter',
      recipient: { name: 'Aunt Rose' },
      classes: ['C1'],
      information: 'The times of my week',
      purpose: 'To support me',
      expiry: { event: 'end-of-treatment' },
      statements: ['may-revoke'],
      signature: 'Dana R.',
    },
    headers: { origin: new URL(page.url()).origin },
  })
  expect(given.status()).toBe(201)
  await signIn(page, 'Supporter', 'Aunt Rose')
  return '/me'
}

/** All gates in all looks. The page stays open, so changing the look is tried as well. */
async function gate(page: Page, screen: Screen, target: number): Promise<void> {
  for (const { width, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height: 860 })
    await page.emulateMedia({ colorScheme })
    await expect(page.getByText(screen.ready).first()).toBeVisible()
    await atRest(page, colorScheme)
    const look = `${screen.name} ${width} ${colorScheme}`
    expect.soft(await violations(page), look).toEqual([])
    scans += 1
    expect.soft(await boxesSmallerThan(page, target), look).toEqual([])
    expect.soft(await sidewaysScroll(page), look).toBe(0)
    if (width === 320) expect.soft(await clippedTexts(page), look).toEqual([])
  }
}

/** The look is there: the staff's theme follows the color scheme by script, and what moves has come to an end. */
async function atRest(page: Page, colorScheme: string): Promise<void> {
  await page.waitForFunction(
    (scheme) => (document.documentElement.dataset['mantineColorScheme'] ?? scheme) === scheme,
    colorScheme,
  )
  await page.evaluate(() => {
    // A control that waits turns for as long as it waits.
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
    return Promise.allSettled(ending.map((animation) => animation.finished))
  })
}

/**
 * What axe finds, all rules of WCAG 2.2 A and AA. One page without frames, so axe runs in the page itself and is put
 * there once: bringing it there takes longer than most scans.
 */
async function violations(page: Page): Promise<string[]> {
  const runOnly = { type: 'tag' as const, values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'] }
  const isThere = await page.evaluate(() => 'axe' in window)
  const found = await new AxeBuilder({ page, ...(isThere ? { axeSource: 'void 0' } : {}) })
    .setLegacyMode()
    .options({ runOnly, resultTypes: ['violations'], preload: false })
    .analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
}
