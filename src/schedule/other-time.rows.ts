import { sql } from 'kysely'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { type KeptChange, toldChanges } from './changed-week.ts'
import { changeNames } from './changed-week.rows.ts'
import { lastWeekOf } from './choice-request.rows.ts'
import { requireSchedule } from './choice.rows.ts'
import type { OtherTimes, ReplyOtherTime } from './other-time.ts'

/** Everybody who asked for another time in a week that is not over and has no reply yet, the oldest first. */
export async function readOtherTimes(tx: Tx, now: number): Promise<OtherTimes> {
  const rows = await waitingAnswers(tx).where('notice.week_start', '>', lastWeekOf(now)).execute()
  onRecord(tx, { people: rows.map((row) => row.participant_id), objects: rows.map(({ id }) => id) })
  const names = await changeNames(tx)
  return {
    asked: rows.map((row) => ({
      id: row.id,
      person: { id: row.participant_id, name: row.chosen_name },
      weekStart: row.week_start,
      askedAt: row.answered_at,
      changes: toldChanges(row.changes as KeptChange[], names),
      changedSince: row.changed_since,
    })),
  }
}

/** Staff's word to one wish. Refusals: `not-available`; `already-answered`: by a colleague, or the person said more since. */
export async function replyOtherTime(tx: Tx, actor: Actor, id: string, reply: ReplyOtherTime): Promise<void> {
  const asked = await tx
    .selectFrom('week_notice_answer')
    .select('participant_id')
    .where('id', '=', id)
    .where('answer', '=', 'ask-me')
    .executeTakeFirst()
  if (!asked) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  const participant = asked.participant_id
  await requireSchedule(tx, participant, 'w', '')
  onRecord(tx, { people: [participant], objects: [id] })
  const waits = await waitingAnswers(tx)
    .where('said.participant_id', '=', participant)
    .where('said.id', '=', id)
    .execute()
  const because = reply.reply === 'stays' ? reply.because : null
  const saved =
    waits.length > 0 &&
    (await tx
      .insertInto('week_notice_reply')
      .values({ center_id: actor.center, participant_id: participant, answer_id: id, because, replied_by: actor.name })
      .onConflict((one) => one.doNothing())
      .returning('answer_id')
      .executeTakeFirst())
  if (!saved) throw new Refusal('already-answered', 'This wish does not wait any more. Maybe reload the page.')
}

/** The latest words of people to their changed weeks, where those ask for another time and nobody replied. */
function waitingAnswers(tx: Tx) {
  return tx
    .selectFrom('week_notice_answer as said')
    .innerJoin('week_notice as notice', (join) =>
      join
        .onRef('notice.center_id', '=', 'said.center_id')
        .onRef('notice.participant_id', '=', 'said.participant_id')
        .onRef('notice.publication_id', '=', 'said.publication_id'),
    )
    .innerJoin('participant as person', (join) =>
      join.onRef('person.center_id', '=', 'said.center_id').onRef('person.participant_id', '=', 'said.participant_id'),
    )
    .select(['said.id', 'said.participant_id', 'said.answered_at', 'person.chosen_name'])
    .select(['notice.week_start', 'notice.changes'])
    .select(
      sql<boolean>`EXISTS (SELECT FROM week_notice later WHERE later.participant_id = said.participant_id
        AND later.week_start = notice.week_start AND later.written_at > notice.written_at)`.as('changed_since'),
    )
    .where('said.answer', '=', 'ask-me')
    .where(
      sql<boolean>`NOT EXISTS (SELECT FROM week_notice_answer newer WHERE newer.participant_id = said.participant_id
        AND newer.publication_id = said.publication_id
        AND (newer.answered_at, newer.id) > (said.answered_at, said.id))`,
    )
    .where(
      sql<boolean>`NOT EXISTS (SELECT FROM week_notice_reply reply WHERE reply.participant_id = said.participant_id
        AND reply.answer_id = said.id)`,
    )
    .orderBy('said.answered_at')
    .orderBy('said.id')
}
