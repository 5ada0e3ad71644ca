import type { Browser, Page } from '@playwright/test'
import type { TodayBoard, TodaySeat, TodaySession } from '../src/attendance/today.ts'
import type { PersonHours } from '../src/hours/hours.ts'
import type { PossibleMakeUps } from '../src/outreach/make-up.ts'
import type { Outreach } from '../src/outreach/outreach.ts'
import { LINES, minutesToType } from './group-lines.ts'
import { ownServer } from './own-server.ts'
import { acceptMakeUp, invitationFor } from './phone.ts'
import { arrive, expect, otherDevice, test, THIS_WEEK } from './story.ts'
import { opened, openTablet, stateIn } from './today-board.ts'

/**
 * An evening, from the door to the signed notes: everybody of the fullest group but one arrives, the one who is missing is
 * called and comes another day instead, and the counselor writes the group down. The common server's clock stands at ten
 * in the morning, so the evening has a server of its own, which is started again as the evening goes on.
 */
const server = ownServer()
const MINUTE = 60_000
/** 17:20 in New York, before the first session of the evening block. */
const BEFORE_THE_BLOCK = new Date('2026-11-23T22:20:00Z')
const NINE_HOURS = 540

test.use({ baseURL: server.origin, viewport: { width: 1280, height: 860 } })
test.setTimeout(240_000)
test.beforeAll(() => server.start(BEFORE_THE_BLOCK))
test.afterAll(() => server.remove())

const read = async <Answer>(page: Page, path: string): Promise<Answer> => (await page.request.get(path)).json()
const hoursOf = (page: Page, person: string) =>
  read<PersonHours>(page, `/api/participants/${person}/weeks/${THIS_WEEK}/hours`)

test('an evening block from the tablet at the door to signed notes, and nine hours for the one who was absent', async ({
  page,
  browser,
}) => {
  await arrive(page, 'Front desk')
  const group = await fullestOfTheEvening(page)
  const startsAt = Date.parse(group.startsAt)
  await clockTo(page, startsAt - 10 * MINUTE)
  await arrive(page, 'Front desk')
  const { seat: absent, planned } = await whoCanMakeUp(page, group)
  const present = group.seats.filter(({ participant }) => participant !== absent.participant)
  test.info().annotations.push({ type: 'members', description: `${present.length} present, 1 absent` })

  await page.goto('/today')
  const tablet = await openTablet(browser, page, group.site)
  const counselor = await deviceAt(browser, page, startsAt - 10 * MINUTE)
  await arrive(counselor, 'Counselor', group.staff)
  await counselor.goto('/today')
  const card = await opened(counselor, group)
  for (const seat of present) {
    await arriveAtDoor(tablet, await codeOf(browser, page, seat))
    await expect(stateIn(card, seat.name)).toHaveText('Here')
  }
  await expect(stateIn(card, absent.name)).not.toHaveText('Here')
  expect((await taskOf(page, absent))?.state).toBeUndefined()
  await tablet.context().close()
  await counselor.context().close()

  // Twelve minutes into the group, one chair is empty.
  await clockTo(page, startsAt + 12 * MINUTE)
  await arrive(page, 'Front desk')
  await expect.poll(async () => (await taskOf(page, absent))?.because, { timeout: 30_000 }).toBe('unmarked')
  await page.goto('/today')
  const missing = page.getByRole('region', { name: /^Not here yet/ }).getByRole('listitem')
  const empty = missing.filter({ hasText: absent.name }).filter({ hasText: group.service })
  await empty.getByRole('button', { name: 'No-show' }).click()
  await expect(empty).toHaveCount(0)
  for (const seat of present) expect(await missing.filter({ hasText: seat.name }).allTextContents()).toEqual([])
  await callAndOffer(page, absent)
  expect((await taskOf(page, absent))?.ended).toBe('reached')
  const lost = await hoursOf(page, absent.participant)
  expect(lost.forecast.short).toBeGreaterThan(0)

  const phone = await deviceAt(browser, page, startsAt + 12 * MINUTE, 360)
  await acceptMakeUp(phone, await invitationFor(page, absent.participant))
  await phone.context().close()
  const restored = await hoursOf(page, absent.participant)
  const [needs, before, after, now] = [restored.clinical.needs, planned, lost.forecast.atEnd, restored.forecast.atEnd]
  test
    .info()
    .annotations.push({ type: 'minutes of the week', description: `${before}, absent ${after}, made up ${now}` })
  expect([needs, restored.forecast.short]).toEqual([NINE_HOURS, 0])
  expect(now).toBeGreaterThanOrEqual(NINE_HOURS)

  const writer = await deviceAt(browser, page, startsAt + 12 * MINUTE)
  await arrive(writer, 'Counselor', group.staff)
  await writeDown(writer, group, { absent, present })
  await writer.context().close()
  const medical = await deviceAt(browser, page, startsAt + 12 * MINUTE)
  await arrive(medical, 'Prescriber')
  for (const seat of group.seats) await expectOwnNote(medical, group, seat, seat.participant !== absent.participant)
  await medical.context().close()
})

