import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Role } from '../../src/access/sign-in.ts'
import { say } from '../ui/words.ts'
import { useWaitingRequests } from './requests/use-requests.ts'

interface Place {
  to: '/' | '/accounts' | '/audit' | '/requests' | '/waiting' | '/lab'
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

function placesOf(role: Role): Place[] {
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
      { to: '/accounts', name: say('places.accounts') },
    ]
  }
  if (role === 'counselor') {
    return [
      { to: '/', name: say('places.week') },
      { to: '/requests', name: say('places.requests') },
    ]
  }
  if (role === 'front-desk' || role === 'supervisor') {
    return [
      { to: '/', name: say('places.week') },
      ...(role === 'front-desk' ? [{ to: '/requests', name: say('places.requests') } as const] : []),
      { to: '/waiting', name: say('places.waiting') },
      { to: '/lab', name: say('places.lab') },
    ]
  }
  return []
}
