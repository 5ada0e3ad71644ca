import { setTimeout as pause } from 'node:timers/promises'
import type { CDPSession, Page } from '@playwright/test'

/** What a page took: milliseconds from navigation, milliseconds from a key to the repaint, megabytes alive. */
export interface Marks {
  readonly firstPaint: number
  readonly rows: number
  readonly filter: number
  readonly heap: number
}

/** Where to look: all rows are there once `complete` matches, and filtering changes what lies in `body`. */
export interface Watched {
  readonly complete: string
  readonly body: string
}

const PATIENCE = 15_000
/** Longer than any repaint we would accept: a letter that changed no row is then known to have changed none. */
const SETTLED = 500

/** Opens an address and measures it, then types `letters` into its search field; the slowest letter counts. */
export async function measurePage(page: Page, url: string, watched: Watched, letters: string): Promise<Marks> {
  const devtools = await page.context().newCDPSession(page)
  await page.addInitScript({ content: watching(watched) })
  await page.goto(url)
  const rows = await until(devtools, 'bench.rows')
  const firstPaint = await until(devtools, `performance.getEntriesByName('first-contentful-paint')[0]?.startTime`)
  const heap = await heapMegabytes(devtools)
  await page.locator('input[type=search]').click()
  for (const letter of letters) {
    await page.keyboard.press(letter)
    await pause(SETTLED)
  }
  return { firstPaint, rows, heap, filter: await until(devtools, 'Math.max(0, ...bench.letters)') }
}

/** Notes in the page itself when things have been painted; a question from outside would come late. */
function watching({ complete, body }: Watched): string {
  return `
    window.bench = { rows: 0, letters: [] }
    const afterPaint = (done) => requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = done
      channel.port2.postMessage(0)
    })
    const arrival = new MutationObserver(() => {
      if (!document.querySelector(${JSON.stringify(complete)})) return
      arrival.disconnect()
      afterPaint(() => { bench.rows = performance.now() })
    })
    arrival.observe(document, { childList: true, subtree: true, attributes: true })
    addEventListener('keydown', (event) => {
      const change = new MutationObserver(() => {
        change.disconnect()
        afterPaint(() => bench.letters.push(performance.now() - event.timeStamp))
      })
      const rows = document.querySelector(${JSON.stringify(body)})
      change.observe(rows, { childList: true, subtree: true, attributes: true, characterData: true })
      setTimeout(() => change.disconnect(), ${SETTLED - 100})
    }, true)`
}

/** Asks until the answer is a number above zero. */
async function until(devtools: CDPSession, expression: string): Promise<number> {
  for (const giveUp = performance.now() + PATIENCE; performance.now() < giveUp; await pause(20)) {
    const { result } = await devtools.send('Runtime.evaluate', { expression, returnByValue: true })
    if (typeof result.value === 'number' && result.value > 0) return result.value
  }
  throw new Error(`The page never came to ${expression}.`)
}

/** JavaScript objects alive after a collection. */
async function heapMegabytes(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.enable')
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  return usedSize / 1e6
}