/** The center's clock, on the server and in the browser, goes to an instant (milliseconds since 1970 UTC). */
async function clockTo(page: Page, instant: number): Promise<void> {
  await page.goto('about:blank')
  await server.stop()
  await server.start(new Date(instant))
  await page.clock.setFixedTime(instant)
}

async function deviceAt(browser: Browser, page: Page, instant: number, width?: number): Promise<Page> {
  const device = await otherDevice(browser, page, width)
  await device.clock.setFixedTime(instant)
  return device
}

async function fullestOfTheEvening(page: Page): Promise<TodaySession> {
  const { blocks, sessions } = await read<TodayBoard>(page, '/api/today')
  const evening = blocks.find(({ part }) => part === 'evening')!
  const groups = sessions.filter(
    ({ kind, start, telehealth }) => kind === 'group' && !telehealth && start >= evening.start,
  )
  return groups.toSorted((a, b) => b.seats.length - a.seats.length)[0]!
}

/**
 * Somebody who will have nine hours, and who can get back what an absence from this group would take. An excuse tried and
 * taken back opens no task.
 */
async function whoCanMakeUp(page: Page, group: TodaySession): Promise<{ seat: TodaySeat; planned: number }> {
  for (const seat of group.seats) {
    const { forecast, clinical } = await hoursOf(page, seat.participant)
    if (clinical.needs !== NINE_HOURS || forecast.short > 0) continue
    const excused = await mark(page, group, seat, { status: 'excused', replaces: seat.replaces })
    const possible = `/api/participants/${seat.participant}/weeks/${THIS_WEEK}/make-ups/possible`
    const { short, sessions } = await read<PossibleMakeUps>(page, possible)
    await mark(page, group, seat, { status: 'taken-back', replaces: excused })
    if (short > 0 && (sessions[0]?.minutes ?? 0) >= short) return { seat, planned: forecast.atEnd }
  }
  throw new Error('Nobody of the group can get nine hours back this week.')
}

async function mark(
  page: Page,
  group: TodaySession,
  seat: TodaySeat,
  word: { status: string; replaces: string | null },
): Promise<string> {
  const id = crypto.randomUUID()
  const path = `/api/sessions/${group.id}/attendance/${seat.participant}`
  const answer = await page.request.put(path, { headers: { origin: server.origin }, data: { id, ...word } })
  expect(answer.status()).toBe(200)
  return id
}

/** Six digits, drawn by the person on their own device. */
async function codeOf(browser: Browser, page: Page, { participant }: TodaySeat): Promise<string> {
  const token = (await invitationFor(page, participant)).split('#')[1]
  const own = await browser.newContext({ baseURL: server.origin })
  const headers = { origin: server.origin }
  const entered = await own.request.post('/api/invitations/acceptance', { headers, data: { token } })
  expect(entered.status()).toBe(200)
  const drawn = await own.request.post(`/api/participants/${participant}/arrival-code`, { headers })
  expect(drawn.status()).toBe(201)
  const { code } = await drawn.json()
  await own.close()
  return code
}

