import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
} from '@tanstack/react-router'
import { FirstPage } from './first-page.tsx'
import { Frame } from './frame.tsx'
import { readChangeSearch } from './change/change-search.ts'
import { readAuditSearch } from './audit/audit-search.ts'
import { readLabSearch } from './lab/lab-search.ts'
import { readNoteSearch } from './notes/note-search.ts'
import { readPersonSearch } from './person/person-search.ts'
import { SignInPage } from './sign-in/sign-in-page.tsx'
import { WelcomePage } from './welcome-page.tsx'
import { readTodaySearch } from './today/today-search.ts'
import { readWeekSearch } from './week/week-search.ts'

/** The staff pages and what their addresses hold. Filters and the week live in the address; names never do. */

const root = createRootRoute({ component: Outlet })

const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignInPage })

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: WelcomePage,
})

const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame })

const first = createRoute({
  getParentRoute: () => frame,
  path: '/',
  validateSearch: readWeekSearch,
  component: FirstPage,
})

const person = createRoute({
  getParentRoute: () => frame,
  path: '/people/$personId',
  validateSearch: readPersonSearch,
  component: lazyRouteComponent(() => import('./person/person-page.tsx'), 'PersonPage'),
})

const personHours = createRoute({
  getParentRoute: () => frame,
  path: '/people/$personId/hours',
  validateSearch: readPersonSearch,
  component: lazyRouteComponent(() => import('./hours/hours-page.tsx'), 'HoursPage'),
})

const payerPacks = createRoute({
  getParentRoute: () => frame,
  path: '/payer-packs',
  component: lazyRouteComponent(() => import('./payers/payer-packs-page.tsx'), 'PayerPacksPage'),
})

const change = createRoute({
  getParentRoute: () => frame,
  path: '/change',
  validateSearch: readChangeSearch,
  component: lazyRouteComponent(() => import('./change/change-page.tsx'), 'ChangePage'),
})

const account = createRoute({
  getParentRoute: () => frame,
  path: '/account',
  component: lazyRouteComponent(() => import('./account/account-page.tsx'), 'AccountPage'),
})

const accounts = createRoute({
  getParentRoute: () => frame,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./accounts/accounts-page.tsx'), 'AccountsPage'),
})

const audit = createRoute({
  getParentRoute: () => frame,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
})

const today = createRoute({
  getParentRoute: () => frame,
  path: '/today',
  validateSearch: readTodaySearch,
  component: lazyRouteComponent(() => import('./today/today-page.tsx'), 'TodayPage'),
})

const myDay = createRoute({
  getParentRoute: () => frame,
  path: '/my-day',
  component: lazyRouteComponent(() => import('./now/my-day-page.tsx'), 'MyDayPage'),
})

const team = createRoute({
  getParentRoute: () => frame,
  path: '/team',
  component: lazyRouteComponent(() => import('./now/team-page.tsx'), 'TeamPage'),
})

const wall = createRoute({
  getParentRoute: () => frame,
  path: '/today/wall',
  component: lazyRouteComponent(() => import('./today/wall-page.tsx'), 'WallPage'),
})

const kiosks = createRoute({
  getParentRoute: () => frame,
  path: '/today/kiosks',
  component: lazyRouteComponent(() => import('./today/kiosks-page.tsx'), 'KiosksPage'),
})

const groupNote = createRoute({
  getParentRoute: () => frame,
  path: '/sessions/$sessionId/note',
  component: lazyRouteComponent(() => import('./notes/group-note-page.tsx'), 'GroupNotePage'),
})

const singleNote = createRoute({
  getParentRoute: () => frame,
  path: '/people/$personId/notes/$noteId',
  validateSearch: readNoteSearch,
  component: lazyRouteComponent(() => import('./notes/single-note-page.tsx'), 'SingleNotePage'),
})

const coSign = createRoute({
  getParentRoute: () => frame,
  path: '/co-sign',
  component: lazyRouteComponent(() => import('./notes/co-sign-page.tsx'), 'CoSignPage'),
})

const requests = createRoute({
  getParentRoute: () => frame,
  path: '/requests',
  component: lazyRouteComponent(() => import('./requests/requests-page.tsx'), 'RequestsPage'),
})

const rails = createRoute({
  getParentRoute: () => frame,
  path: '/choices',
  component: lazyRouteComponent(() => import('./choices/rails-page.tsx'), 'RailsPage'),
})

const waiting = createRoute({
  getParentRoute: () => frame,
  path: '/waiting',
  validateSearch: readLabSearch,
  component: lazyRouteComponent(() => import('./waiting/waiting-page.tsx'), 'WaitingPage'),
})

const lab = createRoute({
  getParentRoute: () => frame,
  path: '/lab',
  validateSearch: readLabSearch,
  component: lazyRouteComponent(() => import('./lab/lab-page.tsx'), 'LabPage'),
})

const outreach = createRoute({
  getParentRoute: () => frame,
  path: '/outreach',
  component: lazyRouteComponent(() => import('./outreach/outreach-page.tsx'), 'OutreachPage'),
})

const series = createRoute({
  getParentRoute: () => frame,
  path: '/series',
  component: lazyRouteComponent(() => import('./series/series-page.tsx'), 'SeriesPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    welcome,
    frame.addChildren([
      first,
      person,
      personHours,
      payerPacks,
      change,
      account,
      accounts,
      audit,
      today,
      myDay,
      team,
      wall,
      kiosks,
      groupNote,
      singleNote,
      coSign,
      outreach,
      series,
      requests,
      rails,
      waiting,
      lab,
    ]),
  ]),
  scrollRestoration: true,
  defaultNotFoundComponent: () => <Navigate to="/" replace />,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
