import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mayAsk, type PolicyName } from '../access/policy.ts'
import { routesDuring } from '../hostile/test-routes.ts'
import { ROOT } from '../kernel/surroundings.ts'
import { openTestApp } from '../schedule/test-app.ts'

/** Routes that anybody may ask: each is here on purpose. */
const OPEN = [
  'GET /api/demo/people',
  'GET /api/health',
  'GET /api/kiosk',
  'GET /api/sign-ins/ways',
  'GET /feed/:token.ics',
  'POST /api/demo/sessions',
  'POST /api/invitations/acceptance',
  'POST /api/kiosk/arrivals',
  'POST /api/kiosk/opening',
  'POST /api/sign-ins/email-code',
  'POST /api/sign-ins/email-code/verification',
  'POST /api/sign-ins/passkey',
  'POST /api/sign-ins/passkey/options',
  'POST /api/sign-ins/password',
]

describe('CVE-2026-9349: no route that nobody declared', () => {
  it('is served, and no declared one is missing', async () => {
    const { built, routes } = await routesDuring(openTestApp)
    await built.close()
    const paper = readFileSync(join(ROOT, 'docs', 'api.md'), 'utf8')
    const declared = [...paper.matchAll(/^\| .*$/gm)].flatMap(([row]) =>
      [...row.split('|')[1]!.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`]*)`/g)].map((found) => found[1]!),
    )
    const served = routes.map(({ method, url }) => `${method} ${url}`).toSorted()
    // Pages come with the built screens; routes of sign-in by mail only with mail set up.
    const needed = declared.filter((name) => name.includes('/api/') || name.includes('/feed/'))
    expect(served.filter((name) => !needed.includes(name))).toEqual([])
    expect(needed.filter((name) => !served.includes(name) && !/email/.test(name))).toEqual([])
    const open = routes.filter(({ policy }) => mayAsk(policy as PolicyName, null))
    expect(open.map(({ method, url }) => `${method} ${url}`).filter((name) => !OPEN.includes(name))).toEqual([])
  })
})
