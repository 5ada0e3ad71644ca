import { expect, type Page } from '@playwright/test'

/** A one-time link with which somebody signs in on their own phone, as the front desk makes it. */
export async function invitationFor(page: Page, person: string): Promise<string> {
  const headers = { origin: new URL(page.url()).origin }
  const invited = await page.request.post(`/api/participants/${person}/invitation`, { headers, data: {} })
  expect(invited.status()).toBe(201)
  return (await invited.json()).link
}

/** On the phone: in by the link, and yes to the time that is offered for missed hours. */
export async function acceptMakeUp(phone: Page, link: string): Promise<void> {
  await phone.goto(link)
  await phone.getByRole('button', { name: /^(Sign in|Entrar)/ }).click()
  const title = /A time for missed hours|Un horario para las horas perdidas/
  await expect(phone.getByRole('heading', { name: title })).toBeVisible()
  await phone.getByRole('button', { name: /I will come|Sí, voy a venir/ }).click()
  await expect(phone.getByText(/Your place is saved|Su lugar está guardado/)).toBeVisible()
  await expect(phone.getByRole('heading', { name: title })).toHaveCount(0)
}
