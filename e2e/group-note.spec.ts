import type { Page } from '@playwright/test'
import { LINES, minutesToType } from './group-lines.ts'
import { expect, NOW, otherDevice, signIn, test, THIS_WEEK } from './story.ts'

/** A group in two minutes: marked, written down once, signed as one note a member. */

const COUNSELORS = /Alvarez|Okafor|Lindqvist|Tran|Whitaker/
/** Sessions may be marked from an hour before they begin. */
const HOUR_AHEAD = NOW.getTime() + 3_600_000

interface Group {
  id: string
  kind: string
  staff: string
  startsAt: string
  seats: { participant: string; name: string; replaces: string | null }[]
}

test('a counselor writes one group down and signs a note for each member', async ({ page, browser }) => {
  await signIn(page, 'Front desk')
  const group = await groupOf(page, (one) => Date.parse(one.startsAt) < HOUR_AHEAD)
  await markAll(page, group)
  const [absent, ...present] = group.seats
  await signIn(page, 'Counselor', group.staff)
  await page.goto('/today')
  await expect(page.getByText('waits for its note').or(page.getByText(group.staff).first())).toBeVisible()
  await page.goto(`/sessions/${group.id}/note`)
  await expect(page.getByRole('region', { name: absent!.name })).toContainText('No-show')

  let typed = 0
  let actions = 0
  const write = async (label: string, text: string) => {
    await page.getByLabel(label, { exact: true }).fill(text)
    typed += text.length
    actions += 1
  }
  await write('What the group did', `The group helped ${present[0]!.name.split(' ')[0]} to practice saying no.`)
  for (const [n, { name }] of present.entries()) await write(`Line for ${name}`, LINES[n % LINES.length]!)
  await expect(page.getByText(/^Saved/)).toBeVisible()

  // Nothing is lost by a reload in the middle, and a name is found before anything is signed.
  await page.reload()
  await expect(page.getByLabel(`Line for ${present[0]!.name}`)).toHaveValue(LINES[0]!)
  await page.getByRole('button', { name: /^Sign (all|the)/ }).click()
  await expect(page.getByText(/The text for all names/)).toBeVisible()
  await write('What the group did', 'The group practiced saying no, in pairs, with the bus home as the example.')
  await page.getByRole('button', { name: /^Sign (all|the)/ }).click()
  await expect(page.getByText(/The notes of this group are signed/)).toBeVisible()

  // Two texts for all, one of them mended, and the signature; the rest is what each member takes.
  const each = (actions - 2) / present.length
  test.info().annotations.push({ type: 'actions for each member', description: each.toFixed(1) })
  expect(each).toBeLessThanOrEqual(2)
  const minutes = minutesToType(typed)
  test.info().annotations.push({ type: 'minutes at 40 words a minute', description: minutes.toFixed(1) })
  expect((minutes / group.seats.length) * 10).toBeLessThan(6)

  const medical = await otherDevice(browser, page)
  await signIn(medical, 'Prescriber')
  for (const member of group.seats) {
    const { notes } = await (await medical.request.get(`/api/participants/${member.participant}/notes`)).json()
    expect(notes).toHaveLength(1)
    const text = JSON.stringify(notes[0].parts)
    for (const { name } of group.seats) expect(text).not.toContain(name.split(' ')[0])
    expect(text.includes('practiced')).toBe(member !== absent)
    expect(notes[0].signatures).toHaveLength(1)
  }
  await medical.context().close()
})

