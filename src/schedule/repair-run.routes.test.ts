import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instantOfIso } from '../center/zones.ts'
import { openTestApp, type TestApp } from './test-app.ts'

/** A week is published, a life changes: proposals, one of them accepted, and only those concerned are told. */

const WEEK = '2026-11-30'
const NOW = instantOfIso('2026-11-23T15:00:00Z')

let app: TestApp
let desk: { token: string }
let dana: { token: string; participantId: string | null }

beforeAll(async () => {
  app = await openTestApp(() => NOW)
  desk = await app.signIn('front-desk')
  dana = await app.signIn('participant', 'dana')
  const { body } = await post(`/api/weeks/${WEEK}/plan-runs`, { seconds: 1 })
  await finished(body.id)
  const { proposal } = (await get(`/api/weeks/${WEEK}/board?view=proposed`)).body
  expect(await post(`/api/weeks/${WEEK}/publication`, { proposal: proposal.id })).toMatchObject({ status: 201 })
})
afterAll(() => app.close())

const get = (url: string, who: { token: string } = desk) => app.ask(who, { url })
const post = (url: string, payload: object = {}, who: { token: string } = desk) =>
  app.ask(who, { method: 'POST', url, payload })
const remove = (url: string) => app.ask(desk, { method: 'DELETE', url })

