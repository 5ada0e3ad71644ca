import type { TestApp } from '../schedule/test-app.ts'
import type { KnownRoute } from '../hostile/test-routes.ts'
import { decide } from './decide.ts'
import { mayAsk, POLICIES, type Policy, type PolicyName } from './policy.ts'
import { Role } from './sign-in.ts'
import { PERSON_ROUTES } from './test-decided-doors.ts'
import { caseWords, type Ground, standingOf } from './test-proof-in-sql.ts'
import type { Asker, Case } from './test-scene.ts'

/** `EVENKEEL_ACCESS=all` asks every route in every case, also for roles its policy shuts out whatever the case. */
const EVERY_CASE = process.env['EVENKEEL_ACCESS'] === 'all'
const ABSENT = '0192f000-0000-7000-8000-00000000abad'

/** A policy that needs a cell of the matrix, against the cases of the scene; others say their roles themselves. */
export function policyFaults(ground: Ground, name: PolicyName): string[] {
  const policy: Policy = POLICIES[name]
  if (policy.kind !== 'needs') return []
  const { dataClass, verb, part, atLeast } = policy
  const isAllowed = (asker: Asker, one: Case) => {
    const standing = { ...standingOf(asker, one), breakGlass: false }
    const wide = atLeast === 'all' ? ({ relation: 'none', consentState: 'none' } as const) : {}
    return decide({ ...standing, ...wide, dataClass, verb, part, authored: true }).allow
  }
  return Role.options.flatMap((role) => {
    ground.proved.app += 1
    const askers = ground.scene.askers.filter((asker) => asker.role === role)
    const some = askers.some((asker) => asker.cases.some((one) => isAllowed(asker, one)))
    return mayAsk(name, role) === some ? [] : [`${name}: ${role}: decided ${some}`]
  })
}

/** Where answers over HTTP and `decide` differ about a route of one person. */
export async function routeFaults(ground: Ground, name: string): Promise<string[]> {
  const door = PERSON_ROUTES[name]!
  const policy = ground.routes.find((route) => nameOf(route) === name)?.policy as PolicyName
  if (typeof door === 'string') return []
  const faults: string[] = []
  for (const role of Role.options) {
    const some = ground.scene.askers.some(
      (one) => one.role === role && one.cases.some((of) => door.may(standingOf(one, of))),
    )
    if (mayAsk(policy, role) !== some) faults.push(`${name}: policy ${policy}: ${role}: decided ${some}`)
  }
  for (const asker of ground.scene.askers.filter((one) => one.token !== null)) {
    await stepUp(ground, asker)
    const ofNobody = await ground.app.ask({ token: asker.token! }, door.ask(ABSENT, ground.scene))
    for (const one of asker.cases.filter((one) => isAsked(one, mayAsk(policy, asker.role)))) {
      const wanted = door.may(standingOf(asker, one))
      const reply = await ground.app.ask({ token: asker.token! }, door.ask(one.person, ground.scene))
      ground.proved.app += 1
      if (reply.status >= 500 || wanted === isLikeNobodys(reply, ofNobody, one.person))
        faults.push(`${name}: ${caseWords(asker, one)}: decided ${wanted}, answered ${reply.status}`)
    }
  }
  return faults
}

/** Routes that nobody decided about, or that are gone. */
export function undecidedRoutes(ground: Ground): string[] {
  const ofPerson = ground.routes.filter((route) => route.url.includes(':participant')).map(nameOf)
  return [
    ...ofPerson.filter((name) => !Object.hasOwn(PERSON_ROUTES, name)),
    ...Object.keys(PERSON_ROUTES).filter((name) => !ofPerson.includes(name)),
    ...ground.routes.filter((route) => !Object.hasOwn(POLICIES, route.policy)).map(nameOf),
  ]
}

/**
 * With an emergency open, the consent makes no difference over HTTP that SQL has not shown already; a role that the policy
 * shuts out is asked once for each relation.
 */
function isAsked(one: Case, mayRole: boolean): boolean {
  if (EVERY_CASE) return true
  return (!one.breakGlass || one.consentState === 'none') && (mayRole || one.consentState === 'none')
}

/** Forbidden looks the same as what does not exist: same status, same words. */
function isLikeNobodys(reply: Reply, ofNobody: Reply, person: string): boolean {
  if ([401, 403, 404].includes(reply.status)) return reply.status === ofNobody.status && sameWords(reply, ofNobody)
  return (
    reply.status === ofNobody.status &&
    JSON.stringify(reply.body).replaceAll(person, ABSENT) === JSON.stringify(ofNobody.body)
  )
}
type Reply = Awaited<ReturnType<TestApp['ask']>>
const sameWords = (a: Reply, b: Reply) => JSON.stringify(a.body) === JSON.stringify(b.body)

export const nameOf = (route: KnownRoute) => `${route.method} ${route.url}`

/** As if passkey or password and code had just been entered. */
async function stepUp(ground: Ground, { actor }: Asker): Promise<void> {
  await ground.scene.owner.query('UPDATE auth.session SET stepped_up_at = now(), last_seen_at = now() WHERE id = $1', [
    actor.session,
  ])
}
