import { createTransport } from 'nodemailer'

export interface MailSettings {
  /** EVENKEEL_SMTP_URL, such as `smtps://name:password@mail.example.org`. */
  readonly url: string
  /** EVENKEEL_MAIL_FROM: a neutral sender. */
  readonly from: string
}

export interface Mailer {
  /** Hands a mail over; never throws. A failure goes to `failed`, without address or text. */
  send(to: string, mail: { subject: string; text: string }): Promise<void>
  close(): void
}

/** Sends short texts by SMTP. File and network content in mails is off, so no text can make it read one. */
export function openMailer(settings: MailSettings, failed: (reason: string) => void): Mailer {
  const transport = createTransport(settings.url, {
    from: settings.from,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: async (to, { subject, text }) => {
      try {
        await transport.sendMail({ to: { name: '', address: to }, subject, text })
      } catch (error) {
        failed((error as { code?: string }).code ?? 'unknown')
      }
    },
    close: () => transport.close(),
  }
}
