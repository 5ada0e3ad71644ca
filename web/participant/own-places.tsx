import { say } from '../ui/words.ts'

/** The few pages there are, as large links. */
export function OwnPlaces({ here, sharing }: { here: string | undefined; sharing: boolean }) {
  const places = [
    { path: undefined, href: '/me', name: sharing ? say('places.ownWeek') : say('places.theirWeek') },
    ...(sharing ? [{ path: 'notes', href: '/me/notes', name: say('places.notes') }] : []),
    ...(sharing ? [{ path: 'sharing', href: '/me/sharing', name: say('places.sharing') }] : []),
    { path: 'account', href: '/me/account', name: say('places.account') },
  ]
  return (
    <nav className="own-places no-print" aria-label={say('places.own')}>
      {places.map((place) => (
        <a key={place.href} href={place.href} aria-current={place.path === here ? 'page' : undefined}>
          {place.name}
        </a>
      ))}
    </nav>
  )
}
