import { z } from 'zod'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { AccessBlock, SetAccessBlock } from './block.ts'
import { liftBlock, listBlocks, setBlock } from './block.rows.ts'
import { actorOf } from './guard.routes.ts'

/** Which account may never see which participant: the privacy officer's list. */
export function blockRoutes(app: App, { database }: { database: Database }): void {
  app.post(
    '/api/access-blocks',
    { policy: 'block.manage', schema: { body: SetAccessBlock, response: { 201: z.object({ id: z.uuid() }) } } },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) => setBlock(tx, actor, request.body))
    },
  )

  app.get(
    '/api/access-blocks',
    { policy: 'block.manage', schema: { response: { 200: z.object({ blocks: z.array(AccessBlock) }) } } },
    (request) => database.inTransaction(actorOf(request), async (tx) => ({ blocks: await listBlocks(tx) })),
  )

  app.post(
    '/api/access-blocks/:block/end',
    { policy: 'block.manage', schema: { params: z.object({ block: z.uuid() }) } },
    async (request, reply) => {
      await database.inTransaction(actorOf(request), (tx) => liftBlock(tx, request.params.block))
      return reply.code(204).send()
    },
  )
}
