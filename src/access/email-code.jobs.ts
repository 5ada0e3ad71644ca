import { PassThrough } from 'node:stream'
import { createTransport } from 'nodemailer'
import type { Delivery } from './email-code.ts'

export interface MailSettings {
  /** EVENKEEL_SMTP_URL, such as `smtps://name:password@mail.example.org`. */
  readonly url: string
  /** EVENKEEL_MAIL_FROM: a neutral sender. */
  readonly from: string
}

export interface Mailer {
  /** Hands a mail over; never throws. A failure goes to `failed`, without address or text. */
  send(to: string, mail: { subject: string; text: string }): Promise<void>
  /** The same for whoever wants to know what became of it. */
  readonly deliver: (to: string, mail: { subject: string; text: string }) => Promise<Delivery>
  close(): void
}

/** A server that says nothing for so long is not waited for; milliseconds. */
const PATIENCE = 20_000

/** Sends short texts by SMTP. File and network content in mails is off, so no text can make it read one. */
export function openMailer(settings: MailSettings, failed: (reason: string) => void): Mailer {
  const transport = createTransport(
    {
      url: settings.url,
      connectionTimeout: PATIENCE,
      greetingTimeout: PATIENCE,
      socketTimeout: PATIENCE,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from: settings.from },
  )
  // The text is asked for once the server has let us in; from then on a broken line leaves the outcome open.
  transport.use('stream', (mail, done) => {
    const { begun } = mail.data as { begun?: () => void }
    mail.message.transform(() => {
      begun?.()
      return new PassThrough()
    })
    done()
  })
  const deliver: Mailer['deliver'] = async (to, { subject, text }) => {
    let isBegun = false
    const begun = () => {
      isBegun = true
    }
    const mail = { to: { name: '', address: to }, subject, text, begun }
    try {
      await transport.sendMail(mail)
      return { outcome: 'sent' }
    } catch (error) {
      const delivery = failureOf(error as SmtpError, isBegun)
      failed(delivery.reason)
      return delivery
    }
  }
  return { deliver, send: async (to, mail) => void (await deliver(to, mail)), close: () => transport.close() }
}

interface SmtpError {
  readonly code?: string
  readonly responseCode?: number
}

function failureOf({ code, responseCode }: SmtpError, begun: boolean): Exclude<Delivery, { outcome: 'sent' }> {
  const reason = responseCode === undefined ? (code ?? 'unknown') : `${code ?? 'answer'} ${responseCode}`
  if (responseCode !== undefined) return { outcome: 'refused', later: responseCode < 500, reason }
  if (code === 'EENVELOPE') return { outcome: 'refused', later: false, reason }
  return begun ? { outcome: 'unknown', reason } : { outcome: 'refused', later: true, reason }
}
