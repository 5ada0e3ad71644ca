import type { Browser, Page } from '@playwright/test'
import type { TodayBoard, TodaySeat, TodaySession } from '../src/attendance/today.ts'
import type { PersonHours } from '../src/hours/hours.ts'
import type { PossibleMakeUps } from '../src/outreach/make-up.ts'
import type { Outreach } from '../src/outreach/outreach.ts'
import { LINES, minutesToType } from './group-lines.ts'
import { ownServer } from './own-server.ts'
import { acceptMakeUp, invitationFor } from './phone.ts'
import { arrive, expect, otherDevice, test, THIS_WEEK } from './story.ts'
import { arriveAtDoor, clockOf, opened, openTablet, stateIn } from './today-board.ts'

/**
 * One counselor's evening, from the door to the signed notes: everybody arrives but one, who is called and comes another
 * day instead, and each group is written down. The common server's clock stands at ten in the morning, so the evening has
 * a server of its own, which is started again as the evening goes on.
 */
const server = ownServer()
const MINUTE = 60_000
/** 17:20 in New York. */
const BEFORE_THE_BLOCK = new Date('2026-11-23T22:20:00Z')
const NINE_HOURS = 540

test.use({ baseURL: server.origin, viewport: { width: 1280, height: 860 } })
test.setTimeout(240_000)
test.beforeAll(async () => {
  test.setTimeout(240_000)
  await server.start(BEFORE_THE_BLOCK)
})
test.afterAll(() => server.remove())

const read = async <Answer>(page: Page, path: string): Promise<Answer> => (await page.request.get(path)).json()
const hoursOf = (page: Page, person: string) =>
  read<PersonHours>(page, `/api/participants/${person}/weeks/${THIS_WEEK}/hours`)

test('an evening block from the tablet at the door to signed notes, and nine hours for the one who was absent', async ({
  page,
  browser,
}) => {
  await arrive(page, 'Front desk')
  const block = await fullestBlock(page)
  const [first, ...later] = block.groups
  const { seat: absent, planned } = await whoCanMakeUp(page, block)
  const door: Door = { browser, page, block, codes: new Map() }
  await page.goto('/today')
  const tablet = await openTablet(browser, page, first!.site)
  await everybodyArrives(door, tablet, first!, absent)
  expect(await taskOf(page, first!, absent)).toBeUndefined()

  // Twelve minutes into the group, one chair is empty.
  const missed = Date.parse(first!.startsAt) + 12 * MINUTE
  await clockTo(page, missed)
  await arrive(page, 'Front desk')
  await expect.poll(async () => (await taskOf(page, first!, absent))?.because, { timeout: 30_000 }).toBe('unmarked')
  await noShow(page, first!, absent)
  await callAndOffer(page, first!, absent)
  expect((await taskOf(page, first!, absent))?.ended).toBe('reached')
  const lost = await hoursOf(page, absent.participant)
  expect(lost.forecast.short).toBeGreaterThan(0)
  const phone = await deviceAt(browser, page, missed, 360)
  await acceptMakeUp(phone, await invitationFor(page, absent.participant))
  await phone.context().close()
  const { clinical, forecast } = await hoursOf(page, absent.participant)
  const described = `planned ${planned}, absent ${lost.forecast.atEnd}, made up ${forecast.atEnd}`
  test.info().annotations.push({ type: 'minutes of the week', description: described })
  expect([clinical.needs, forecast.short]).toEqual([NINE_HOURS, 0])
  expect(forecast.atEnd).toBeGreaterThanOrEqual(NINE_HOURS)

  for (const group of later) {
    await clockTo(page, Date.parse(group.startsAt) - 10 * MINUTE)
    await arrive(page, 'Front desk')
    await tablet.goto('/kiosk')
    await everybodyArrives(door, tablet, group, absent)
  }
  await tablet.context().close()
  await writeBlockDown(door, absent)
})

/** The groups of one counselor in the evening, the first at the beginning of the block. */
interface Block {
  readonly staff: string
  readonly groups: readonly TodaySession[]
}

/** The front desk's page, and everybody's digits as far as they are drawn. */
interface Door {
  readonly browser: Browser
  readonly page: Page
  readonly block: Block
  readonly codes: Map<string, string>
}

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

const seatsOf = ({ groups }: Block) => groups.flatMap(({ seats }) => seats)

