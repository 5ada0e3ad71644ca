import type { Message } from '../../../src/message/message.ts'
import { instantWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'

const BECAUSE: Readonly<Record<NonNullable<Message['because']>, () => string>> = {
  hours: () => say('outbox.hours'),
  'no-mail': () => say('outbox.noMail'),
  'no-contact': () => say('contact.none'),
  'no-address': () => say('outbox.noAddress'),
  'do-not-contact': () => say('contact.doNotContact'),
  'contact-changed': () => say('outbox.contactChanged'),
  'no-longer-true': () => say('outbox.noLonger'),
  'not-in-treatment': () => say('outbox.left'),
  'too-late': () => say('outbox.tooLate'),
  refused: () => say('outbox.refused'),
  'try-again': () => say('outbox.tryAgain'),
  'outcome-unknown': () => say('outbox.look'),
  'stopped-while-sending': () => say('outbox.look'),
  'left-as-it-is': () => say('outbox.leftAsItIs'),
}

/** Where a message stands, in words. */
export function outboxWords(
  { state, because, at }: Pick<Message, 'state' | 'because' | 'at'>,
  timeZone: string,
): string {
  const why = because === null ? '' : BECAUSE[because]()
  const time = instantWords(at, timeZone)
  if (state === 'sent') return say('outbox.sent', { time })
  if (state === 'queued' || state === 'sending') return `${say('outbox.queued', { time })} ${why}`.trim()
  if (state === 'unknown') return say('outbox.unknown', { time })
  return `${say('outbox.notSent')} ${why}`.trim()
}