test('one person’s note is kept while it is written, signed, added to, and signed by a supervisor', async ({
  page,
  browser,
}) => {
  const author = await signIn(page, 'Counselor')
  const boss = await otherDevice(browser, page)
  await signIn(boss, 'Supervisor')
  await boss.goto('/co-sign')
  const needed = boss.getByRole('switch', { name: author.match(COUNSELORS)![0] })
  await needed.click({ force: true })
  await expect(needed).toBeChecked()

  const { people } = await (await page.request.get(`/api/weeks/${THIS_WEEK}/board`)).json()
  await page.goto(`/people/${people[0].id}`)
  await expect(page.getByText(/Counseling notes are not here/)).toBeVisible()
  await page.getByRole('link', { name: 'Write a note' }).click()
  await page.getByLabel('Data: what happened').fill('Called about the bus pass.')
  await page.getByLabel('Plan: what comes next').fill('Pass is ready on Friday.')
  await expect(page.getByText(/^Saved/)).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Data: what happened')).toHaveValue('Called about the bus pass.')
  await page.getByRole('button', { name: 'Sign the note' }).click()
  await expect(page.getByText('Write the part "assessment".')).toBeVisible()
  await page.getByLabel('Assessment: what it means').fill('Travel was what kept the evenings from working.')
  await page.getByRole('button', { name: 'Sign the note' }).click()
  await expect(page.getByRole('article')).toContainText('Waits for a supervisor')

  await boss.reload()
  await boss.getByRole('button', { name: 'Send back' }).click()
  await boss.getByLabel(/What should .* add\?/).fill('Which line does the pass cover?')
  await boss.getByRole('button', { name: 'Send it back' }).click()
  await expect(boss.getByText('No note waits for a second signature.')).toBeVisible()

  await page.goto('/today')
  await page.getByRole('link', { name: /sent back by/ }).click()
  await expect(page.getByRole('article')).toContainText('Which line does the pass cover?')
  await page.getByRole('link', { name: 'Write an addendum' }).click()
  await page.getByLabel('What is added or corrected').fill('The pass covers lines 4 and 9.')
  await page.getByRole('button', { name: 'Sign the note' }).click()
  await expect(page.getByRole('region', { name: 'Addendum' })).toContainText('lines 4 and 9')

  await boss.reload()
  await expect(boss.getByText('2 notes wait for a second signature.')).toBeVisible()
  await boss.getByRole('button', { name: 'Sign as supervisor' }).first().click()
  await expect(boss.getByText('One note waits for a second signature.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('article').first()).toContainText('Signed as supervisor by')
  await boss.context().close()
})

test('two pages of one note lose nothing', async ({ page, browser }) => {
  await signIn(page, 'Front desk')
  const group = await groupOf(page, (one) => Date.parse(one.startsAt) > HOUR_AHEAD)
  await signIn(page, 'Counselor', group.staff)
  const second = await otherDevice(browser, page)
  await signIn(second, 'Counselor', group.staff)
  for (const one of [page, second]) await one.goto(`/sessions/${group.id}/note`)
  await page.getByLabel('What the group did', { exact: true }).fill('The group made a plan for Friday.')
  await expect(page.getByText(/^Saved/)).toBeVisible()
  const [member] = group.seats
  await second.getByLabel(`Line for ${member!.name}`).fill('Wants to walk home with a friend.')
  await expect(second.getByLabel('What the group did', { exact: true })).toHaveValue(/plan for Friday/)
  await second.getByLabel('What the group did', { exact: true }).fill('The group made a plan for Saturday.')
  await page.getByLabel('What the group did', { exact: true }).fill('The group made a plan for Sunday.')
  const asked = page.getByText('Somebody else wrote in the same place.')
  const askedThere = second.getByText('Somebody else wrote in the same place.')
  await expect.poll(async () => (await asked.count()) + (await askedThere.count())).toBeGreaterThan(0)
  const loser = (await asked.count()) > 0 ? page : second
  await expect(loser.getByRole('alert')).toContainText('Saturday')
  await expect(loser.getByRole('alert')).toContainText('Sunday')
  await loser.getByRole('button', { name: 'Keep mine' }).click()
  await expect(loser.getByText(/^Saved/)).toBeVisible()
  await loser.reload()
  await expect(loser.getByLabel(`Line for ${member!.name}`)).toHaveValue('Wants to walk home with a friend.')
  await second.context().close()
})

/** The largest of today's groups that a counselor of the demo holds and that is meant. */
async function groupOf(page: Page, meant: (group: Group) => boolean): Promise<Group> {
  const { sessions } = await (await page.request.get('/api/today')).json()
  const groups = sessions.filter((one: Group) => one.kind === 'group' && COUNSELORS.test(one.staff) && meant(one))
  expect(groups.length).toBeGreaterThan(0)
  return groups.toSorted((a: Group, b: Group) => b.seats.length - a.seats.length)[0]
}

async function markAll(page: Page, group: Group): Promise<void> {
  const headers = { origin: new URL(page.url()).origin }
  for (const [n, { participant, replaces }] of group.seats.entries()) {
    const answer = await page.request.put(`/api/sessions/${group.id}/attendance/${participant}`, {
      data: { id: crypto.randomUUID(), status: n === 0 ? 'no-show' : 'here', replaces },
      headers,
    })
    expect(answer.status()).toBe(200)
  }
}
