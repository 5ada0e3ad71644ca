import type { z } from 'zod'
import type { AccessLog } from '../../src/audit/audit.ts'
import type { ConsentForm, SharedClass } from '../../src/consent/consent.ts'
import type { Disclosures, Notice, SharedWeek, SharedWithMe, Sharing } from '../../src/consent/sharing.ts'
import type { Supported } from '../../src/participant/supporter.ts'
import { ask } from './ask.ts'

/** What a person shares, what others see of it, and who looked. */

export type SharedAnswer = { week: SharedWeek; notice: z.infer<typeof Notice> }

export const sharingApi = {
  consents: (person: string) => ask<Sharing>('GET', `/api/participants/${person}/consents`),
  give: (person: string, form: z.input<typeof ConsentForm>) =>
    ask<{ id: string; account: string | null }>('POST', `/api/participants/${person}/consents`, form),
  revoke: (person: string, consent: string) =>
    ask<{ revokedAt: string }>('POST', `/api/participants/${person}/consents/${consent}/revocation`, {}),
  preview: (person: string, wish: { week: string; classes: readonly SharedClass[]; grantee?: string | undefined }) =>
    ask<SharedWeek>('GET', `/api/participants/${person}/sharing/preview?${previewOf(wish)}`),
  disclosures: (person: string) => ask<Disclosures>('GET', `/api/participants/${person}/disclosures`),
  accessLog: (person: string, before?: string) =>
    ask<AccessLog>(
      'GET',
      `/api/participants/${person}/access-log${before === undefined ? '' : `?${new URLSearchParams({ before })}`}`,
    ),

  sharedWithMe: () => ask<SharedWithMe>('GET', '/api/shared'),
  sharedWithMeInBackground: () => ask<SharedWithMe>('GET', '/api/shared', undefined, { background: true }),
  sharedWeek: (person: string, week: string) => ask<SharedAnswer>('GET', `/api/shared/${person}/weeks/${week}`),
  supported: () => ask<Supported>('GET', '/api/supported'),
  tellTeam: (person: string, words: string) => ask<void>('POST', `/api/participants/${person}/collateral`, { words }),
}

function previewOf({ week, classes, grantee }: Parameters<typeof sharingApi.preview>[1]): string {
  const asked = { weekStart: week, classes: classes.join(','), ...(grantee === undefined ? {} : { grantee }) }
  return new URLSearchParams(asked).toString()
}