async function arriveAtDoor(tablet: Page, code: string): Promise<void> {
  await tablet.getByLabel('Your six numbers').fill(code)
  const thanked = tablet.waitForResponse((answer) => answer.url().endsWith('/api/kiosk/arrivals'))
  await tablet.keyboard.press('Enter')
  expect((await thanked).status()).toBe(200)
  await expect(tablet.getByText(/^Thank you, \d+:\d\d PM$/)).toBeVisible()
}

async function taskOf(page: Page, { participant }: TodaySeat): Promise<Outreach['tasks'][number] | undefined> {
  const { tasks } = await read<Outreach>(page, '/api/outreach')
  const own = tasks.filter((task) => task.participant === participant)
  expect(own.length).toBeLessThan(2)
  return own[0]
}

/** The front desk calls, reaches the person, and offers the best of the times that fit. */
async function callAndOffer(page: Page, { name }: TodaySeat): Promise<void> {
  await page.getByRole('link', { name: 'Calls' }).click()
  const calls = page.getByRole('region', { name: /to call now/ }).getByRole('listitem')
  const row = calls.filter({ has: page.getByRole('link', { name, exact: true }) }).first()
  await expect(row).toContainText('not called yet')
  await row.getByRole('button', { name: 'Call', exact: true }).click()
  await row.getByRole('button', { name: 'Reached, is coming' }).click()
  await expect(row.getByText('Reached', { exact: true })).toBeVisible()
  await row.getByRole('button', { name: 'Offer' }).first().click()
  await expect(row.getByText('Offered')).toBeVisible()
}

/** One text for all, a line for each who was there, what comes next for the one who was not, one signature. */
async function writeDown(
  page: Page,
  group: TodaySession,
  { absent, present }: { absent: TodaySeat; present: readonly TodaySeat[] },
): Promise<void> {
  let actions = 0
  let typed = 0
  const write = async (label: string, text: string) => {
    await page.getByLabel(label, { exact: true }).fill(text)
    actions += 1
    typed += text.length
  }
  const began = Date.now()
  await page.goto(`/sessions/${group.id}/note`)
  await expect(page.getByRole('region', { name: absent.name })).toContainText('No-show')
  await write('What the group did', 'The group practiced saying no, in pairs, with the bus home as the example.')
  for (const [n, { name }] of present.entries()) await write(`Line for ${name}`, LINES[n % LINES.length]!)
  await page.getByRole('button', { name: /^Sign (all|the)/ }).click()
  actions += 1
  await expect(page.getByText(/The notes of this group are signed/)).toBeVisible()
  const seconds = (Date.now() - began) / 1000
  const each = actions / group.seats.length
  test
    .info()
    .annotations.push(
      { type: 'actions for each member', description: `${each.toFixed(1)}, everything from opening the note counted` },
      {
        type: 'time',
        description: `${minutesToType(typed).toFixed(1)} min of typing, ${seconds.toFixed(1)} s of the product`,
      },
    )
  expect(each).toBeLessThanOrEqual(2)
}

/** One note in the record, signed, with nobody else's name; of the group only for those who were there. */
async function expectOwnNote(page: Page, group: TodaySession, own: TodaySeat, present: boolean): Promise<void> {
  const { notes } = await read<{ notes: { parts: Record<string, string>; signatures: unknown[] }[] }>(
    page,
    `/api/participants/${own.participant}/notes`,
  )
  expect(notes).toHaveLength(1)
  expect(notes[0]!.signatures).toHaveLength(1)
  const text = Object.values(notes[0]!.parts).join('\n')
  for (const { name } of group.seats) expect(text).not.toContain(name.split(' ')[0])
  expect(text).toContain(present ? 'Attendance: Here' : 'Attendance: No-show')
  expect([text.includes('practiced saying no'), LINES.some((line) => text.includes(line))]).toEqual([present, present])
}
