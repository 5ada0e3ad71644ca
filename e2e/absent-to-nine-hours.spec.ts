import type { Page } from '@playwright/test'
import type { TodayBoard } from '../src/attendance/today.ts'
import type { WeekForecast } from '../src/hours/at-risk.ts'
import type { PossibleMakeUps } from '../src/outreach/make-up.ts'
import { openMailbox } from '../src/access/test-mailbox.ts'
import type { ContactCard } from '../src/message/contact.ts'
import { acceptMakeUp, invitationFor } from './phone.ts'
import { expect, MAIL_PORT, NOW, otherDevice, signIn, TELLING, test, THIS_WEEK } from './story.ts'

test.use({ viewport: { width: 1280, height: 860 } })

const read = async <Answer>(page: Page, path: string): Promise<Answer> => (await page.request.get(path)).json()
const headersOf = (page: Page) => ({ origin: new URL(page.url()).origin })

interface Absent {
  session: string
  person: string
  name: string
  /** The mark a new one replaces, as the board says. */
  replaces: string | null
  /** Minutes short, before and after the absence, and what the best offer brings back. */
  before: number
  after: number
  covered: number
}

const shortOf = async (page: Page, person: string): Promise<number> => {
  const forecast = await read<WeekForecast>(page, `/api/weeks/${THIS_WEEK}/forecast`)
  return forecast.people.find(({ participant }) => participant === person)?.short ?? 0
}

/** Marks a seat and says which mark it made. */
async function mark(
  page: Page,
  seat: Pick<Absent, 'session' | 'person' | 'replaces'>,
  status: string,
): Promise<string> {
  const id = crypto.randomUUID()
  const path = `/api/sessions/${seat.session}/attendance/${seat.person}`
  const data = { id, status, replaces: seat.replaces }
  expect((await page.request.put(path, { headers: headersOf(page), data })).status()).toBe(200)
  return id
}

/** Sessions are marked from an hour before they begin. */
const isMarkable = ({ startsAt }: { startsAt: string }) => Date.parse(startsAt) < NOW.getTime() + 3_600_000

/** What it would mean for each person of the running sessions to be absent; nobody stays marked. */
async function whatIfAbsent(page: Page): Promise<Absent[]> {
  const { sessions } = await read<TodayBoard>(page, '/api/today')
  const seats = sessions.flatMap((session) =>
    session.seats.filter((seat) => seat.mark === null && isMarkable(session)).map((seat) => ({ session, seat })),
  )
  const found: Absent[] = []
  for (const { session, seat } of seats) {
    const { participant: person, name, replaces } = seat
    const before = await shortOf(page, person)
    const noShow = await mark(page, { session: session.id, person, replaces }, 'no-show')
    const possible = `/api/participants/${person}/weeks/${THIS_WEEK}/make-ups/possible`
    const { short: after, sessions: fitting } = await read<PossibleMakeUps>(page, possible)
    const back = await mark(page, { session: session.id, person, replaces: noShow }, 'taken-back')
    const covered = Math.min(fitting[0]?.minutes ?? 0, after - before)
    if (covered > 0) found.push({ session: session.id, person, name, replaces: back, before, after, covered })
  }
  return found
}

/** Marks somebody of a running session as a no-show, whose hours can come back this week, whole if possible. */
async function missSomebody(page: Page): Promise<Absent> {
  const lost = ({ after, before, covered }: Absent) => after - before - covered
  const [best] = (await whatIfAbsent(page)).toSorted((a, b) => lost(a) - lost(b))
  if (!best) throw new Error('Nobody of the running sessions can get any hours back this week.')
  await mark(page, best, 'no-show')
  return best
}

/** Opens all hours of the day for mail to somebody; their address. */
async function openToMail(page: Page, person: string): Promise<string> {
  const path = `/api/participants/${person}/contact`
  const { version, inForce } = await read<ContactCard>(page, path)
  const email = inForce?.email ?? 'somebody@example.org'
  const data = { ...inForce, version, email, from: 0, until: 1440 }
  expect((await page.request.put(path, { headers: headersOf(page), data })).status()).toBe(204)
  return email
}

test('from an empty chair to the hours of the week: called, offered, accepted on the phone', async ({
  page,
  browser,
}) => {
  await signIn(page, 'Front desk')
  const { person, name, before, after, covered } = await missSomebody(page)
  await page.getByRole('link', { name: 'Calls', exact: true }).click()
  const calls = page.getByRole('region', { name: /to call now/ })
  const row = calls
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name, exact: true }) })
    .first()
  await expect(row).toContainText('not called yet')
  const risk = page.getByRole('region', { name: 'Hours at risk' })
  await expect(risk.getByRole('link', { name, exact: true })).toBeVisible()

  await row.getByRole('button', { name: 'Call', exact: true }).click()
  await expect(row.getByText(new RegExp(`(May I speak with|Puedo hablar con) ${name}`))).toBeVisible()
  await row.getByRole('button', { name: 'Reached, is coming' }).click()
  await expect(row.getByText('Reached', { exact: true })).toBeVisible()
  const address = await openToMail(page, person)
  const box = await openMailbox(MAIL_PORT)
  await row.getByRole('button', { name: 'Offer' }).first().click()
  await expect(row.getByText('Offered')).toBeVisible()
  const { text } = await box.mailTo(address)
  await box.close()
  expect(text).toMatch(/^(You have a reminder|Tiene un recordatorio)\.\r$/m)
  expect(text.replaceAll(address, '')).not.toMatch(TELLING)
  expect(text).not.toContain(person)
  await expect(
    page
      .getByRole('region', { name: 'Reminders' })
      .getByText(/Reminder sent/)
      .first(),
  ).toBeVisible({ timeout: 20_000 })

  const phone = await otherDevice(browser, page, 360)
  await acceptMakeUp(phone, await invitationFor(page, person))

  const now = await shortOf(page, person)
  expect(now).toBeLessThanOrEqual(after - covered)
  test.info().annotations.push({ type: 'minutes short', description: `${before}, absent ${after}, made up ${now}` })
  await page.reload()
  await expect(risk.getByText(/will reach the hours of this week/)).toBeVisible()
  // Whose hours are whole stays in the list where their payer's rule is not kept.
  const { people } = await read<WeekForecast>(page, `/api/weeks/${THIS_WEEK}/forecast`)
  const unpaid = people.some(({ participant, missing }) => participant === person && missing.includes('payer'))
  await expect(risk.getByRole('link', { name, exact: true })).toHaveCount(now > 0 || unpaid ? 1 : 0)
})

test('the rule about lateness is entered from a day on, and stands on every phone in the reader’s language', async ({
  page,
  browser,
}) => {
  await signIn(page, 'Front desk')
  await page.goto('/outreach')
  await page.getByRole('button', { name: 'Enter a new version' }).click()
  await page.getByLabel('Holds from').fill('2026-11-23')
  await page.getByLabel('Words for the phone, English').fill('Please tell us before, if you can.')
  await page.getByLabel('Words for the phone, Spanish').fill('Por favor, avísenos antes, si puede.')
  await page.getByRole('button', { name: 'Enter the rule' }).click()
  await expect(page.getByText('Please tell us before, if you can.')).toBeVisible()
  const phone = await otherDevice(browser, page, 360)
  await signIn(phone, 'Participant')
  const rules = phone.getByRole('region', { name: /Our rules|Nuestras reglas/ })
  await phone.getByRole('button', { name: 'Español' }).click()
  await expect(rules.getByText('Por favor, avísenos antes, si puede.')).toBeVisible()
  await expect(rules.getByText('Son iguales para todas las personas.')).toBeVisible()
})
