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
import { SignInPage } from './sign-in-page.tsx'
import { readPersonSearch } from './person/person-search.ts'
import { WelcomePage } from './welcome-page.tsx'
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

export const router = createRouter({
  routeTree: root.addChildren([signIn, welcome, frame.addChildren([first, person])]),
  scrollRestoration: true,
  defaultNotFoundComponent: () => <Navigate to="/" replace />,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
