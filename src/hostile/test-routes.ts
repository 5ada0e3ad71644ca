import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { z } from 'zod'

/** A route as it was really registered. */
export interface KnownRoute {
  readonly method: string
  readonly url: string
  readonly policy: string
  readonly params: z.ZodType | undefined
  readonly query: z.ZodType | undefined
  readonly body: z.ZodType | undefined
  /** Statuses of success the route declares; empty when it declares none. */
  readonly successes: readonly number[]
}

/** The routes a server registers while `build` runs, without the HEAD twins of its GET routes. */
export async function routesDuring<T>(build: () => Promise<T>): Promise<{ built: T; routes: KnownRoute[] }> {
  const routes: KnownRoute[] = []
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', (route) => {
      routes.push(...knownRoutes(route))
    })
  }
  subscribe('fastify.initialization', listen)
  try {
    return { built: await build(), routes }
  } finally {
    unsubscribe('fastify.initialization', listen)
  }
}

function knownRoutes(route: RouteOptions & { policy?: string }): KnownRoute[] {
  const schema = (route.schema ?? {}) as Record<'params' | 'querystring' | 'body', z.ZodType | undefined>
  const declared = Object.keys((route.schema?.response as object | undefined) ?? {}).map(Number)
  return [route.method]
    .flat()
    .filter((method) => method !== 'HEAD')
    .map((method) => ({
      method,
      url: route.url,
      policy: String(route.policy ?? (route.config as { policy?: string } | undefined)?.policy),
      params: schema.params,
      query: schema.querystring,
      body: schema.body,
      successes: declared.filter((status) => status < 400),
    }))
}
