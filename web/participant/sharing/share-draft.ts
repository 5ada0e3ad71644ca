import type { z } from 'zod'
import type { ConsentForm, SharedClass } from '../../../src/consent/consent.ts'
import { plusDays } from '../../ui/times.ts'
import { languageOnScreen, say } from '../../ui/words.ts'
import { classWords } from './class-words.ts'

const THREE_MONTHS = 90

/** What a person has typed so far. */
export interface ShareDraft {
  name: string
  classes: readonly SharedClass[]
  purpose: string
  until: 'three-months' | 'day' | 'end-of-treatment'
  day: string
  read: boolean
  signature: string
}

export function newDraft(today: string): ShareDraft {
  return {
    name: '',
    classes: ['C1'],
    purpose: say('share.purposeMine'),
    until: 'three-months',
    day: inThreeMonths(today),
    read: false,
    signature: '',
  }
}

export function inThreeMonths(today: string): string {
  return plusDays(today, THREE_MONTHS)
}

/** The draft as the server takes it; `account`: of a supporter who was named before. */
export function formOf(draft: ShareDraft, today: string, account: string | undefined): z.input<typeof ConsentForm> {
  const on = draft.until === 'day' ? draft.day : inThreeMonths(today)
  return {
    kind: 'supporter',
    recipient: { name: draft.name, ...(account === undefined ? {} : { account }) },
    classes: [...draft.classes],
    information: draft.classes.map(classWords).join('; '),
    purpose: draft.purpose,
    expiry: draft.until === 'end-of-treatment' ? { event: draft.until } : { on },
    statements: draft.read ? ['may-revoke'] : [],
    signature: draft.signature,
    language: languageOnScreen(),
  }
}
