import pg from 'pg'

/** A lost connection is opened again after this long; whoever hears must not need every word. */
const AGAIN_MS = 2_000

export interface Hearing {
  /** Calls `heard` with what is notified on a channel from now on, as long as the connection lasts. */
  hear(channel: string, heard: (words: string) => void): void
  close(): Promise<void>
}

/**
 * One connection that listens (LISTEN, NOTIFY), opened when somebody wants to hear. Words may be lost, while it is opened
 * again or behind a pooler that cannot listen: it makes news faster, and nothing true.
 */
export function openHearing(connection: pg.ClientConfig): Hearing {
  const listeners = new Map<string, (words: string) => void>()
  let client: pg.Client | undefined
  let again: NodeJS.Timeout | undefined
  let closed = false

  const connect = async () => {
    const fresh = new pg.Client(connection)
    client = fresh
    const lost = () => {
      if (client !== fresh || closed) return
      client = undefined
      again = setTimeout(() => void connect(), AGAIN_MS).unref()
    }
    fresh.on('error', lost)
    fresh.on('end', lost)
    fresh.on('notification', ({ channel, payload = '' }) => listeners.get(channel)?.(payload))
    try {
      await fresh.connect()
      for (const channel of listeners.keys()) await listen(fresh, channel)
    } catch {
      lost()
    }
  }

  return {
    hear: (channel, heard) => {
      listeners.set(channel, heard)
      if (!client && !again) void connect()
      else if (client) void listen(client, channel).catch(() => {})
    },
    close: async () => {
      closed = true
      clearTimeout(again)
      await client?.end().catch(() => {})
    },
  }
}

function listen(client: pg.Client, channel: string): Promise<unknown> {
  return client.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
}