/** The counselor with the most seats to fill in the evening block. */
async function fullestBlock(page: Page): Promise<Block> {
  const { blocks, sessions } = await read<TodayBoard>(page, '/api/today')
  const evening = blocks.find(({ part }) => part === 'evening')!
  const groups = sessions
    .filter(({ kind, start, telehealth }) => kind === 'group' && !telehealth && start >= evening.start)
    .toSorted((a, b) => (a.start < b.start ? -1 : 1))
  const staff = groups.filter(({ start }) => start === evening.start).map((group) => group.staff)
  const all = staff.map((name) => ({ staff: name, groups: groups.filter((group) => group.staff === name) }))
  return all.toSorted((a, b) => seatsOf(b).length - seatsOf(a).length)[0]!
}

/**
 * Somebody of the first group alone, who will have nine hours and can get back what an absence would take. An excuse tried
 * and taken back opens no task.
 */
async function whoCanMakeUp(page: Page, { groups }: Block): Promise<{ seat: TodaySeat; planned: number }> {
  const [first, ...later] = groups
  const again = new Set(later.flatMap(({ seats }) => seats.map(({ participant }) => participant)))
  for (const seat of first!.seats.filter(({ participant }) => !again.has(participant))) {
    const { forecast, clinical } = await hoursOf(page, seat.participant)
    if (clinical.needs !== NINE_HOURS || forecast.short > 0) continue
    const excused = await mark(page, first!, seat, { status: 'excused', replaces: seat.replaces })
    const possible = `/api/participants/${seat.participant}/weeks/${THIS_WEEK}/make-ups/possible`
    const { short, sessions } = await read<PossibleMakeUps>(page, possible)
    await mark(page, first!, seat, { status: 'taken-back', replaces: excused })
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

/** All but the absent one show their digits at the door, and the counselor's open board says so. */
async function everybodyArrives(door: Door, tablet: Page, group: TodaySession, absent: TodaySeat): Promise<void> {
  const counselor = await deviceAt(door.browser, door.page, Date.parse(group.startsAt) - 10 * MINUTE)
  await arrive(counselor, 'Counselor', group.staff)
  await counselor.goto('/today')
  const card = await opened(counselor, group)
  for (const seat of group.seats) {
    if (seat.participant === absent.participant) continue
    await arriveAtDoor(tablet, await codeOf(door, seat))
    await expect(stateIn(card, seat.name)).toHaveText('Here')
  }
  for (const { name, participant } of group.seats)
    if (participant === absent.participant) await expect(stateIn(card, name)).not.toHaveText('Here')
  await counselor.context().close()
}

/** Six digits, drawn by the person on their own device, once. */
async function codeOf({ browser, page, codes }: Door, { participant }: TodaySeat): Promise<string> {
  const known = codes.get(participant)
  if (known !== undefined) return known
  const token = (await invitationFor(page, participant)).split('#')[1]
  const own = await browser.newContext({ baseURL: server.origin })
  const headers = { origin: server.origin }
  const entered = await own.request.post('/api/invitations/acceptance', { headers, data: { token } })
  expect(entered.status()).toBe(200)
  const drawn = await own.request.post(`/api/participants/${participant}/arrival-code`, { headers })
  expect(drawn.status()).toBe(201)
  const { code } = await drawn.json()
  await own.close()
  codes.set(participant, code)
  return code
}

async function taskOf(
  page: Page,
  group: TodaySession,
  { participant }: TodaySeat,
): Promise<Outreach['tasks'][number] | undefined> {
  const { tasks } = await read<Outreach>(page, '/api/outreach')
  const own = tasks.filter((task) => task.participant === participant && task.session === group.id)
  expect(own.length).toBeLessThan(2)
  return own[0]
}

const inLists = ({ service, start }: TodaySession) => `${service}, ${clockOf(start).split(' ')[0]}`

/** Today shows the empty chair, and nobody else's of this group; one tap says that the person has not come. */
async function noShow(page: Page, group: TodaySession, { name }: TodaySeat): Promise<void> {
  await page.goto('/today')
  const own = page
    .getByRole('region', { name: /^Not here yet/ })
    .getByRole('listitem')
    .filter({ hasText: inLists(group) })
  const empty = own.filter({ hasText: name })
  await expect(empty).toHaveCount(1)
  for (const seat of group.seats)
    if (seat.name !== name) await expect(own.filter({ hasText: seat.name })).toHaveCount(0)
  await empty.getByRole('button', { name: 'No-show' }).click()
  await expect(empty).toHaveCount(0)
}

/** The front desk calls, reaches the person, and offers the best of the times that fit. */
async function callAndOffer(page: Page, group: TodaySession, { name }: TodaySeat): Promise<void> {
  await page.getByRole('link', { name: 'Calls', exact: true }).click()
  const calls = page.getByRole('region', { name: /to call now/ }).getByRole('listitem')
  const own = calls.filter({ has: page.getByRole('link', { name, exact: true }) })
  const row = own.filter({ hasText: inLists(group) })
  await expect(row).toContainText('not called yet')
  await row.getByRole('button', { name: 'Call', exact: true }).click()
  await row.getByRole('button', { name: 'Reached, is coming' }).click()
  await expect(row.getByText('Reached', { exact: true })).toBeVisible()
  await row.getByRole('button', { name: 'Offer' }).first().click()
  await expect(row.getByText('Offered')).toBeVisible()
}

/** All groups of the block are written down in at most two actions a member, and each member's record holds their own. */
async function writeBlockDown({ browser, page, block }: Door, absent: TodaySeat): Promise<void> {
  const now = Date.parse(block.groups.at(-1)!.startsAt)
  const writer = await deviceAt(browser, page, now)
  await arrive(writer, 'Counselor', block.staff)
  const wrote = { actions: 0, typed: 0, lines: 0 }
  const began = Date.now()
  for (const group of block.groups) await writeDown(writer, group, absent, wrote)
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  await writer.context().close()
  const seats = seatsOf(block).length
  test.info().annotations.push(
    { type: 'members', description: `${wrote.lines} present, ${seats - wrote.lines} absent` },
    { type: 'actions for each member', description: (wrote.actions / seats).toFixed(1) },
    {
      type: 'time',
      description: `${minutesToType(wrote.typed).toFixed(1)} min at 40 words a minute, ${seconds} s here`,
    },
  )
  expect(seats - wrote.lines).toBe(1)
  expect(wrote.actions / seats).toBeLessThanOrEqual(2)
  const medical = await deviceAt(browser, page, now)
  await arrive(medical, 'Prescriber')
  for (const person of new Set(seatsOf(block).map(({ participant }) => participant)))
    await expectOwnNotes(medical, block, person, person !== absent.participant)
  await medical.context().close()
}

/** One text for all, a line for each who was there, one signature; every action is counted, opening the page too. */
async function writeDown(
  page: Page,
  group: TodaySession,
  absent: TodaySeat,
  wrote: { actions: number; typed: number; lines: number },
): Promise<void> {
  const write = async (label: string, text: string) => {
    await page.getByLabel(label, { exact: true }).fill(text)
    wrote.actions += 1
    wrote.typed += text.length
  }
  await page.goto(`/sessions/${group.id}/note`)
  wrote.actions += 1
  const isAbsent = ({ participant }: TodaySeat) => participant === absent.participant
  if (group.seats.some(isAbsent)) await expect(page.getByRole('region', { name: absent.name })).toContainText('No-show')
  await write(
    'What the group did',
    `The group practiced saying no, in pairs: ${group.service}, ${clockOf(group.start)}.`,
  )
  for (const { name } of group.seats.filter((seat) => !isAbsent(seat))) {
    await write(`Line for ${name}`, LINES[wrote.lines % LINES.length]!)
    wrote.lines += 1
  }
  await page.getByRole('button', { name: /^Sign (all|the)/ }).click()
  wrote.actions += 1
  await expect(page.getByText(/The notes of this group are signed/)).toBeVisible()
}

/** A signed note for each group, with nobody else's name in it; of the group only for those who were there. */
async function expectOwnNotes(page: Page, block: Block, person: string, present: boolean): Promise<void> {
  const { notes } = await read<{ notes: { parts: { words: string }[]; signatures: unknown[] }[] }>(
    page,
    `/api/participants/${person}/notes`,
  )
  const seats = seatsOf(block)
  expect(notes).toHaveLength(seats.filter(({ participant }) => participant === person).length)
  for (const { parts, signatures } of notes) {
    expect(signatures).toHaveLength(1)
    const text = parts.map(({ words }) => words).join('\n')
    for (const { name } of seats) expect(text).not.toContain(name.split(' ')[0])
    expect(text).toContain(present ? 'Attendance: Here' : 'Attendance: No-show')
    const ofGroup = [text.includes('practiced saying no'), LINES.some((line) => text.includes(line))]
    expect(ofGroup).toEqual([present, present])
  }
}
