import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Mail {
  readonly to: string
  /** The whole mail, its head included. */
  readonly text: string
}

export interface Mailbox {
  readonly port: number
  readonly mails: readonly Mail[]
  /** The newest mail to an address once `count` have come. Mails leave after the answer, so it may take a moment. */
  mailTo(address: string, count?: number): Promise<Mail>
  close(): Promise<void>
}

/** A mail server of the test's own, at a port of this machine; without one, at any that is free. */
export async function openMailbox(port = 0): Promise<Mailbox> {
  const mails: Mail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo[0]!.address, text: Buffer.concat(parts).toString() })
        done()
      })
    },
  })
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', () => ready()))
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    mailTo: async (address, count = 1) => {
      for (;;) {
        const mine = mails.filter((mail) => mail.to === address)
        if (mine.length >= count) return mine.at(-1)!
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}

/** The six digits of a mail. */
export const codeIn = (mail: Mail) => /^\d{6}\r?$/m.exec(mail.text)![0].trim()
