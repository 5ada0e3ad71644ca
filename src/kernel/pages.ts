import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import compress from '@fastify/compress'
import helmet from '@fastify/helmet'
import staticFiles from '@fastify/static'
import type { FastifyReply } from 'fastify'
import type { App } from './http.ts'

/**
 * The content security policy of every page (trust.md section 9): no inline script, styles by nonce, Trusted Types.
 * Answers that are not pages get the strictest form.
 */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ')
}

const ANSWER_POLICY = "default-src 'none'; frame-ancestors 'none'"

/** For an answer that no hook sees. */
export const ANSWER_HEADERS = {
  'content-security-policy': ANSWER_POLICY,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** Security headers on every answer, and `no-store` on everything that is not a built asset. */
export async function secureAnswers(app: App, https: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: https ? { maxAge: 31_536_000 } : false,
  })
  await app.register(compress, { global: false })
  app.addHook('onSend', async (_request, reply, payload) => {
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', ANSWER_POLICY)
    // A missing asset must not stay missing for a year in somebody's browser.
    if (!reply.hasHeader('cache-control') || reply.statusCode >= 400) reply.header('cache-control', 'no-store')
    return payload
  })
}

/** The built screens: `/me` for participants, everything else for staff; assets are immutable by their hashed names. */
export async function servePages(app: App, folder: string): Promise<void> {
  await app.register(staticFiles, { root: join(folder, 'assets'), serve: false })
  const staff = pageAt(join(folder, 'staff', 'index.html'))
  const participant = pageAt(join(folder, 'participant', 'index.html'))

  app.get('/assets/:file', { policy: 'page.open', compress: {} }, (request, reply) => {
    const { file } = request.params as { file: string }
    reply.header('cache-control', 'public, max-age=31536000, immutable')
    return reply.sendFile(file, { cacheControl: false })
  })
  for (const path of ['/me', '/me/*', '/kiosk'])
    app.get(path, { policy: 'page.open' }, (_request, reply) => show(reply, participant))
  for (const path of [
    '/',
    '/sign-in',
    '/welcome',
    '/week',
    '/week/*',
    '/people/*',
    '/figures',
    '/account',
    '/accounts',
    '/audit',
    '/today',
    '/today/*',
    '/sessions/*',
    '/change',
    '/requests',
    '/choices',
    '/waiting',
    '/lab',
    '/outreach',
    '/payer-packs',
    '/my-day',
    '/team',
    '/series',
    '/co-sign',
  ]) {
    app.get(path, { policy: 'page.open' }, (_request, reply) => show(reply, staff))
  }
}

function show(reply: FastifyReply, html: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64')
  return reply
    .header('content-security-policy', pagePolicy(nonce))
    .type('text/html; charset=utf-8')
    .send(html.replaceAll('__NONCE__', nonce))
}

function pageAt(path: string): string {
  if (!existsSync(path))
    throw new Error(`The screens are not built: ${path} is missing. Run npm start, which builds them.`)
  return readFileSync(path, 'utf8')
}
