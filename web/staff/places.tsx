import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Role } from '../../src/access/sign-in.ts'
import { say } from '../ui/words.ts'
import { useWaitingRequests } from './requests/use-requests.ts'

interface Place {
  to:
    | '/'
    | '/accounts'
    | '/audit'
    | '/co-sign'
    | '/my-day'
    | '/team'
    | '/today'
    | '/outreach'
    | '/series'
    | '/requests'
    | '/choices'
    | '/waiting'
    | '/lab'
    | '/payer-packs'
  name: string
}

/** The pages of a role that has more than one; everybody else needs no menu. */
export function Places({ role }: { role: Role }) {
  const waiting = useWaitingRequests(role)
  const places = placesOf(role)
  if (places.length < 2) return null
  return (
    <nav className="places" aria-label={say('places.title')}>
      {places.map(({ to, name }) => (
        <Anchor key={to} component={Link} to={to} className="roomy-link" activeOptions={{ exact: true }}>
          {to === '/requests' && waiting ? say('places.requestsWaiting', { count: waiting }) : name}
        </Anchor>
      ))}
    </nav>
  )
}

/** Whoever marks attendance has the day beside the week. */
const MARKS: readonly Role[] = ['front-desk', 'counselor', 'supervisor', 'prescriber']

export function placesOf(role: Role): Place[] {
  if (role === 'privacy-officer') {
    return [
      { to: '/audit', name: say('places.audit') },
      { to: '/', name: say('places.week') },
    ]
  }
  if (role === 'director') {
    return [
      { to: '/', name: say('places.figures') },
      { to: '/lab', name: say('places.lab') },
      { to: '/payer-packs', name: say('places.payers') },
      { to: '/accounts', name: say('places.accounts') },
    ]
  }
  if (role === 'biller') {
    return [
      { to: '/', name: say('places.eligible') },
      { to: '/payer-packs', name: say('places.payers') },
    ]
  }
  if (!MARKS.includes(role)) return []
  const decides = role === 'front-desk' || role === 'counselor'
  const admits = role === 'front-desk' || role === 'supervisor'
  return [
    ...(role === 'counselor' ? [{ to: '/my-day', name: say('places.myDay') } as const] : []),
    ...(role === 'supervisor' ? [{ to: '/team', name: say('places.team') } as const] : []),
    { to: '/today', name: say('places.today') },
    { to: '/', name: say('places.week') },
    { to: '/series', name: say('places.series') },
    ...(role === 'prescriber' ? [] : [{ to: '/outreach', name: say('places.outreach') } as const]),
    ...(role === 'supervisor' ? [{ to: '/co-sign', name: say('places.coSign') } as const] : []),
    ...(decides ? [{ to: '/requests', name: say('places.requests') } as const] : []),
    ...(role === 'supervisor' ? [{ to: '/choices', name: say('places.rails') } as const] : []),
    ...(admits ? [{ to: '/waiting', name: say('places.waiting') } as const] : []),
    ...(admits ? [{ to: '/lab', name: say('places.lab') } as const] : []),
    ...(role === 'supervisor' ? [{ to: '/payer-packs', name: say('places.payers') } as const] : []),
  ]
}
