import { createServer, type Server } from 'node:http'
import { type Browser, chromium, type Page } from '@playwright/test'
import { PEOPLE, WEEK, withCenter, type CenterAtWork } from './center-at-work.ts'
import { atMost, type Figure, median, peer } from './figure.ts'
import { publishPlannedWeek } from './front-desk.ts'
import { runAlone } from './report.ts'
import { tablePage } from './table-page.ts'
import { type Marks, measurePage } from './watched-page.ts'

const ROUNDS = 5
const PLAN_SECONDS = 5
/** Typed one by one into the filter. */
const LETTERS = 3
const PAGE_LIMIT = 1000
const FILTER_LIMIT = 100

/**
 * The Week board of 120 people in Chromium, every round a fresh profile with an empty cache: first contentful paint,
 * everybody on the board, a letter typed into the filter until the changed rows are painted, live JavaScript memory.
 * Peer: the same people and sessions as a plain table in static HTML with a script of ten lines for the filter.
 */
export async function measureBoard(): Promise<Figure[]> {
  return withCenter(async (center) => {
    const board = await publishPlannedWeek(center.desk, WEEK, PLAN_SECONDS)
    const letters = (board.people[0]?.name ?? '').slice(0, LETTERS)
    const table = await servePage(tablePage(board))
    const browser = await chromium.launch({
      executablePath: process.env['EVENKEEL_CHROMIUM'] ?? '/usr/bin/chromium',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    })
    try {
      const ours: Marks[] = []
      const plain: Marks[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        ours.push(await boardOnce(browser, center, letters))
        plain.push(await tableOnce(browser, table.url, letters))
      }
      return figuresOf(ours, plain)
    } finally {
      await browser.close()
      table.server.close()
    }
  })
}

function figuresOf(ours: readonly Marks[], plain: readonly Marks[]): Figure[] {
  const both = (mark: keyof Marks) =>
    [median(ours.map((one) => one[mark])), median(plain.map((one) => one[mark]))] as const
  const [paint, plainPaint] = both('firstPaint')
  const [rows, plainRows] = both('rows')
  const [filter, plainFilter] = both('filter')
  const [heap, plainHeap] = both('heap')
  const table = 'static table'
  return [
    { name: 'board, first paint', value: paint, unit: 'ms', against: peer(table, plainPaint) },
    { name: `board, ${PEOPLE} people there`, value: rows, unit: 'ms', against: peer(table, plainRows) },
    { name: `board, ${PEOPLE} people there`, value: rows, unit: 'ms', against: atMost(PAGE_LIMIT) },
    { name: 'board, filter to repaint', value: filter, unit: 'ms', against: peer(table, plainFilter) },
    { name: 'board, filter to repaint', value: filter, unit: 'ms', against: atMost(FILTER_LIMIT) },
    { name: 'board, JavaScript memory', value: heap, unit: 'MB', against: peer(table, plainHeap) },
  ]
}

async function boardOnce(browser: Browser, { url, desk }: CenterAtWork, letters: string): Promise<Marks> {
  const complete = `[role=table][aria-rowcount="${PEOPLE + 2}"] .person-row`
  return inNewPage(browser, async (page) => {
    await page.context().addCookies([{ name: 'evenkeel', value: desk.token, url }])
    return measurePage(page, `${url}/?week=${WEEK}`, { complete, body: '.board-body' }, letters)
  })
}

async function tableOnce(browser: Browser, url: string, letters: string): Promise<Marks> {
  const complete = `tbody tr:nth-child(${PEOPLE})`
  return inNewPage(browser, (page) => measurePage(page, url, { complete, body: 'tbody' }, letters))
}

async function inNewPage<T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    return await work(await context.newPage())
  } finally {
    await context.close()
  }
}

function servePage(html: string): Promise<{ url: string; server: Server }> {
  return new Promise((resolve) => {
    const server = createServer((_request, reply) =>
      reply.setHeader('content-type', 'text/html; charset=utf-8').end(html),
    )
    server.listen(0, 'localhost', () => {
      const address = server.address()
      resolve({ url: `http://localhost:${typeof address === 'object' ? address?.port : ''}/`, server })
    })
  })
}

await runAlone(import.meta.url, measureBoard)
