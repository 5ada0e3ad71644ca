import type { Page } from '@playwright/test'
import { expect, signIn, test, THIS_WEEK } from './story.ts'

test.use({ viewport: { width: 1280, height: 900 } })

interface Place {
  start: string
  staff: string
  staffName: string
  telehealth: boolean
  fits: boolean
}

/** A group of the running week that can meet at another time with the same room, and where. */
async function movable(page: Page) {
  const { sessions, people } = await read(page, `/api/weeks/${THIS_WEEK}/board?view=published`)
  for (const session of sessions.filter((one: any) => one.kind === 'group' && !one.telehealth).toReversed()) {
    const answer = await page.request.get(`/api/weeks/${THIS_WEEK}/sessions/${session.id}/moves`)
    if (!answer.ok()) continue
    const places = (await answer.json()).cells as (Place & { room: string })[]
    const to = places.find(
      (one) => one.fits && !one.telehealth && one.start !== session.start && one.room === session.room,
    )
    const members = people.filter((one: any) => one.sessions.includes(session.id)).map((one: any) => one.name)
    if (to) return { session, to, members }
  }
  throw new Error('no group can move')
}

async function read(page: Page, path: string) {
  return (await page.request.get(path)).json()
}

test('a group recurs, and moves from one week on: its members hear of it once, and nobody else', async ({ page }) => {
  await signIn(page, 'Front desk')
  const { session, to, members } = await movable(page)
  const told = async () => {
    const { notices } = await read(page, `/api/weeks/${THIS_WEEK}/notices`)
    return notices.map((one: any) => one.person.name).toSorted()
  }
  const before = await told()
  await page.goto(`/?week=${THIS_WEEK}&rows=groups`)
  await page
    .getByRole('button', { name: new RegExp(`^Move .*${session.service}.*${session.staff}.*${session.room}`) })
    .last()
    .click()
  await page.getByRole('button', { name: 'Make this a recurring group' }).click()
  await expect(page.getByText(/The group recurs every week/)).toBeVisible()

  await page.getByRole('link', { name: 'Series', exact: true }).click()
  await expect(page.getByText('1 group recurs')).toBeVisible()
  await page.getByText(`${members.length} members`).click()
  for (const name of members) await expect(page.getByText(`${name}, from`)).toBeVisible()

  await page
    .getByRole('button', { name: /^Change / })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Day').selectOption(to.start.slice(0, 10))
  await dialog.getByLabel('Start').fill(to.start.slice(11))
  await dialog.getByLabel('Leader').selectOption(to.staff)
  await dialog.getByLabel('This and the following').check()
  await dialog.getByRole('button', { name: 'Change the group' }).click()
  await expect(page.getByText(/Only those concerned are told/)).toBeVisible()
  expect(await told()).toEqual([...before, ...members].toSorted())

  const board = await read(page, `/api/weeks/${THIS_WEEK}/board?view=published`)
  const moved = board.sessions.find((one: any) => one.service === session.service && one.start === to.start)
  expect(moved).toMatchObject({ taken: members.length })
  await page
    .getByRole('button', { name: /^Cancel / })
    .nth(1)
    .click()
  await dialog.getByRole('button', { name: 'Cancel the group' }).click()
  await expect(page.getByText('canceled, holiday')).toBeVisible()
  expect(await told()).toEqual([...before, ...members].toSorted())
})
