import { PEOPLE, WEEK, withCenter, type CenterAtWork } from './center-at-work.ts'
import { type Figure, median, peer } from './figure.ts'
import { publishPlannedWeek } from './front-desk.ts'
import { load, type Load } from './load.ts'
import { runAlone } from './report.ts'

const ROUNDS = 3
const SECONDS = 3
const PLAN_SECONDS = 3

/**
 * One person's calendar link under 16 connections: two transactions and an .ics for each answer. Peer: GET /api/health
 * of the same server, which is the cost of HTTP alone.
 */
export async function measureFeed(): Promise<Figure[]> {
  const { feed, health, p99 } = await withCenter(feedAndHealth)
  return [
    { name: `feed of one of ${PEOPLE} people`, value: feed, unit: '/s', against: peer('GET /api/health', health) },
    { name: 'feed p99', value: p99, unit: 'ms' },
  ]
}

async function feedAndHealth({ url, desk }: CenterAtWork) {
  const board = await publishPlannedWeek(desk, WEEK, PLAN_SECONDS)
  const person = board.people.toSorted((a, b) => b.sessions.length - a.sessions.length)[0]
  if (!person || person.sessions.length === 0) throw new Error('Nobody has a session in the published week.')
  const link = await desk.ask<{ url: string }>('POST', `/api/participants/${person.id}/feed`)
  await mustHoldSessions(link.url, person.sessions.length)
  const feeds: Load[] = []
  const healths: Load[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    healths.push(await load(`${url}/api/health`, SECONDS))
    feeds.push(await load(link.url, SECONDS))
  }
  return {
    feed: median(feeds.map((one) => one.perSecond)),
    p99: median(feeds.map((one) => one.p99)),
    health: median(healths.map((one) => one.perSecond)),
  }
}

async function mustHoldSessions(url: string, sessions: number): Promise<void> {
  const text = await (await fetch(url)).text()
  const events = text.match(/BEGIN:VEVENT/g)?.length ?? 0
  if (events !== sessions) throw new Error(`The feed holds ${events} events, the board ${sessions} sessions.`)
}

await runAlone(import.meta.url, measureFeed)
