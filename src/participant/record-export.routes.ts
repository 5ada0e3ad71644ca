import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import type { KeyStore } from '../kernel/key-store.ts'
import { liveAnswer } from '../kernel/live-answer.ts'
import { EXPORT_START, exportPiece, type ExportAsked, type ExportPlace } from './record-export.rows.ts'
import { exportLine } from './record-export.ts'

const OfPerson = z.object({ participant: z.uuid() })

/** A participant takes everything along that the center holds about them and that is theirs to read. */
export function recordExportRoutes(app: App, { database, keys }: { database: Database; keys: KeyStore }): void {
  app.get(
    '/api/participants/:participant/export.ndjson',
    { policy: 'record.export', schema: { params: OfPerson } },
    (request, reply) => {
      const reader = actorOf(request)
      const asked = { keys, center: reader.center, participant: request.params.participant }
      return reply
        .type('application/x-ndjson; charset=utf-8')
        .header('content-disposition', 'attachment; filename="export.ndjson"')
        .send(liveAnswer(recordLines(database, reader, asked)))
    },
  )
}

/**
 * The lines of a record, piece by piece, each in a transaction of its own: the right is asked again before each, and
 * each leaves its entry in the audit trail. The last line counts the others, so that a cut file is seen as one.
 */
async function* recordLines(database: Database, reader: Actor, asked: ExportAsked): AsyncGenerator<string> {
  let count = 0
  for (let place: ExportPlace | undefined = EXPORT_START; place;) {
    const from: ExportPlace = place
    const piece = await database.inTransaction(reader, (tx) => exportPiece(tx, asked, from))
    count += piece.rows.length
    place = piece.next
    const end = place ? '' : exportLine('end', { lines: count })
    yield piece.rows.map(({ table, row }) => exportLine(table, row)).join('') + end
  }
}
