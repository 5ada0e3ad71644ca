import type { Page } from '@playwright/test'
import { expect, NOW, otherDevice, signIn, test } from './story.ts'

/** A group in two minutes: marked, written down once, signed as one note a member. */

const COUNSELORS = /Alvarez|Okafor|Lindqvist|Tran|Whitaker/
/** How fast a counselor types who does nothing else: 40 words a minute. */
const CHARACTERS_A_MINUTE = 200

interface Group {
  id: string
  staff: string
  seats: { participant: string; name: string }[]
}

test('a counselor writes one group down and signs a note for each member', async ({ page, browser }) => {
  await signIn(page, 'Front desk')
  const group = await groupUnderWay(page)
  await markAll(page, group)
  const [absent, ...present] = group.seats
  await signIn(page, 'Counselor', group.staff)
  await page.goto('/today')
  await expect(page.getByText('waits for its note').or(page.getByText(group.staff).first())).toBeVisible()
  await page.goto(`/sessions/${group.id}/note`)
  await expect(page.getByRole('region', { name: absent!.name })).toContainText('No-show')

  let typed = 0
  const write = async (label: string, text: string) => {
    await page.getByLabel(label, { exact: true }).fill(text)
    typed += text.length
  }
  await write('What the group did', `The group helped ${present[0]!.name.split(' ')[0]} to practice saying no.`)
  for (const [n, { name }] of present.entries())
    await write(
      `Line for ${name}`,
      `Named evening number ${n + 1} as the hard one and a way around it by bus ${n + 11}.`,
    )
  await expect(page.getByText(/^Saved/)).toBeVisible()

  // Nothing is lost by a reload in the middle, and a name is found before anything is signed.
  await page.reload()
  await expect(page.getByLabel(`Line for ${present[0]!.name}`)).toHaveValue(/evening number 1/)
  await page.getByRole('button', { name: /^Sign/ }).click()
  await expect(page.getByText(/The text for all names/)).toBeVisible()
  await write('What the group did', 'The group practiced saying no, in pairs, with the bus home as the example.')
  await page.getByRole('button', { name: /^Sign/ }).click()
  await expect(page.getByText(/The notes of this group are signed/)).toBeVisible()

  const minutes = typed / CHARACTERS_A_MINUTE
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

test('two pages of one note lose nothing', async ({ page, browser }) => {
  await signIn(page, 'Front desk')
  const group = await groupUnderWay(page, 1)
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
  await expect(asked.or(askedThere).first()).toBeVisible()
  const loser = (await asked.count()) > 0 ? page : second
  await expect(loser.getByRole('alert')).toContainText('Saturday')
  await expect(loser.getByRole('alert')).toContainText('Sunday')
  await loser.getByRole('button', { name: 'Keep mine' }).click()
  await expect(loser.getByText(/^Saved/)).toBeVisible()
  await loser.reload()
  await expect(loser.getByLabel(`Line for ${member!.name}`)).toHaveValue('Wants to walk home with a friend.')
  await second.context().close()
})

/** The n-th group of this morning that a counselor of the demo holds, largest first. */
async function groupUnderWay(page: Page, n = 0): Promise<Group> {
  const { sessions } = await (await page.request.get('/api/today')).json()
  const groups = sessions.filter(
    (one: { kind: string; staff: string; startsAt: string }) =>
      one.kind === 'group' && COUNSELORS.test(one.staff) && Date.parse(one.startsAt) < NOW.getTime() + 3_600_000,
  )
  groups.sort((a: Group, b: Group) => b.seats.length - a.seats.length || (a.id < b.id ? -1 : 1))
  expect(groups.length).toBeGreaterThan(n)
  return groups[n]
}

async function markAll(page: Page, group: Group): Promise<void> {
  const headers = { origin: new URL(page.url()).origin }
  for (const [n, { participant }] of group.seats.entries()) {
    const answer = await page.request.put(`/api/sessions/${group.id}/attendance/${participant}`, {
      data: { id: crypto.randomUUID(), status: n === 0 ? 'no-show' : 'here' },
      headers,
    })
    expect(answer.status()).toBe(200)
  }
}
