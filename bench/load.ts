import autocannon, { type Options } from 'autocannon'

/** The same number everywhere: ours and every peer's. */
export const CONNECTIONS = 16

export interface Load {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p99: number
}

/** Asks one address over and over. Refuses to measure a server that answers with anything but success. */
export async function load(url: string, seconds: number, request: Partial<Options> = {}): Promise<Load> {
  const result = await autocannon({ url, connections: CONNECTIONS, duration: seconds, ...request })
  if (result.non2xx > 0 || result.errors > 0 || result['2xx'] === 0) {
    throw new Error(`${url}: ${result['2xx']} answers as wanted, ${result.non2xx} others, ${result.errors} errors`)
  }
  return { perSecond: result['2xx'] / result.duration, p99: result.latency.p99 }
}
