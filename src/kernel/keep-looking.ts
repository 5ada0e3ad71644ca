import type { App } from './http.ts'

/**
 * Runs work again and again while the server runs: every so many milliseconds, and as soon as a request was answered after
 * which there may be some. One look at a time; asked for during a look, there is one more.
 */
export function keepLooking(
  app: App,
  {
    every,
    after,
    look,
  }: { every: number; after: (asked: { method: string; policy: string }) => boolean; look: () => Promise<void> },
): void {
  let atWork: Promise<void> | undefined
  let again = false

  const lookOnce = (): void => {
    if (atWork) {
      again = true
      return
    }
    atWork = look()
      // A look that fails is made up for by the next one.
      .catch(logFailure)
      .finally(() => {
        atWork = undefined
        if (again) {
          again = false
          lookOnce()
        }
      })
  }

  let timer: NodeJS.Timeout | undefined
  app.addHook('onReady', async () => {
    timer = setInterval(lookOnce, every)
    timer.unref()
    lookOnce()
  })
  app.addHook('onResponse', async (request) => {
    if (after({ method: request.method, policy: request.routeOptions.config?.policy ?? '' })) lookOnce()
  })
  app.addHook('onClose', async () => {
    clearInterval(timer)
    again = false
    await atWork
  })
}

/** Names what failed without its words: a database's error holds the values of a row. */
export function logFailure(error: unknown): void {
  const { name, code } = error instanceof Error ? (error as Error & { code?: unknown }) : { name: typeof error }
  const known = typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? ` ${code}` : ''
  process.stderr.write(`work in the background failed: ${name}${known}\n`)
}
