import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import type { Session, Week } from '../planner/model/week.ts'
import { differencesOf } from '../planner/repair/difference.ts'
import {
  type ChangeNames,
  firstChange,
  type KeptChange,
  keptChanges,
  type NoticesOfWeek,
  toldChanges,
  type WeekNotice,
} from './changed-week.ts'

/** Of a repaired week, what a person's phone keeps asking about. */
const MOST_NOTICES = 50

/**
 * One row for everybody whose own sessions differ between what was published and what is now, and nobody else. The rows
 * are what messages are made of; a publication that changes nothing for somebody writes none.
 */
export async function writeNotices(
  tx: Tx,
  target: { center: string; publication: string; weekStart: string; week: Week },
  before: readonly Session[],
  after: readonly Session[],
): Promise<void> {
  const rows = differencesOf(target.week.services, before, after).map((person) => {
    const changes = keptChanges(person)
    return {
      center_id: target.center,
      participant_id: person.participant,
      publication_id: target.publication,
      week_start: target.weekStart,
      changes: JSON.stringify(changes),
      first_change_wall: firstChange(changes),
    }
  })
  if (rows.length > 0) await tx.insertInto('week_notice').values(rows).execute()
}

/** Whose own sessions a publication changed. */
export async function noticedBy(tx: Tx, publication: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('week_notice')
    .select('participant_id')
    .where('publication_id', '=', publication)
    .execute()
  return rows.map((row) => row.participant_id)
}

/** What somebody was told of changed weeks from this Monday on, the newest first. Refusal: `not-available`. */
export async function readNotices(tx: Tx, participant: string, from: string): Promise<WeekNotice[]> {
  const person = await tx
    .selectFrom('participant')
    .select('participant_id')
    .where('participant_id', '=', participant)
    .executeTakeFirst()
  if (!person) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  onRecord(tx, { people: [participant], objects: [from] })
  const rows = await noticeRows(tx)
    .where('notice.participant_id', '=', participant)
    .where('notice.week_start', '>=', from)
    .limit(MOST_NOTICES)
    .execute()
  const names = await changeNames(tx)
  return rows.map((row) => noticeOf(row, names))
}

/** Everybody told about one week. */
export async function readNoticesOfWeek(tx: Tx, weekStart: string): Promise<NoticesOfWeek['notices']> {
  const rows = await noticeRows(tx)
    .innerJoin('participant', (join) =>
      join
        .onRef('participant.center_id', '=', 'notice.center_id')
        .onRef('participant.participant_id', '=', 'notice.participant_id'),
    )
    .select('participant.chosen_name')
    .where('notice.week_start', '=', weekStart)
    .execute()
  onRecord(tx, { people: rows.map((row) => row.participant_id), objects: [weekStart] })
  const names = await changeNames(tx)
  return rows.map((row) => ({
    ...noticeOf(row, names),
    person: { id: row.participant_id, name: row.chosen_name },
  }))
}

/** What a person says to a changed week; staff write down what they heard. Refusal: `not-available`. */
export async function answerNotice(
  tx: Tx,
  actor: Actor,
  of: { participant: string; publication: string },
  answer: string,
): Promise<void> {
  onRecord(tx, { people: [of.participant], objects: [of.publication] })
  const told = await tx
    .selectFrom('week_notice')
    .select('publication_id')
    .where('participant_id', '=', of.participant)
    .where('publication_id', '=', of.publication)
    .executeTakeFirst()
  if (!told || actor.uid === null) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  await tx
    .insertInto('week_notice_answer')
    .values({
      center_id: actor.center,
      participant_id: of.participant,
      id: newId(),
      publication_id: of.publication,
      answer,
      answered_by: actor.uid,
    })
    .execute()
}

/** Names that every reader of a week may know. */
export async function changeNames(tx: Tx): Promise<ChangeNames> {
  const services = await tx.selectFrom('service').select(['id', 'name', 'minutes']).execute()
  const named = async (table: 'staff' | 'site') =>
    new Map((await tx.selectFrom(table).select(['id', 'name']).execute()).map((row) => [row.id, row.name]))
  return {
    services: new Map(services.map(({ id, name, minutes }) => [id, { name, minutes }])),
    staff: await named('staff'),
    sites: await named('site'),
  }
}

function noticeRows(tx: Tx) {
  return tx
    .selectFrom('week_notice as notice')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('week_notice_answer as one')
          .select(['one.id', 'one.answer', 'one.answered_at'])
          .whereRef('one.center_id', '=', 'notice.center_id')
          .whereRef('one.participant_id', '=', 'notice.participant_id')
          .whereRef('one.publication_id', '=', 'notice.publication_id')
          .orderBy('one.answered_at', 'desc')
          .orderBy('one.id', 'desc')
          .limit(1)
          .as('said'),
      (join) => join.onTrue(),
    )
    .leftJoin('week_notice_reply as reply', (join) =>
      join
        .onRef('reply.center_id', '=', 'notice.center_id')
        .onRef('reply.participant_id', '=', 'notice.participant_id')
        .onRef('reply.answer_id', '=', 'said.id'),
    )
    .select(['notice.participant_id', 'notice.publication_id', 'notice.week_start', 'notice.written_at'])
    .select(['notice.changes', 'said.answer', 'said.answered_at', 'reply.replied_at', 'reply.because'])
    .orderBy('notice.written_at', 'desc')
    .orderBy('notice.participant_id')
}

interface NoticeRow {
  readonly publication_id: string
  readonly week_start: string
  readonly written_at: string
  readonly changes: unknown
  readonly answer: string | null
  readonly answered_at: string | null
  readonly replied_at: string | null
  readonly because: string | null
}

function noticeOf(row: NoticeRow, names: ChangeNames): WeekNotice {
  return {
    publication: row.publication_id,
    weekStart: row.week_start,
    writtenAt: row.written_at,
    changes: toldChanges(row.changes as KeptChange[], names),
    answer:
      row.answer === null || row.answered_at === null
        ? null
        : {
            answer: row.answer as 'seen',
            answeredAt: row.answered_at,
            reply: row.replied_at === null ? null : { because: row.because },
          },
  }
}