async function finished(run: string) {
  for (;;) {
    const { body } = await get(`/api/plan-runs/${run}`)
    if (body.state !== 'working') return body
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function repaired(): Promise<any> {
  const started = await post(`/api/weeks/${WEEK}/repairs`, { seconds: 1 })
  expect(started.status).toBe(201)
  expect(await finished(started.body.id)).toMatchObject({ state: 'done', failure: null })
  return (await get(`/api/plan-runs/${started.body.id}/proposals`)).body
}

const board = async () => (await get(`/api/weeks/${WEEK}/board`)).body
const weekOfDana = async (who: { token: string } = dana) =>
  (await get(`/api/participants/${dana.participantId}/weeks/${WEEK}`, who)).body

/** Wall times of everybody's sessions, by person. */
async function weeks(): Promise<Map<string, string>> {
  const shown = await board()
  const times = new Map(shown.sessions.map((one: any) => [one.id, `${one.service} ${one.start} ${one.staff}`]))
  return new Map(
    shown.people.map((one: any) => [
      one.id,
      one.sessions
        .map((id: string) => times.get(id))
        .sort()
        .join(),
    ]),
  )
}

describe('a shift that moves', () => {
  it('is proposed as one to three plans, accepted, and told to those alone whose week changed', async () => {
    const evening = (await weekOfDana()).sessions.find((one: any) => one.start.slice(11) >= '17:00')
    expect(evening).toBeDefined()
    const shift = { start: `${evening.start.slice(0, 10)}T16:00`, end: `${evening.start.slice(0, 10)}T23:00` }
    await post(`/api/participants/${dana.participantId}/obligations`, shift)
    const { proposals } = await repaired()
    expect(proposals.length).toBeGreaterThan(0)
    expect(proposals.length).toBeLessThan(4)
    for (const one of proposals) {
      expect(one.people).toBe(one.told.length)
      expect(one.told.map((person: any) => person.id)).toContain(dana.participantId)
      expect(one.noticeHours).toBeGreaterThan(100)
      expect(one.moved + one.added + one.dropped).toBeGreaterThan(0)
    }
    const chosen = proposals.find((one: any) => one.labels.includes('fewest-people'))
    const before = await weeks()
    const accept = () => post(`/api/weeks/${WEEK}/publication`, { proposal: chosen.id })
    expect(await accept()).toMatchObject({ status: 201 })
    expect(await accept()).toMatchObject({ status: 409, body: { code: 'already-published' } })
    const after = await weeks()
    const changed = [...after.keys()].filter((id) => after.get(id) !== before.get(id))
    const told = (await get(`/api/weeks/${WEEK}/notices`)).body.notices
    expect(told.map((one: any) => one.person.id).sort()).toEqual(chosen.told.map((one: any) => one.id).sort())
    expect(changed).toContain(dana.participantId)
    const since = (await get(`/api/weeks/${WEEK}/publication/changes`)).body
    expect(since.people.map((one: any) => [one.id, one.changes])).toEqual(
      expect.arrayContaining(chosen.told.map((one: any) => [one.id, one.changes])),
    )
    expect(since.people).toHaveLength(chosen.told.length)
    expect((await get(`/api/weeks/2027-01-04/publication/changes`)).body).toEqual({ since: null, people: [] })
    expect((await weekOfDana()).sessions.filter((one: any) => one.start < shift.end && one.end > shift.start)).toEqual(
      [],
    )
  })

  it('is answered on the phone, and staff see the answer', async () => {
    const own = `/api/participants/${dana.participantId}/week-notices`
    const [notice] = (await get(own, dana)).body.notices
    expect(notice).toMatchObject({ weekStart: WEEK, answer: null })
    expect(JSON.stringify(notice.changes)).not.toContain('members')
    for (const answer of ['seen', 'ask-me'])
      expect(await post(`${own}/${notice.publication}/answers`, { answer }, dana)).toMatchObject({ status: 204 })
    expect((await get(own)).body.notices[0].answer).toMatchObject({ answer: 'ask-me' })
    const stranger = await app.signIn('participant', 'maria')
    expect(await post(`${own}/${notice.publication}/answers`, { answer: 'yes' }, stranger)).toMatchObject({
      status: 404,
    })
    expect((await get(own, stranger)).status).toBe(404)
  })

  it('asks for another time, and hears from staff whether there is one', async () => {
    const own = `/api/participants/${dana.participantId}/week-notices`
    const [notice] = (await get(own, dana)).body.notices
    const say = (answer: string) => post(`${own}/${notice.publication}/answers`, { answer }, dana)
    const waiting = async (who = desk) => (await get('/api/other-times', who)).body.asked
    const [asked, ...more] = await waiting()
    expect(more).toEqual([])
    expect(asked).toMatchObject({ person: { id: dana.participantId }, weekStart: WEEK, changedSince: false })
    expect(asked.changes).toEqual(notice.changes)
    const maria = await app.signIn('participant', 'maria')
    const prescriber = await app.signIn('prescriber')
    expect(await waiting(await app.signIn('counselor', 'okafor'))).toEqual([asked])

    const reply = `/api/other-times/${asked.id}/reply`
    const because = 'The other evening group is full.'
    for (const who of [dana, maria, prescriber]) expect((await post(reply, { reply: 'found' }, who)).status).toBe(404)
    expect((await post(reply, { reply: 'stays', because: ' ' })).status).toBe(400)
    expect(await post(reply, { reply: 'stays', because })).toMatchObject({ status: 200, body: { asked: [] } })
    expect((await post(reply, { reply: 'found' })).body.code).toBe('already-answered')
    expect((await get(own, dana)).body.notices[0].answer).toMatchObject({ answer: 'ask-me', reply: { because } })

    await say('ask-me')
    const [again] = await waiting()
    await say('yes')
    expect(await waiting()).toEqual([])
    expect((await post(`/api/other-times/${again.id}/reply`, { reply: 'found' })).body.code).toBe('already-answered')
    await say('ask-me')
    const [last] = await waiting()
    const answers = await Promise.all([1, 2].map(() => post(`/api/other-times/${last.id}/reply`, { reply: 'found' })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect((await get(own, dana)).body.notices[0].answer).toMatchObject({ reply: { because: null } })
  })

  it('tells nobody when a repair changes nothing, and keeps who refused a proposal', async () => {
    const count = async () => (await get(`/api/weeks/${WEEK}/notices`)).body.notices.length
    const before = await count()
    const { run, proposals } = await repaired()
    expect(proposals).toHaveLength(1)
    expect(proposals[0]).toMatchObject({ people: 0, moved: 0, added: 0, dropped: 0, noticeHours: null })
    const refuse = () => post(`/api/plan-runs/${run.id}/proposals/${proposals[0].id}/rejection`)
    expect([(await refuse()).status, (await refuse()).status]).toEqual([204, 204])
    const [again] = (await get(`/api/plan-runs/${run.id}/proposals`)).body.proposals
    expect(again.rejected).toMatchObject({ by: expect.any(String) })
    expect(await post(`/api/weeks/${WEEK}/publication`, { proposal: again.id })).toMatchObject({
      body: { added: 0, withdrawn: 0 },
    })
    expect(await count()).toBe(before)
  })
})

describe('what is recorded as changed', () => {
  it('takes a weekly busy time off one day and puts it elsewhere', async () => {
    const { busy } = await weekOfDana(desk)
    const shift = busy.find((one: any) => one.start.slice(0, 10) > WEEK && one.start.slice(0, 10) < '2026-12-05')
    const url = `/api/participants/${dana.participantId}/obligations/${shift.id}/days-off`
    const moved = { start: '2026-12-05T14:00', end: '2026-12-05T18:00' }
    const day = { onDate: shift.start.slice(0, 10) }
    expect(await post(url, { onDate: '2031-01-01', movedTo: moved })).toMatchObject({ status: 400 })
    const { status, body } = await post(url, { ...day, movedTo: moved })
    expect(status).toBe(201)
    expect(await post(url, day)).toMatchObject({ status: 409, body: { code: 'already-off' } })
    const busyNow = (await weekOfDana(desk)).busy
    const times = ({ start, end }: { start: string; end: string }) => ({ start, end })
    expect(busyNow.map(times)).toContainEqual(moved)
    expect(busyNow.filter((one: any) => one.id === shift.id).map(times)).not.toContainEqual(times(shift))
    expect(await remove(`/api/participants/${dana.participantId}/days-off/${body.dayOff}`)).toMatchObject({
      status: 204,
    })
    const added = `/api/participants/${dana.participantId}/obligations/${body.obligation}`
    expect(await remove(added)).toMatchObject({ status: 204 })
    expect(await remove(added)).toMatchObject({ status: 404 })
    expect((await weekOfDana(desk)).busy.map(times)).toContainEqual(times(shift))
  })

  it('plans nobody with staff who are away or into a closed room, until it is taken back', async () => {
    const shown = await board()
    const group = shown.sessions.find((one: any) => one.kind === 'group' && one.room !== null)
    const changes = (await get(`/api/weeks/${WEEK}/changes`)).body
    const [staff, room] = [
      changes.staff.find((one: any) => one.name === group.staff),
      changes.rooms.find((one: any) => one.name.endsWith(group.room)),
    ]
    const whole = { start: `${group.start.slice(0, 10)}T00:00`, end: `${group.start.slice(0, 10)}T23:59` }
    expect(await post(`/api/staff/${staff.id}/absences`, { start: whole.end, end: whole.start })).toMatchObject({
      status: 400,
    })
    const absence = (await post(`/api/staff/${staff.id}/absences`, whole)).body.id
    const closure = (await post(`/api/rooms/${room.id}/closures`, whole)).body.id
    const { proposals } = await repaired()
    const chosen = proposals.find((one: any) => one.labels.includes('balanced'))
    expect(await post(`/api/weeks/${WEEK}/publication`, { proposal: chosen.id })).toMatchObject({ status: 201 })
    const sameDay = (await board()).sessions.filter((one: any) => one.start.startsWith(whole.start.slice(0, 10)))
    expect(sameDay.filter((one: any) => one.staff === staff.name || one.room === group.room)).toEqual([])
    expect(await remove(`/api/staff-absences/${absence}`)).toMatchObject({ status: 204 })
    expect(await remove(`/api/room-closures/${closure}`)).toMatchObject({ status: 204 })
    const again = (await get(`/api/weeks/${WEEK}/changes`)).body
    expect([...again.staff.flatMap((one: any) => one.away), ...again.rooms.flatMap((one: any) => one.closed)]).toEqual(
      [],
    )
  })

  it('needs a published week to repair', async () => {
    expect(await post('/api/weeks/2026-12-28/repairs')).toMatchObject({
      status: 409,
      body: { code: 'nothing-published' },
    })
  })
})
